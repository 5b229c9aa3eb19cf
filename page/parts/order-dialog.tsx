import { signal, useSignal } from "@preact/signals";
import type { CallbackAnswer, OrderedAll, OrderedCallback, StoryAnswer } from "../store/answers.ts";
import { ask, RequestRefused } from "../store/ask.ts";
import { language } from "../store/language.ts";
import { may } from "../store/session.ts";
import { say } from "../words/say.ts";
import { hour } from "../words/times.ts";
import { kindOf, markWords } from "./live/marks.ts";
import { Modal } from "./modal.tsx";
import { SkillChoice } from "./skill-choice.tsx";
import { textIn } from "./text-in.ts";

export type OrderKind = "cancel" | "move" | "call-now";

interface OpenOrder {
  readonly kind: OrderKind;
  /** As they were when the order was begun: it holds for what was looked at. */
  readonly callbacks: readonly CallbackAnswer[];
  /** Told of each for which it was carried out. */
  readonly onDone?: (id: string) => void;
}

/** What became of it for one callback. */
interface Result {
  readonly callback: CallbackAnswer;
  readonly isDone: boolean;
  readonly sentence: string;
  /** It changed meanwhile; the order can be given again for what it is now. */
  readonly now: CallbackAnswer | null;
}

const order = signal<OpenOrder | null>(null);

export function openOrder(next: OpenOrder): void {
  order.value = next;
}

/** Why an order is not possible for a callback as it is; `null`: it can be tried, and the server decides. */
export function orderReasonOff(kind: OrderKind, callback: CallbackAnswer): string | null {
  if (!may("orders")) return say("notAllowedRole");
  const stands = kindOf(callback);
  if (stands === null) return say("notEnded");
  if (kind !== "cancel" && (stands === "called" || stands === "way")) return say("notWhileCalled");
  return null;
}

/** Asks for a reason, gives the order, and says what became of it, row by row where it was for several. */
export function OrderDialog() {
  const open = order.value;
  return open && <Dialog key={open} open={open} />;
}

function Dialog({ open }: { readonly open: OpenOrder }) {
  const results = useSignal<readonly Result[]>([]);
  const busy = useSignal(false);
  const close = () => (order.value = null);
  const { kind, callbacks, onDone } = open;
  const changed = results.value.filter(({ now }) => now !== null);
  const isOver = results.value.length > 0 && changed.length === 0;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.peek()) return;
    const wanted = wantedIn(new FormData(event.currentTarget as HTMLFormElement));
    const targets = changed.length > 0 ? changed.map(({ now }) => now!) : callbacks;
    busy.value = true;
    results.value =
      targets.length === 1
        ? [await carryOut(kind, targets[0]!, wanted)]
        : await carryOutAll(kind, targets, wanted);
    busy.value = false;
    for (const { isDone, callback } of results.peek()) if (isDone) onDone?.(callback.id);
  };
  return (
    <Modal name="sheet" labelledBy="order-title" onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="order-title">
          {say(TITLES[kind])}
          {callbacks.length > 1 && ` · ${say("bulkTitle", { n: callbacks.length })}`}
          {callbacks.length === 1 && ` · ${callbacks[0]!.skill.name}, ${hour(callbacks[0]!.place)}`}
        </h2>
        <p class="quiet">{say(HELP[kind])}</p>
        {kind === "move" && !isOver && <MoveFields />}
        {!isOver && (
          <label>
            {say("orderReason")}
            <input name="why" required maxLength={500} autocomplete="off" />
            <small>{say("orderReasonHelp")}</small>
          </label>
        )}
        <Results all={results.value} />
        <p class="buttons">
          <button type="button" class="plain" onClick={close}>
            {say(isOver ? "close" : "back")}
          </button>
          {!isOver && (
            <button type="submit" class={kind === "cancel" ? "danger" : ""} aria-disabled={busy.value}>
              {say(changed.length > 0 ? "tryAgain" : CONFIRM[kind])}
            </button>
          )}
        </p>
      </form>
    </Modal>
  );
}

function MoveFields() {
  return (
    <>
      <label>
        {say("moveTo")}
        <input name="to" type="datetime-local" />
      </label>
      <SkillChoice label={say("moveToSkill")} none={say("sameSkill")} name="skill" />
    </>
  );
}

