import { number, percent, say } from "../../words/say.ts";

/** A service level: how many of how many, the share, and whether it meets its target, by shape and word. */
export function LevelFigure({
  answeredWithin,
  offered,
  target,
}: {
  readonly answeredWithin: number;
  readonly offered: number;
  readonly target: { readonly share: number; readonly withinMs: number };
}) {
  const wanted = say("targetIs", { share: percent(target.share), seconds: target.withinMs / 1000 });
  if (offered === 0)
    return (
      <span class="level">
        <span class="figure">–</span> <small>{say("nobodyYet")}</small> <small>{wanted}</small>
      </span>
    );
  const isMet = answeredWithin >= target.share * offered;
  return (
    <span class={`level ${isMet ? "met" : "missed"}`}>
      <small>
        {number(answeredWithin)} / {number(offered)} =
      </small>{" "}
      <span class="figure">
        {percent(answeredWithin / offered)} <span aria-hidden="true">{isMet ? "✓" : "▼"}</span>
        <span class="only-heard">{say(isMet ? "levelMet" : "levelMissed")}</span>
      </span>{" "}
      <small>{wanted}</small>
    </span>
  );
}
