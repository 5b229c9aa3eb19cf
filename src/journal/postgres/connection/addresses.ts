/**
 * The addresses of the servers that an address names, in its order, one server each: `postgres://user@one,two:5433/name` names
 * two. None: it is not the address of a database.
 */
export function addressesOf(address: string): readonly string[] {
  const [, before, hosts, after] = PARTS.exec(address) ?? [];
  if (before === undefined || hosts === undefined) return [];
  const each = hosts.split(",").map((host) => `${before}${host}${after}`);
  return each.every((one) => URL.canParse(one)) ? each : [];
}

/** The protocol with the user; the servers; the database and what follows. */
const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s;

/** The name of the database in an address. */
export function databaseIn(address: string): string {
  return new URL(addressesOf(address)[0]!).pathname.slice(1);
}

/** The servers and the database of an address, as people name them: nobody's user or password. */
export function placeIn(address: string): string {
  const [, , hosts, after] = PARTS.exec(address) ?? [];
  return `${hosts}${after?.replace(/[?#].*/s, "")}`;
}
