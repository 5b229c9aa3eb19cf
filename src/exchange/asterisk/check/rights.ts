import type { Ami } from "../ami/actions.ts";
import { classesIn, type ManagerRights, managerRights } from "../manager-rights.ts";
import { configurationFile } from "./configuration-file.ts";
import { type Finding, finding } from "./findings.ts";

/** What only the check asks, with what it is for. */
const LOOKED_AT = {
  GetConfig: { class: "system", what: "queues.conf" },
  ShowDialPlan: { class: "reporting", what: "dialplan" },
  PJSIPShowEndpoint: { class: "system", what: "trunk" },
} as const;

/** The classes of `write` that Espera and its check use. */
const USED = ["system", "call", "originate", "reporting"];

/** What a check finds about the user of the manager, with what it may do. */
export async function rightsOf(
  ami: Ami,
  username: string,
): Promise<Pick<ManagerRights, "may"> & { readonly findings: readonly Finding[] }> {
  const { may, missing } = await managerRights(ami, username);
  const findings = missing.map(({ line, right, action = "" }) =>
    line === "read"
      ? finding("ami-may-not-read", { username, class: right })
      : finding("ami-may-not-write", { username, action, class: right }),
  );
  for (const [action, needed] of Object.entries(LOOKED_AT))
    if (!may(action)) findings.push(finding("check-may-not", { username, action, ...needed }));
  const unused = ((await classesIn(ami, username, "write")) ?? []).filter((one) => !USED.includes(one));
  if (unused.length > 0) findings.push(finding("ami-may-too-much", { username, classes: unused.join(", ") }));
  if (may("GetConfig")) findings.push(...(await channelVariables(ami)));
  return { may, findings };
}

/** An earlier Espera printed a line of its own, and of several lines Asterisk takes the last. */
async function channelVariables(ami: Ami): Promise<Finding[]> {
  const general = (await configurationFile(ami, "manager.conf", "general"))?.get("general") ?? [];
  const values = general
    .filter(([key]) => key.toLowerCase() === "channelvars")
    .map(([, value]) => value.trim());
  const replaced = values.slice(0, -1).find((value) => value !== "");
  return replaced !== undefined && values.at(-1) === "QUEUE_PRIO"
    ? [finding("channelvars-replaced", { value: replaced })]
    : [];
}
