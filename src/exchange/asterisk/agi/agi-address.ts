/** Where a server listens for `AGI()` lines. */
interface Listening {
  readonly host: string;
  readonly port: number;
}

/**
 * Whether Asterisk finds it by the host of its machine: it listens on every address, or on one of IPv6, which the dialplan could not tell
 * from the port.
 */
export function isFoundByMachine({ host }: Pick<Listening, "host">): boolean {
  return host === "0.0.0.0" || host.includes(":");
}

/** Where Asterisk reaches it, `host:port`. `machine`: by which others reach its machine. */
export function agiAddress(agi: Listening, machine: string): string {
  return `${isFoundByMachine(agi) ? machine : agi.host}:${agi.port}`;
}
