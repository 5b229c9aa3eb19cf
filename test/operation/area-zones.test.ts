import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { areaZones } from "../../src/operation/numbers/area-zones.ts";
import { haveSameClock, zonesOfNumber } from "../../src/operation/numbers/zones-of-number.ts";
import { zonesOfCountry } from "../../src/time/zones-of-country.ts";

const entries = Object.entries(areaZones).flatMap(([country, table]) =>
  Object.entries(table).flatMap(([zones, beginnings]) =>
    beginnings
      .trim()
      .split(/\s+/)
      .map((beginning) => ({ country, zones: zones.split(" "), beginning })),
  ),
);

describe("the zones of areas", () => {
  it("are zones of their country, and each beginning stands once", () => {
    for (const { country, zones, beginning } of entries)
      for (const zone of zones)
        assert.ok(
          zonesOfCountry(country).some((known) => haveSameClock(known, zone)),
          `${country} ${beginning}: ${zone}`,
        );
    const keys = entries.map(({ country, beginning }) => `${country} ${beginning}`);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  it("are known by digits, five at most, and the longest beginning counts", () => {
    for (const { beginning } of entries) assert.match(beginning, /^\d{1,5}$/);
    for (const { country, zones, beginning } of entries) {
      const longer = entries.some(
        (other) =>
          other.country === country && other.beginning !== beginning && other.beginning.startsWith(beginning),
      );
      if (!longer) assert.deepEqual(zonesOfNumber(country, beginning.padEnd(9, "1")), zones);
    }
  });

  it("of the United States and Canada are known of every area code but the newest", () => {
    for (const country of ["US", "CA"] as CountryCode[]) {
      const codes = Array.from({ length: 800 }, (_, index) => String(index + 200)).filter((code) => {
        const number = parsePhoneNumberFromString(`+1${code}2345678`);
        return number?.country === country && number.getType() === "FIXED_LINE_OR_MOBILE";
      });
      const listed = new Set(
        entries.filter((one) => one.country === country).map(({ beginning }) => beginning),
      );
      const unknown = codes.filter((code) => !listed.has(code));
      assert.ok(unknown.length <= 8, unknown.join(" "));
      assert.deepEqual(
        [...listed].filter((code) => !codes.includes(code)),
        [],
      );
    }
  });

  it("of a number that says nothing are all of its country", () => {
    assert.equal(zonesOfNumber("ES", "600111222").length, 2);
    assert.equal(zonesOfNumber("CL", "961234567").length, 3);
    assert.deepEqual(zonesOfNumber("CO", "3001234567"), ["America/Bogota"]);
    assert.deepEqual(zonesOfNumber("XX", "1"), []);
  });
});
