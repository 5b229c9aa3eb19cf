import type { Ami } from "../ami/actions.ts";
import { configurationValue } from "../printed/configuration-value.ts";
import { classesIn, type ManagerRights, managerRights } from "../printed/manager-rights.ts";
import { type Finding, finding } from "./findings.ts";

/** What only the check asks, with what it is for. */
const LOOKED_AT = { ShowDialPlan: { class: "reporting", what: "dialplan" } } as const;

/** The classes of `write` that Espera and its check use. */
const USED = ["call", "originate", "reporting"];

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
  findings.push(...(await channelVariables(ami)));
  return { may, findings };
}

/** An earlier Espera printed a line of its own, and of several lines Asterisk takes the last. */
async function channelVariables(ami: Ami): Promise<Finding[]> {
  const line = (nth?: number) => configurationValue(ami, "manager.conf", "general", "channelvars", nth);
  const [first, last] = [await line(0), await line()];
  return first !== "" && first !== last && last === "QUEUE_PRIO"
    ? [finding("channelvars-replaced", { value: first })]
    : [];
}
