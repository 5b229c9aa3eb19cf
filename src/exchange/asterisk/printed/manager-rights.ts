import type { Ami } from "../ami/actions.ts";
import { configurationValue } from "./configuration-value.ts";

/**
 * What Espera asks of Asterisk, each with the class that the user's `write` line in manager.conf needs for it. Nothing here
 * needs `system`: together with `originate` that is a shell on Asterisk's machine.
 */
const ACTIONS: Readonly<Record<string, string>> = {
  Setvar: "call",
  Getvar: "call",
  Originate: "originate",
  Hangup: "call",
  CoreShowChannels: "reporting",
  DBGetTree: "reporting",
};

/** The classes of events that Espera lives by, in the user's `read` line. */
const EVENTS = ["system", "call", "agent", "user"] as const;

/** A right that the user of the manager does not have. */
interface MissingRight {
  /** Of which line of the user in manager.conf. */
  readonly line: "read" | "write";
  readonly right: string;
  /** What it cannot do without it; left out of the `read` line. */
  readonly action?: string;
}

/** What the user of a manager session may do and see. Both are fixed when it logs in. */
export interface ManagerRights {
  /** Whether it may send an action; yes where Asterisk does not say. */
  readonly may: (action: string) => boolean;
  /**
   * Whether Asterisk says that it may. Some actions came with a later version, and are asked for rather than inferred from a
   * number (`QueueWithdrawCaller`: 16.25, 18.11, 19.3).
   */
  readonly knows: (action: string) => boolean;
  readonly missing: readonly MissingRight[];
}

/** Asks Asterisk for the rights of `username`, who is logged in. */
export async function managerRights(ami: Ami, username: string): Promise<ManagerRights> {
  const commands = await ami.action("ListCommands");
  // Everybody may send `Ping`, or it is no list of the actions that this user may send.
  const list =
    commands.outcome === "answered" && commands.response.get("Ping") !== undefined ? commands.response : null;
  const knows = (action: string) => list?.get(action) !== undefined;
  const may = (action: string) => list === null || knows(action);
  const missing: MissingRight[] = Object.entries(ACTIONS)
    .filter(([action]) => !may(action))
    .map(([action, right]) => ({ line: "write", right, action }));
  // A user who is in the file and has no `read` line gets no events.
  const inFile = await classesIn(ami, username, "write");
  const read = (await classesIn(ami, username, "read")) ?? (inFile ? [] : ["all"]);
  if (!read.includes("all"))
    for (const right of EVENTS) if (!read.includes(right)) missing.push({ line: "read", right });
  return { may, knows, missing };
}

/** The manager as far as its user may use it: an action without a right to it is not sent. */
export function permitted(ami: Ami, rights: () => ManagerRights | null): Ami {
  return {
    action: (name, headers, options) =>
      (rights()?.may(name) ?? true)
        ? ami.action(name, headers, options)
        : Promise.resolve({ outcome: "not-sent", why: "not-permitted" }),
    list: (name, headers, completeEvent, options) => ami.list(name, headers, completeEvent, options),
  };
}

/**
 * The classes in a line of the user in manager.conf; `null` when there is none to be seen, such as of a user who stands in
 * a database. The whole section would hold the secret as well, and is not asked for.
 */
export async function classesIn(
  ami: Ami,
  username: string,
  line: MissingRight["line"],
): Promise<string[] | null> {
  const value = await configurationValue(ami, "manager.conf", username, line);
  return value === "" ? null : value.split(",").map((one) => one.trim().toLowerCase());
}

/** The rights of each line once, as manager.conf has them: `read: agent; write: call, originate`. */
export function rightsText(missing: readonly MissingRight[]): string {
  return (["read", "write"] as const)
    .map(
      (line) =>
        [line, new Set(missing.filter((one) => one.line === line).map(({ right }) => right))] as const,
    )
    .filter(([, rights]) => rights.size > 0)
    .map(([line, rights]) => `${line}: ${[...rights].join(", ")}`)
    .join("; ");
}
