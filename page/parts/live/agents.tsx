import type { V1Skill } from "../../store/answers.ts";
import { say } from "../../words/say.ts";

/** How many of a skill's agents are free, of those who are logged in, and what the others do. */
export function AgentStates({ skill: { agents } }: { readonly skill: V1Skill }) {
  if (agents === null) return <>–</>;
  const { free, ringing, busy, wrapUp, paused } = agents;
  const others = [
    ringing + busy > 0 && say("agentsBusy", { n: ringing + busy }),
    wrapUp > 0 && say("agentsWrapUp", { n: wrapUp }),
    paused > 0 && say("agentsPaused", { n: paused }),
  ]
    .filter((one) => one !== false)
    .map((one) => one.replaceAll(" ", "\u00a0"));
  return (
    <>
      {say("freeOf", { free, all: free + ringing + busy + wrapUp + paused })}
      <small> {others.join(", ")}</small>
    </>
  );
}
