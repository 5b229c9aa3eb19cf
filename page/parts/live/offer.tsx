import { skillReasons } from "../../../src/words/reasons/skill-reasons.ts";
import type { V1Skill } from "../../store/answers.ts";
import { now } from "../../store/clock.ts";
import { percent, reason, say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { Steady } from "./steady.tsx";

/**
 * Whether callers of a skill are being offered a return call, since when and why. `isShort`: not why; `isSteady`: in as much room
 * whatever it says.
 */
export function Offer({
  skill,
  isShort = false,
  isSteady = false,
}: {
  readonly skill: V1Skill;
  readonly isShort?: boolean;
  readonly isSteady?: boolean;
}) {
  const { smartWait, auto, outlook, why, modeSince, offerAfterMs } = skill;
  if (why === "not-answering" && isShort) return <>–</>;
  if (why === "not-answering")
    return (
      <span class="offer off">
        <Details of={[reason(skillReasons, why)]} isSteady={isSteady} />
      </span>
    );
  const state = smartWait === "shadow" ? "shadow" : OFFERING.has(why) ? "on" : "off";
  const since = auto?.since ?? modeSince;
  return (
    <span class={`offer ${state}`}>
      <strong>
        <span aria-hidden="true">{SIGNS[state]} </span>
        {say(WORDS[state])}
      </strong>
      <Details
        of={[
          ...(since === null ? [] : [say("since", { time: shortMoment(since, now.value) })]),
          ...(state === "on" && !isShort ? [say("offeredAbove", { seconds: offerAfterMs / 1000 })] : []),
          ...(outlook ? [say("riskIs", { risk: percent(outlook.risk) })] : []),
          ...(why === "offers" || isShort ? [] : [reason(skillReasons, why)]),
        ]}
        isSteady={isSteady}
      />
    </span>
  );
}

function Details({ of: all, isSteady }: { readonly of: readonly string[]; readonly isSteady: boolean }) {
  const text = all.join(" · ");
  return <small> {isSteady ? <Steady text={text} /> : text}</small>;
}

/** Reasons for which callers are being offered a return call. */
const OFFERING: ReadonlySet<string> = new Set(["offers", "at-risk", "nobody-there", "outlook-stale"]);
const SIGNS = { on: "●", off: "○", shadow: "◌" } as const;
const WORDS = { on: "offerOn", off: "offerOff", shadow: "offerShadow" } as const;
