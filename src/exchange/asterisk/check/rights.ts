import type { Ami } from "../ami/actions.ts";
import { configurationFile, lastValue } from "./configuration-file.ts";
import { type Finding, finding } from "./findings.ts";

/** The classes of events that Espera lives by. */
const READ = ["system", "call", "agent", "user"] as const;

/** What Espera asks of Asterisk, and the class that its user must be allowed to write. */
const NEEDED: Readonly<Record<string, string>> = {
  Setvar: "call",
  Originate: "originate",
  Hangup: "call",
  CoreShowChannels: "system",
  Filter: "system",
  QueueStatus: "app_queue",
  DBGetTree: "system",
  DBDel: "system",
};

/** What only the check asks, with what it is for. */
const LOOKED_AT = {
  GetConfig: { class: "system", what: "queues.conf, manager.conf" },
  ShowDialPlan: { class: "reporting", what: "dialplan" },
  PJSIPShowEndpoint: { class: "system", what: "trunk" },
} as const;

export type Looking = keyof typeof LOOKED_AT;

/** What the user of the manager may do. */
export interface Rights {
  readonly may: (action: Looking | "QueueWithdrawCaller") => boolean;
  readonly findings: readonly Finding[];
}

/** Asks Asterisk what `username`, who is logged in, may do and is told of. */
export async function rightsOf(ami: Ami, username: string): Promise<Rights> {
  const result = await ami.action("ListCommands");
  // Asterisk lists those that this user may send.
  const may = (action: string) => result.outcome === "answered" && result.response.get(action) !== undefined;
  const findings = Object.entries(NEEDED)
    .filter(([action]) => !may(action))
    .map(([action, needed]) => finding("ami-may-not-write", { username, action, class: needed }));
  for (const [action, needed] of Object.entries(LOOKED_AT))
    if (!may(action)) findings.push(finding("check-may-not", { username, action, ...needed }));
  if (may("GetConfig")) findings.push(...(await readings(ami, username)));
  return { may, findings };
}

async function readings(ami: Ami, username: string): Promise<Finding[]> {
  const general = (await configurationFile(ami, "manager.conf", "general"))?.get("general");
  const user = (await configurationFile(ami, "manager.conf", username))?.get(username);
  const found: Finding[] = [];
  // A user that stands elsewhere, such as in a database, cannot be looked at.
  if (user) {
    const read = listed(lastValue(user, "read"));
    for (const one of READ)
      if (!read.includes(one) && !read.includes("all"))
        found.push(finding("ami-may-not-read", { username, class: one }));
  }
  const variables = (general ?? []).filter(([key]) => key.toLowerCase() === "channelvars");
  if (general && !variables.some(([, value]) => listed(value).includes("queue_prio")))
    found.push(finding("channelvars-lacking"));
  return found;
}

function listed(value: string | undefined): string[] {
  return (value ?? "").split(",").map((one) => one.trim().toLowerCase());
}
