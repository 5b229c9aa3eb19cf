import type { Ami } from "../../../src/exchange/asterisk/ami/actions.ts";
import { type ActionHeaders, AmiMessage } from "../../../src/exchange/asterisk/ami/messages.ts";
import type { ActionResult, ListResult } from "../../../src/exchange/asterisk/ami/results.ts";
import { Queues } from "../../../src/exchange/asterisk/queues/queues.ts";
import type { Report } from "../../../src/exchange/port.ts";

/** A manager that answers with success and remembers what it was asked. */
export class AskedAmi implements Ami {
  readonly actions: { readonly name: string; readonly headers: ActionHeaders; readonly actionId?: string }[] =
    [];
  answer: (name: string, headers: ActionHeaders) => ActionResult = () => answered({});
  /** What every list holds; `null`: there is no connection. */
  items: readonly AmiMessage[] | null = null;

  async action(name: string, headers: ActionHeaders = {}, options: { actionId?: string } = {}) {
    this.actions.push({ name, headers, ...options });
    return this.answer(name, headers);
  }

  async list(): Promise<ListResult> {
    if (!this.items) return { outcome: "not-sent", why: "not-connected" };
    return { ...answered({}), items: this.items };
  }
}

/** What stands in files of Asterisk's configuration: the lines of their categories, by file and category. */
export type Files = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The answer to a `Getvar` of a value in one of these files. */
export function fromFiles(files: Files, headers: ActionHeaders): ActionResult {
  const [, file = "", category = "", key = "", nth = ""] =
    /^AST_CONFIG\(([^,]+),"([^"]*)",([^,]+),(-?\d+)\)$/.exec(String(headers["Variable"])) ?? [];
  const [, lines = []] =
    Object.entries(files[file] ?? {}).find(([name]) => name.toLowerCase() === category.toLowerCase()) ?? [];
  const own = lines.filter((line) => line.startsWith(`${key}=`));
  return answered({ Value: own.at(Number(nth))?.slice(key.length + 1) ?? "" });
}

export function answered(
  headers: Record<string, string>,
  success = true,
  message = "",
): Extract<ActionResult, { outcome: "answered" }> {
  return { outcome: "answered", success, message, response: new AmiMessage(Object.entries(headers)) };
}

/** An event, or an item of a list. */
export function event(name: string, headers: Record<string, string | readonly string[]> = {}): AmiMessage {
  const all = Object.entries(headers).flatMap(([header, value]) =>
    (typeof value === "string" ? [value] : value).map((one): [string, string] => [header, one]),
  );
  return new AmiMessage([["Event", name], ...all]);
}

export const queues = new Queues([
  { queue: "ventas", skill: 7, wrapUpMs: 4_000 },
  { queue: "soporte", skill: 3 },
]);

/** Where reports are gathered; `take` gives those since the last time. */
export function gathered(): { report: (report: Report) => void; take: () => Report[] } {
  let reports: Report[] = [];
  return {
    report: (report) => void reports.push(report),
    take: () => {
      const taken = reports;
      reports = [];
      return taken;
    },
  };
}

/** Lets promises that are kept already go on. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
