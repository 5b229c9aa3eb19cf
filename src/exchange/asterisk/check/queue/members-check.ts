import type { QueueSnapshot } from "../../ami/actions.ts";
import { type Finding, finding } from "../findings.ts";

/** A member that is called by the dialplan: `Local/101@from-queue/n`. */
const LOCAL = /^Local\/[^@]+@([^/]+)(?:\/(\w+))?$/i;

/**
 * Whether the state that Asterisk has of each member is that of the agent, and which of them penalties hold back.
 *
 * A Local channel without `/n` is gone as soon as the agent has answered: without a state interface they seem free, are rung
 * while they talk, and a line with a free agent is offered nothing. With `/n` it stays for calls of the queue, and other
 * calls of theirs are not seen.
 */
export function checkMembers({ queue, members }: QueueSnapshot): Finding[] {
  const found: Finding[] = [];
  const named = (
    code: "member-without-state" | "member-half-seen" | "member-with-penalty",
    some: typeof members,
  ) => {
    if (some.length > 0)
      found.push(
        finding(code, { queue, members: some.map((member) => member.get("Location") ?? "").join(", ") }),
      );
  };
  const local = members.filter((member) => LOCAL.test(member.get("Location") ?? "") && !hasState(member));
  const stays = (member: (typeof members)[number]) =>
    /n/.test(LOCAL.exec(member.get("Location") ?? "")?.[2] ?? "");
  named(
    "member-without-state",
    local.filter((member) => !stays(member)),
  );
  named("member-half-seen", local.filter(stays));
  named(
    "member-with-penalty",
    members.filter((member) => Number(member.get("Penalty") ?? 0) !== 0),
  );
  return found;
}

/** Whether a member is called through FreePBX's or Issabel's `from-queue`. */
export function isFromQueue(member: QueueSnapshot["members"][number]): boolean {
  return LOCAL.exec(member.get("Location") ?? "")?.[1]?.startsWith("from-queue") ?? false;
}

/** Without one of its own, Asterisk takes the interface itself. */
function hasState(member: QueueSnapshot["members"][number]): boolean {
  const state = member.get("StateInterface") ?? "";
  return state !== "" && state.toLowerCase() !== (member.get("Location") ?? "").toLowerCase();
}
