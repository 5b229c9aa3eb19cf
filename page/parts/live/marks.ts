import type { CallbackAnswer, CallerAnswer } from "../../store/answers.ts";
import { epoch } from "../../words/times.ts";

/** How somebody in line is drawn. */
export type MarkKind = "phone" | "asked" | "keeps" | "called" | "way" | "resting";

/** Somebody in a skill's line. */
export interface Mark {
  readonly id: string;
  readonly kind: MarkKind;
  /** By which they stand, epoch ms. */
  readonly place: number;
  readonly caller?: CallerAnswer;
  readonly callback?: CallbackAnswer;
}

/** Everybody in a line, in its order: callers on the phone, and open callbacks that are not put off. */
export function marksInLine(callers: readonly CallerAnswer[], callbacks: readonly CallbackAnswer[]): Mark[] {
  const marks: Mark[] = callers.map((caller) => ({
    id: caller.id,
    kind: ASKED.has(caller.phase) ? "asked" : "phone",
    place: epoch(caller.place),
    caller,
  }));
  for (const callback of callbacks) {
    const kind = kindOf(callback);
    if (kind !== null && kind !== "resting")
      marks.push({ id: `callback ${callback.id}`, kind, place: epoch(callback.place), callback });
  }
  return marks.sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
}

/** How an open callback stands; `null`: it ended. */
export function kindOf({ status, waits }: Pick<CallbackAnswer, "status" | "waits">): MarkKind | null {
  if (status !== "YES") return null;
  return (waits !== null && KINDS.get(waits)) || "keeps";
}

/** How many arrived later and were rung first. */
export function overtakesOf({ overtakesDialled, overtakesHeldBack }: CallbackAnswer): number {
  return overtakesDialled + overtakesHeldBack;
}

/** By why it is not being called; for any other reason it keeps its place. */
const KINDS: ReadonlyMap<string, MarkKind> = new Map([
  ["being-called", "called"],
  ["on-the-way", "way"],
  ["resting", "resting"],
]);

const ASKED: ReadonlySet<string> = new Set(["offering", "asked", "thanked", "seating", "withdrawing"]);

/** The words that go with each mark. */
export const markWords = {
  phone: "markPhone",
  asked: "markAsked",
  keeps: "markKeeps",
  called: "markCalled",
  way: "markWay",
  resting: "markResting",
} as const satisfies Record<MarkKind, string>;
