/** The call that Asterisk brings to an AGI server, as its first lines describe it. */
export interface AgiCall {
  /** The end of the path of the `agi://` address: `in` of `agi://host/secret/in?queue=sales`. */
  readonly script: string;
  /** What stands before it in the path, `secret`; `null` when nothing does. */
  readonly secret: string | null;
  /** What stood behind the `?` of the address, decoded; of a repeated name the last. */
  readonly query: ReadonlyMap<string, string>;
  /** The channel's name, such as `PJSIP/callers-00000000`. */
  readonly channel: string;
  readonly uniqueid: string;
  /** `null` when it is withheld or unknown. */
  readonly callerNumber: string | null;
  readonly context: string;
  readonly extension: string;
  /** Such as `es`. */
  readonly language: string;
  /** What stood behind the commas of the AGI line. */
  readonly arguments: readonly string[];
}

/** The call from the lines `agi_name: value`; `null` when they are not those of an AGI. Lines of another form are skipped. */
export function readCall(lines: readonly string[]): AgiCall | null {
  const given = new Map<string, string>();
  for (const line of lines) {
    const found = /^agi_(\w+): ?(.*)$/.exec(line);
    if (found) given.set(found[1]!, found[2]!);
  }
  const text = (name: string) => given.get(name) ?? "";
  if (text("channel") === "" || text("uniqueid") === "") return null;
  const address = text("network_script");
  const mark = address.indexOf("?");
  const path = mark < 0 ? address : address.slice(0, mark);
  const slash = path.lastIndexOf("/");
  const caller = text("callerid");
  const args: string[] = [];
  for (let n = 1; given.has(`arg_${n}`); n++) args.push(text(`arg_${n}`));
  return {
    script: path.slice(slash + 1),
    secret: slash < 0 ? null : path.slice(0, slash),
    query: new Map(mark < 0 ? [] : new URLSearchParams(address.slice(mark + 1))),
    channel: text("channel"),
    uniqueid: text("uniqueid"),
    callerNumber: caller === "" || caller === "unknown" ? null : caller,
    context: text("context"),
    extension: text("extension"),
    language: text("language"),
    arguments: args,
  };
}
