import { computed, signal } from "@preact/signals";
import { memo } from "preact/compat";
import {
  callbackStatuses,
  endReasons,
  restReasons,
  waitReasons,
} from "../../src/words/reasons/callback-reasons.ts";
import { FrozenOrder } from "../parts/live/frozen.ts";
import { MarkShape } from "../parts/live/line-drawing.tsx";
import { LiveTable } from "../parts/live/live-table.tsx";
import { kindOf, type MarkKind, markWords, overtakesOf } from "../parts/live/marks.ts";
import { Steady } from "../parts/live/steady.tsx";
import { DueBy, Elapsed, isDueWithin, SOON_MS } from "../parts/live/ticking.tsx";
import { OrderDialog, type OrderKind, openOrder, orderReasonOff } from "../parts/order-dialog.tsx";
import { SkillChoice } from "../parts/skill-choice.tsx";
import { address, refine } from "../store/address.ts";
import type { CallbackAnswer } from "../store/answers.ts";
import { now } from "../store/clock.ts";
import { allCallbacks, callbacksComplete, liveCallback } from "../store/live.ts";
import { number, reason, say } from "../words/say.ts";
import { epoch, hour, shortMoment } from "../words/times.ts";

type Show = "open" | "line" | "called" | "resting" | "ended";
const SHOWS = {
  open: "tabAll",
  line: "tabInLine",
  called: "tabCalled",
  resting: "tabResting",
  ended: "tabEnded",
} as const;

const SHOWN_KINDS: Readonly<Record<Show, ReadonlySet<MarkKind | null>>> = {
  open: new Set<MarkKind | null>(["keeps", "called", "way", "resting"]),
  line: new Set<MarkKind | null>(["keeps"]),
  called: new Set<MarkKind | null>(["called", "way"]),
  resting: new Set<MarkKind | null>(["resting"]),
  ended: new Set<MarkKind | null>([null]),
};

const asked = computed(() => {
  const { searchParams } = address.value;
  const show = searchParams.get("show") ?? "";
  const skill = searchParams.get("skill");
  const promise = searchParams.get("promise");
  return {
    show: (Object.hasOwn(SHOWS, show) ? show : "open") as Show,
    skill: skill === null ? null : Number(skill),
    promise: promise === "due" || promise === "late" ? promise : null,
  };
});

/** Looked at once a quarter of a minute: what is due moves in by itself, and not at every tick. */
const quarter = computed(() => Math.floor(now.value / 15_000) * 15_000);

/** Those of the skill and with the promises that are asked for, however they stand. */
const filtered = computed(() => {
  const { skill, promise } = asked.value;
  return allCallbacks()
    .filter((one) => skill === null || one.skill.id === skill)
    .filter((one) => promise === null || isDueWithin(one, promise === "due" ? SOON_MS : 0, quarter.value));
});

