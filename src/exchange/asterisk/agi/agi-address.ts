/** Where a server listens for `AGI()` lines. */
interface Listening {
  readonly host: string;
  readonly port: number;
}

/** Whether it listens on every address of its machine. */
export function listensEverywhere({ host }: Pick<Listening, "host">): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** Where Asterisk reaches it, `host:port`. `machine`: by which others reach its machine. */
export function agiAddress(agi: Listening, machine: string): string {
  return `${listensEverywhere(agi) ? machine : agi.host}:${agi.port}`;
}
