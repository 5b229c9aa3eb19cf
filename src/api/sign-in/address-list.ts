import { BlockList, isIP } from "node:net";
import type { TokenRecord } from "../../journal/port/registry.ts";

/**
 * Whether the address of a connection is on a list of addresses and networks (CIDR). IPv4 addresses that come mapped
 * into IPv6 count as what they are. Entries must be what `isAddressOrNetwork` takes.
 */
export function isOnList(list: readonly string[], address: string): boolean {
  const [plain, family] = plainAddress(address);
  return family !== null && compiled(list).check(plain, family);
}

/** `203.0.113.7`, `203.0.113.0/24`, `2001:db8::1`, `2001:db8::/32`. */
export function isAddressOrNetwork(text: string): boolean {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const version = isIP(match?.[1] ?? "");
  if (!match || version === 0 || text.includes("%")) return false;
  return match[2] === undefined || Number(match[2]) <= (version === 4 ? 32 : 128);
}

function compiled(list: readonly string[]): BlockList {
  const known = lists.get(list);
  if (known) return known;
  const made = new BlockList();
  for (const entry of list) {
    const [address, prefix] = entry.split("/") as [string, string?];
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    if (prefix === undefined) made.addAddress(address, family);
    else made.addSubnet(address, Number(prefix), family);
  }
  lists.set(list, made);
  return made;
}

function plainAddress(address: string): [string, "ipv4" | "ipv6" | null] {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const version = isIP(plain);
  return [plain, version === 4 ? "ipv4" : version === 6 ? "ipv6" : null];
}

/** A token's list is the same object for as long as the token is remembered. */
const lists = new WeakMap<readonly string[], BlockList>();

/** Whether a token may be used from an address: from any where it names none. */
export function isGoodFrom(address: string, { addresses }: Pick<TokenRecord, "addresses">): boolean {
  return addresses.length === 0 || isOnList(addresses, address);
}
