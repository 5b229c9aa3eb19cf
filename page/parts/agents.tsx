import type { V1Skill } from "../store/answers.ts";
import { say } from "../words/say.ts";

/** How many of a skill's agents are free, of those who are logged in. */
export function FreeAgents({ skill: { agents } }: { readonly skill: V1Skill }) {
  if (agents === null) return <>–</>;
  const all = Object.values(agents).reduce((sum, count) => sum + count, 0);
  return <>{say("freeOf", { free: agents.free, all })}</>;
}