function Results({ all }: { readonly all: readonly Result[] }) {
  if (all.length === 0) return null;
  const done = all.filter(({ isDone }) => isDone).length;
  return (
    <div role="alert">
      {all.length > 1 && <p>{say("bulkResult", { done, not: all.length - done })}</p>}
      <ul class="results">
        {all.map(({ callback, isDone, sentence }) => (
          <li key={callback.id} class={isDone ? "met" : "wrong"}>
            <span aria-hidden="true">{isDone ? "✓" : "✕"} </span>
            {all.length > 1 && `${callback.skill.name}, ${hour(callback.place)}: `}
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}

function wantedIn(form: FormData) {
  const text = (name: string) => textIn(form, name).trim();
  return {
    why: text("why"),
    ...(text("to") === "" ? {} : { to: text("to") }),
    ...(text("skill") === "" ? {} : { skill: text("skill") }),
  };
}

/** Of several at once, in one request that is answered row by row. */
async function carryOutAll(
  order: OrderKind,
  callbacks: readonly CallbackAnswer[],
  wanted: object,
): Promise<Result[]> {
  try {
    const body = { ...wanted, order, callbacks: callbacks.map(({ id, version }) => ({ id, version })) };
    const answer = await ask<OrderedAll>("/v1/callbacks/orders", { method: "POST", body });
    return answer.results.map((result, index) => resultOf(callbacks[index]!, result, result.callback));
  } catch (error) {
    return callbacks.map((callback) => ({ callback, isDone: false, sentence: refusalOf(error), now: null }));
  }
}

async function carryOut(kind: OrderKind, callback: CallbackAnswer, wanted: object): Promise<Result> {
  const { id, version } = callback;
  try {
    const body = { ...wanted, version };
    const answer = await ask<OrderedCallback>(`/v1/callbacks/${encodeURIComponent(id)}/${kind}`, {
      method: "POST",
      body,
    });
    return resultOf(callback, answer, null);
  } catch (error) {
    const outcome = error instanceof RequestRefused ? error.outcome : undefined;
    const now = changed.has(outcome) ? await asItIs(id) : null;
    const sentence = refusalOf(error);
    return resultOf(callback, { outcome, es: sentence, en: sentence }, now);
  }
}

/** `now`: the callback as it is, where that is known. */
function resultOf(
  callback: CallbackAnswer,
  { outcome, ...answer }: { readonly outcome: string | undefined } & Readonly<Record<"es" | "en", string>>,
  now: CallbackAnswer | null,
): Result {
  const isDone = outcome === "done";
  const instead = !isDone && changed.has(outcome) ? now : null;
  return {
    callback,
    isDone,
    sentence: instead ? say("changedMeanwhile", { state: stateOf(instead) }) : answer[language.peek()],
    now: instead && kindOf(instead) !== null ? instead : null,
  };
}

function refusalOf(error: unknown): string {
  if (!(error instanceof RequestRefused)) return say("unreachable");
  return error.sentence[language.peek()] ?? error.message;
}

/** The answers when somebody was first: they moved it, or it ended. */
const changed: ReadonlySet<string | undefined> = new Set(["changed-meanwhile", "callback-unknown"]);

/** From the server, since the stream may not have it yet; `null`: it could not be asked. */
async function asItIs(id: string): Promise<CallbackAnswer | null> {
  return ask<StoryAnswer>(`/v1/callbacks/${encodeURIComponent(id)}`).then(
    ({ callback }) => callback,
    () => null,
  );
}

function stateOf(callback: CallbackAnswer): string {
  const kind = kindOf(callback);
  return kind === null ? say("ended") : say(markWords[kind]);
}

const TITLES = { cancel: "cancel", move: "move", "call-now": "callNow" } as const satisfies Record<
  OrderKind,
  string
>;
const HELP = { cancel: "cancelHelp", move: "moveHelp", "call-now": "callNowHelp" } as const satisfies Record<
  OrderKind,
  string
>;
const CONFIRM = {
  cancel: "confirmCancel",
  move: "confirmMove",
  "call-now": "confirmCallNow",
} as const satisfies Record<OrderKind, string>;