const matching = computed(() => {
  const { show } = asked.value;
  return filtered.value
    .filter((one) => SHOWN_KINDS[show].has(kindOf(one)))
    .sort((a, b) => epoch(a.place) - epoch(b.place) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
});

const order = new FrozenOrder(matching);
const chosen = signal<ReadonlySet<string>>(new Set());
/** Those of them that are still open: nothing can be ordered of one that ended. */
const picked = computed(() =>
  [...chosen.value].flatMap((id) => liveCallback(id)?.value ?? []).filter((one) => kindOf(one) !== null),
);

/** Every open callback: why it waits, by when it was promised, and what can be done. */
export function Callbacks() {
  const ids = order.shown.value;
  return (
    <>
      <h1>{say("callbacks")}</h1>
      <Filters />
      <Held />
      <Bulk />
      {ids.length === 0 ? (
        <p class="empty">
          {callbacksComplete.value
            ? say(
                asked.value.skill === null && asked.value.promise === null
                  ? "noCallbacks"
                  : "noCallbacksFiltered",
              )
            : say("loading")}
        </p>
      ) : (
        <LiveTable name={say("callbacks")} order={order} picked={chosen.value.size}>
          <table class="callbacks">
            <thead>
              <tr>
                <ChooseAll ids={ids} />
                <th scope="col">{say("place")}</th>
                <th scope="col">{say("skill")}</th>
                <th scope="col">{say("state")}</th>
                <th scope="col">{say("whyItWaits")}</th>
                <th scope="col" class="figures">
                  {say("waited")}
                </th>
                <th scope="col">{say("promisedUntil")}</th>
                <th scope="col" class="figures">
                  {say("attempts")}
                </th>
                <th scope="col">{say("number")}</th>
                <th scope="col">{say("actions")}</th>
              </tr>
            </thead>
            <tbody>
              {ids.map((id) => (
                <Row key={id} id={id} />
              ))}
            </tbody>
          </table>
        </LiveTable>
      )}
      <OrderDialog />
    </>
  );
}

function ChooseAll({ ids }: { readonly ids: readonly string[] }) {
  if (asked.value.show === "ended") return <td />;
  return (
    <th scope="col">
      <input
        type="checkbox"
        aria-label={say("chooseAll")}
        checked={ids.every((id) => chosen.value.has(id))}
        onChange={({ currentTarget }) => {
          chosen.value = new Set(currentTarget.checked ? ids : []);
        }}
      />
    </th>
  );
}

const Row = memo(({ id }: { readonly id: string }) => {
  const callback = liveCallback(id)?.value;
  if (!callback) return null;
  const kind = kindOf(callback);
  const time = hour(callback.place);
  const overtakes = overtakesOf(callback);
  return (
    <tr class={kind === null ? "ended" : ""}>
      <td>
        {(kind !== null || chosen.value.has(id)) && (
          <input
            type="checkbox"
            aria-label={say("chooseRow", { time })}
            checked={chosen.value.has(id)}
            onChange={({ currentTarget }) => choose(id, currentTarget.checked)}
          />
        )}
      </td>
      <th scope="row">
        <a href={`/callbacks/${encodeURIComponent(id)}`} data-inside>
          {shortMoment(callback.place, now.peek())}
        </a>
      </th>
      <td data-label={say("skill")}>{callback.skill.name}</td>
      <td data-label={say("state")}>
        <State kind={kind} />
      </td>
      <td class="why">
        <Steady text={whyWithNotes(callback)} label={say("whyItWaits")} />
      </td>
      <td data-label={say("waited")} class="figures">
        {kind === null ? "–" : <Elapsed since={callback.arrivedAt} />}
        {overtakes > 0 && <small> {say("overtaken", { n: overtakes })}</small>}
      </td>
      <td data-label={say("promisedUntil")}>
        {kind === null ? hour(callback.promisedUntil) : <DueBy callback={callback} />}
      </td>
      <td data-label={say("attempts")} class="figures">
        {number(callback.attempts)}
      </td>
      <td data-label={say("number")} class="digits">
        {callback.number ?? "–"}
      </td>
      <td class="actions">
        <Actions callback={callback} />
      </td>
    </tr>
  );
});

function State({ kind }: { readonly kind: MarkKind | null }) {
  if (kind === null) return <>{say("ended")}</>;
  return (
    <span class="state">
      <svg width="16" height="28" viewBox="-8 0 16 28" aria-hidden="true">
        <MarkShape kind={kind} />
      </svg>
      {say(markWords[kind])}
    </span>
  );
}

/** Why it is not being called now, or how it ended, in one sentence. */
export function whyOf({ status, waits, putOff, reason: ended }: CallbackAnswer): string {
  if (waits === null) return ended === null ? reason(callbackStatuses, status) : reason(endReasons, ended);
  return waits === "resting" && putOff !== null ? reason(restReasons, putOff) : reason(waitReasons, waits);
}

/** The same, with what was noted of it. */
function whyWithNotes(callback: CallbackAnswer): string {
  const notes = [
    ...(callback.nameRecorded ? [`${say("nameRecorded")}.`] : []),
    ...(callback.otherNumber ? [`${say("otherNumber")}.`] : []),
  ];
  return [whyOf(callback), ...notes].join(" ");
}

function Actions({ callback }: { readonly callback: CallbackAnswer }) {
  return (
    <details
      class="menu"
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Escape") close(currentTarget);
      }}
    >
      <summary aria-label={say("actionsFor", { time: hour(callback.place) })}>
        <span aria-hidden="true">⋯</span>
      </summary>
      <ul>
        {(["call-now", "move", "cancel"] as const).map((kind) => {
          const off = orderReasonOff(kind, callback);
          return (
            <li key={kind}>
              <button
                type="button"
                aria-disabled={off !== null}
                onClick={({ currentTarget }) => {
                  if (off !== null) return;
                  close(currentTarget.closest("details")!);
                  openOrder({ kind, callbacks: [callback] });
                }}
              >
                {say(ORDER_WORDS[kind])}
                {off !== null && <small> {off}</small>}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** What the menu leads to comes back to its button. */
function close(menu: HTMLDetailsElement): void {
  if (!menu.open) return;
  menu.open = false;
  menu.querySelector("summary")!.focus();
}

const ORDER_WORDS = { "call-now": "callNow", move: "move", cancel: "cancel" } as const satisfies Record<
  OrderKind,
  string
>;

function Filters() {
  const { show, skill, promise } = asked.value;
  const counts = Map.groupBy(filtered.value, (one) => kindOf(one));
  const count = (of: Show) =>
    [...SHOWN_KINDS[of]].reduce((sum, kind) => sum + (counts.get(kind)?.length ?? 0), 0);
  return (
    <div class="filters">
      <fieldset class="tabs" aria-label={say("state")}>
        {(Object.keys(SHOWS) as Show[]).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === show}
            onClick={() => refine({ show: one === "open" ? null : one })}
          >
            {say(SHOWS[one])} <span class="digits">{number(count(one))}</span>
          </button>
        ))}
      </fieldset>
      <SkillChoice
        label={say("filterSkill")}
        none={say("filterAnySkill")}
        value={skill ?? ""}
        onChange={({ currentTarget: { value } }) => refine({ skill: value === "" ? null : value })}
      />
      <label>
        {say("filterPromise")}{" "}
        <select
          value={promise ?? ""}
          onChange={({ currentTarget }) =>
            refine({ promise: currentTarget.value === "" ? null : currentTarget.value })
          }
        >
          <option value="">{say("filterAny")}</option>
          <option value="due">{say("filterDue")}</option>
          <option value="late">{say("filterLate")}</option>
        </select>
      </label>
      {(skill !== null || promise !== null || show !== "open") && (
        <button
          type="button"
          class="plain"
          onClick={() => refine({ show: null, skill: null, promise: null })}
        >
          {say("filterClear")}
        </button>
      )}
    </div>
  );
}

/** The order held by the reader or by a hand on the table, and what waits meanwhile. */
function Held() {
  const waiting = order.waiting.value;
  return (
    <p class="held">
      <button
        type="button"
        class="plain"
        aria-pressed={order.paused.value}
        onClick={() => (order.paused.peek() ? order.goOn() : order.pause())}
      >
        {say(order.paused.value ? "goOnUpdates" : "pauseUpdates")}
      </button>
      {order.paused.value && <span>{say("frozen")} </span>}
      {waiting > 0 && (
        <button type="button" onClick={() => order.refresh()}>
          {say("moreWaiting", { n: waiting })}: {say("showThem")}
        </button>
      )}
    </p>
  );
}

/** What can be ordered of several at once: never that they be called now. */
function Bulk() {
  const callbacks = picked.value;
  if (callbacks.length === 0) return null;
  return (
    <fieldset class="bulk" aria-label={say("actions")}>
      <span>{say("chosen", { n: callbacks.length })}</span>
      {(["move", "cancel"] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          onClick={() => openOrder({ kind, callbacks, onDone: (id) => choose(id, false) })}
        >
          {say(ORDER_WORDS[kind])}
        </button>
      ))}
      <button type="button" class="plain" onClick={() => (chosen.value = new Set())}>
        {say("chooseNone")}
      </button>
    </fieldset>
  );
}

function choose(id: string, isChosen: boolean): void {
  const next = new Set(chosen.peek());
  if (isChosen) next.add(id);
  else next.delete(id);
  chosen.value = next;
}
