import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isAddressOrNetwork, isOnList } from "../../src/api/sign-in/address-list.ts";

test("an address is in a network exactly when its first bits are the network's, mapped into IPv6 or not", () => {
  const bits = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const written = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
  fc.assert(
    fc.property(bits, bits, fc.integer({ min: 0, max: 32 }), fc.boolean(), (network, other, prefix, near) => {
      // Near: alike but for the last bits.
      const address = near ? ((network & ~0xff) | (other & 0xff)) >>> 0 : other;
      const shift = BigInt(32 - prefix);
      const alike = BigInt(network) >> shift === BigInt(address) >> shift;
      const list = [`${written(network)}/${prefix}`];
      assert.ok(isAddressOrNetwork(list[0]!));
      assert.equal(isOnList(list, written(address)), alike);
      assert.equal(isOnList(list, `::ffff:${written(address)}`), alike);
    }),
  );
});

test("a list holds single addresses and networks of both kinds; what is no address is on none", () => {
  const list = ["203.0.113.7", "2001:db8::/32", "::1"];
  for (const address of ["203.0.113.7", "2001:db8:1::9", "::1", "::ffff:203.0.113.7"])
    assert.equal(isOnList(list, address), true, address);
  for (const address of ["203.0.113.8", "2001:db9::1", "::2", "", "unix", "203.0.113.7 "])
    assert.equal(isOnList(list, address), false, address);
});

test("what is no address or network is not taken", () => {
  for (const text of [
    "",
    "a",
    "10.0.0.0/33",
    "10.0.0/8",
    "::/129",
    "10.0.0.1/",
    "/8",
    "10.0.0.1/8/8",
    "fe80::1%eth0",
  ])
    assert.equal(isAddressOrNetwork(text), false, text);
});
