import type { CallbackAnswer } from "../../store/answers.ts";
import { now } from "../../store/clock.ts";
import { durationText, say } from "../../words/say.ts";
import { epoch, hour, shortMoment } from "../../words/times.ts";
import { kindOf } from "./marks.ts";

/** How long ago a moment was, counting on by itself. */
export function Elapsed({ since }: { readonly since: number | string }) {
  return <time class="digits">{durationText(now.value - epoch(since))}</time>;
}

/**
 * By when somebody is to be called, and how long that is from now, in words where it is late; or to when it was put off. A promise is of the
 * first call: once that was made, it is not late any more, however long ago it was.
 */
export function DueBy({ callback }: { readonly callback: CallbackAnswer }) {
  const { promisedFrom: from, promisedUntil: until, notBefore } = callback;
  if (isPutOff(callback) && notBefore !== null)
    return <span class="promise">{say("promisePutOff", { time: shortMoment(notBefore, now.value) })}</span>;
  if (callback.attempts > 0)
    return (
      <span class="promise">
        {hour(until)} <small>{say("promiseCalled")}</small>
      </span>
    );
  const left = epoch(until) - now.value;
  const due = left < 0 ? "late" : left <= SOON_MS ? "soon" : "";
  return (
    <span class={`promise ${due}`}>
      {hour(until)}{" "}
      <small class="digits">
        {left < 0
          ? say("promiseLate", { time: durationText(-left) })
          : epoch(from) > now.value
            ? say("promiseScheduled", { time: hour(from) })
            : say("promiseLeft", { time: durationText(left) })}
      </small>
    </span>
  );
}

/** Whether it rests until after what was promised, by the customer's or a supervisor's wish, or for another attempt. */
export function isPutOff({ waits, notBefore, promisedUntil }: CallbackAnswer): boolean {
  return waits === "resting" && notBefore !== null && epoch(notBefore) > epoch(promisedUntil);
}

/** Whether a promise is late, or due within a time (ms) from `at`, and its customer was not called yet. */
export function isDueWithin(callback: CallbackAnswer, ms: number, at: number): boolean {
  const kind = kindOf(callback);
  const waits = kind === "keeps" || (kind === "resting" && !isPutOff(callback));
  return waits && callback.attempts === 0 && epoch(callback.promisedUntil) - at < ms;
}

/** A promise that is due within this is to be watched. */
export const SOON_MS = 15 * 60_000;
