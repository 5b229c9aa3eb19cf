import { skillReasons } from "../../../src/words/reasons/skill-reasons.ts";
import type { V1Skill } from "../../store/answers.ts";
import { now } from "../../store/clock.ts";
import { percent, reason, say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";

/** Whether callers of a skill are being offered a return call, since when and why; `isShort`: not why. */
export function Offer({ skill, isShort = false }: { readonly skill: V1Skill; readonly isShort?: boolean }) {
  const { smartWait, auto, outlook, why, modeSince, offerAfterMs } = skill;
  if (why === "not-answering")
    return isShort ? (
      <>–</>
    ) : (
      <span class="offer off">
        <small class="reason">{reason(skillReasons, why)}</small>
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
      {since !== null && <small> {say("since", { time: shortMoment(since, now.value) })}</small>}
      {state === "on" && !isShort && <small> {say("offeredAbove", { seconds: offerAfterMs / 1000 })}</small>}
      {why !== "offers" && !isShort && <small class="reason"> {reason(skillReasons, why)}</small>}
      {outlook && <small> {say("riskIs", { risk: percent(outlook.risk) })}</small>}
    </span>
  );
}

/** Reasons for which callers are being offered a return call. */
const OFFERING: ReadonlySet<string> = new Set(["offers", "at-risk", "nobody-there", "outlook-stale"]);
const SIGNS = { on: "●", off: "○", shadow: "◌" } as const;
const WORDS = { on: "offerOn", off: "offerOff", shadow: "offerShadow" } as const;
