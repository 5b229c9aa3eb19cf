import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { attemptResults } from "../../src/words/reasons/callback-reasons.ts";
import { NoScreen } from "../parts/frame/no-screen.tsx";
import { kindOf, markWords } from "../parts/live/marks.ts";
import { DueBy } from "../parts/live/ticking.tsx";
import { OrderDialog, openOrder, orderReasonOff } from "../parts/order-dialog.tsx";
import type { DecisionAnswer, StoryAnswer } from "../store/answers.ts";
import { RequestRefused } from "../store/ask.ts";
import { now } from "../store/clock.ts";
import { useFetched } from "../store/fetched.ts";
import { language } from "../store/language.ts";
import { liveCallback } from "../store/live.ts";
import { reason, say } from "../words/say.ts";
import { hourWithSeconds, shortMoment } from "../words/times.ts";
import { whyOf } from "./callbacks.tsx";

/** One callback: what comes next, all that happened with the numbers behind it, and what can be done. */
export function OneCallback({ id }: { readonly id: string }) {
  const live = liveCallback(id)?.value;
  const story = useFetched<StoryAnswer>(`/v1/callbacks/${encodeURIComponent(id)}`, live?.version).value;
  const firstVersion = useSignal<number | null>(null);
  const changedAt = useSignal<number | null>(null);
  const callback = live ?? story.answer?.callback;
  useEffect(() => {
    if (!callback) return;
    if (firstVersion.peek() !== null && firstVersion.peek() !== callback.version)
      changedAt.value = now.peek();
    firstVersion.value = callback.version;
  }, [callback?.version]);
  if (!callback) {
    const isGone = story.error instanceof RequestRefused && story.error.status === 404;
    return (
      <NoScreen title={say("callbacks")}>
        {say(isGone ? "callbackGone" : story.error ? "unreachable" : "loading")}
      </NoScreen>
    );
  }
  const kind = kindOf(callback);
  return (
    <article class="one">
      <p>
        <a href="/callbacks" data-inside>
          ← {say("callbacks")}
        </a>
      </p>
      <h1>
        {say("callbackTitle", { time: shortMoment(callback.place, now.peek()) })} · {callback.skill.name}
      </h1>
      {changedAt.value !== null && (
        <p role="status" class="changed">
          {say("changedAt", { time: hourWithSeconds(changedAt.value) })}
        </p>
      )}
      <section class="sheet" aria-labelledby="next">
        <h2 id="next">{say("whatHappensNext")}</h2>
        <p class="lead">
          {whyOf(callback)} {kind !== null && <DueBy callback={callback} />}
        </p>
        <p class="quiet">
          {kind !== null && `${say(markWords[kind])} · `}
          {say("number")} {callback.number ?? "–"}
          {callback.nameRecorded && ` · ${say("nameRecorded")}`}
          {callback.otherNumber && ` · ${say("otherNumber")}`}
        </p>
        <p class="buttons">
          {(["call-now", "move", "cancel"] as const).map((order) => {
            const off = orderReasonOff(order, callback);
            return (
              <span key={order}>
                <button
                  type="button"
                  aria-disabled={off !== null}
                  class={order === "cancel" ? "danger" : ""}
                  onClick={() => off === null && openOrder({ kind: order, callbacks: [callback] })}
                >
                  {say(order === "call-now" ? "callNow" : order)}
                </button>
                {off !== null && <small> {off}</small>}
              </span>
            );
          })}
        </p>
      </section>
      {story.answer && <Story story={story.answer} />}
      <OrderDialog />
    </article>
  );
}

interface Happened {
  readonly at: string;
  readonly says: string;
  readonly decision?: DecisionAnswer;
}

/** All that happened, in the order of time. */
function Story({ story }: { readonly story: StoryAnswer }) {
  const all = happenedIn(story).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <section aria-labelledby="story">
      <h2 id="story">{say("story")}</h2>
      <ol class="story">
        {all.map(({ at, says, decision }, index) => (
          <li key={index}>
            <time class="digits">{hourWithSeconds(at)}</time>
            <div>
              {says}
              {decision && <Numbers decision={decision} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Numbers({ decision }: { readonly decision: DecisionAnswer }) {
  const inputs = Object.entries(decision.inputs).filter(([, value]) => value !== null);
  if (inputs.length === 0) return null;
  return (
    <details>
      <summary>{say("numbersBehind")}</summary>
      <dl class="inputs">
        {inputs.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd class="digits">{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function happenedIn({ callback, call, decisions, attempts, orders }: StoryAnswer): Happened[] {
  const all: Happened[] = [{ at: callback.arrivedAt, says: say("arrived") }];
  const add = (at: string | null | undefined, says: string) => {
    if (at) all.push({ at, says });
  };
  add(call?.questionAt, say("asked"));
  add(call?.choiceAt, say("choseYes"));
  add(
    callback.registeredAt,
    say("registered", {
      from: shortMoment(callback.promisedFrom, now.peek()),
      to: shortMoment(callback.promisedUntil, now.peek()),
    }),
  );
  for (const decision of decisions) {
    const sentence = decision[language.value] ?? decision.reason;
    all.push({ at: decision.at, says: sentence, decision });
  }
  for (const attempt of attempts) {
    const of = (what: string) => `${say("attemptN", { n: attempt.n })}: ${what}`;
    add(attempt.dialledAt, of(say("dialled")));
    add(attempt.answeredAt, of(say("pickedUp")));
    add(attempt.confirmedAt, of(say("confirmed")));
    add(attempt.inLineAt, of(say("wentInLine")));
    const agent = attempt.agentName ?? attempt.agent;
    add(attempt.joinedAt, of(agent === null ? say("joined") : say("joinedWith", { agent })));
    if (attempt.joinedAt === null)
      add(
        attempt.endedAt,
        of(attempt.result === null ? say("attemptEnded") : reason(attemptResults, attempt.result)),
      );
    add(attempt.talkEndedAt, of(say("talkEnded")));
  }
  for (const { at, author, act, why, outcome } of orders) {
    const what = say(act === "call-now" ? "callNow" : act);
    add(at, `${say("ordered", { author, what })}. ${why}${outcome === "done" ? "" : ` (${outcome})`}`);
  }
  add(callback.endedAt, `${say("finished")}: ${whyOf(callback)}`);
  return all;
}
