import type { OfferDialogue } from "../../line/commands.ts";
import type { CallbackId } from "../../line/ids.ts";
import type { SaidSpan } from "../../line/judgement/said-span.ts";
import { laterOptions } from "./later-options.ts";
import { digitPrompts, minutesPrompt, type PromptName } from "./prompt-names.ts";

/** One thing that is said to a person on the phone, whatever voice says it. */
export type Utterance =
  /** Whether they want to be called back; `waitMs`: how long they would wait, or `waitSpan`; `later`: they may choose when. */
  | {
      readonly what: "question";
      readonly opening: Opening;
      readonly waitMs: number | null;
      readonly waitSpan?: SaidSpan;
      readonly later: boolean;
    }
  /** After how many ms they may be called instead; `again`: why it is said once more. */
  | {
      readonly what: "later-options";
      readonly laterMs: readonly number[];
      readonly again: "silent" | "not-understood" | null;
    }
  /** The number that will be called, and whether they may key another one. */
  | { readonly what: "number"; readonly number: string; readonly mayKey: boolean }
  | { readonly what: "number-wanted" }
  | { readonly what: "number-refused" }
  | { readonly what: "name-wanted" }
  /** Between when and when they will be called, epoch ms. */
  | { readonly what: "promise"; readonly fromAt: number; readonly untilAt: number }
  | { readonly what: "not-registered" }
  /** In a return call: the name that was recorded with a callback; `greets`: it is the first that they hear. */
  | { readonly what: "name"; readonly of: CallbackId; readonly greets: boolean }
  /** To press 1 after picking up. */
  | { readonly what: "confirmation-asked"; readonly greets: boolean; readonly later: boolean }
  | { readonly what: "confirmation-asked-again" }
  | { readonly what: "connecting" }
  | { readonly what: "goodbye"; readonly to: Dismissed }
  /** The queue had no room: when they are called again, epoch ms; `null`: they are not. */
  | { readonly what: "called-again"; readonly at: number | null };

/** How the question begins: to callers who arrive, wait in the queue, pressed the key there, or pressed a wrong key. */
export type Opening = "arriving" | "waiting" | "by-key" | "not-understood";

/** Why somebody does not go on to the queue in a return call: it is not for them, nobody answered, or they want it later. */
export type Dismissed = "declined" | "nobody" | { readonly laterMs: number };

/** What a voice says at a time: a prompt, or the name that was recorded with a callback. */
export type Words = readonly (PromptName | { readonly nameOf: CallbackId })[];

/** “Between ten minutes and fifteen minutes”; where the wait may be over at once, or both ends sound alike, its end alone. */
function waitWords({ waitMs, waitSpan }: Pick<OfferDialogue, "waitMs" | "waitSpan">): PromptName[] {
  const upTo = waitSpan?.untilMs ?? waitMs;
  if (upTo === null) return [];
  const until = minutesPrompt(upTo / MINUTE_MS);
  const from = waitSpan && waitSpan.fromMs > 0 ? minutesPrompt(waitSpan.fromMs / MINUTE_MS) : until;
  return from[0] === until[0]
    ? ["question-wait", ...until]
    : ["question-wait-between", ...from, "wait-and", ...until];
}

/** What is said, prompt by prompt, at `now` (epoch ms): the one place where the dialogues get their words. */
export function wordsOf(says: Utterance, now: number): Words {
  switch (says.what) {
    case "question":
      return [
        ...openings[says.opening],
        ...waitWords(says),
        "question-choice",
        ...(says.later ? ["question-later" as const] : []),
      ];
    case "later-options":
      return [
        ...laterOpenings[says.again ?? "first"],
        ...laterOptions(says.laterMs).flatMap(({ key, time }) => [
          "later-in" as const,
          ...time,
          `press-${key}` as PromptName,
        ]),
      ];
    case "number":
      return [
        "number-intro",
        ...digitPrompts(says.number),
        says.mayKey ? "number-confirm-other" : "number-confirm",
      ];
    case "number-wanted":
      return ["number-key", "tone"];
    case "number-refused":
      return ["number-not-possible"];
    case "name-wanted":
      return ["name-say", "tone"];
    case "promise": {
      const from = minutesPrompt((says.fromAt - now) / MINUTE_MS);
      const until = minutesPrompt((says.untilAt - now) / MINUTE_MS);
      const latest = until[0] === from[0] ? [] : (["thanks-latest", ...until] as const);
      return ["thanks-registered", ...from, ...latest, "thanks-goodbye"];
    }
    case "not-registered":
      return ["not-registered"];
    case "name":
      return [...(says.greets ? ["return-hello" as const] : []), "return-for", { nameOf: says.of }];
    case "confirmation-asked":
      return [
        ...(says.greets ? ["return-hello" as const] : []),
        "return-call",
        "return-not-me",
        ...(says.later ? ["return-later" as const] : []),
      ];
    case "confirmation-asked-again":
      return ["return-again"];
    case "connecting":
      return ["connecting"];
    case "goodbye":
      if (says.to === "declined") return ["return-sorry"];
      if (says.to === "nobody") return ["return-goodbye"];
      return ["return-put-off", ...minutesPrompt(says.to.laterMs / MINUTE_MS), "return-until-then"];
    case "called-again":
      if (says.at === null) return ["return-no-agent"];
      return ["return-no-room", ...minutesPrompt((says.at - now) / MINUTE_MS), "return-until-then"];
  }
}

const MINUTE_MS = 60_000;

const openings: Readonly<Record<Opening, readonly PromptName[]>> = {
  arriving: ["question-busy"],
  waiting: ["question-still-busy"],
  "by-key": [],
  "not-understood": ["not-understood"],
};

const laterOpenings = {
  first: ["later-intro"],
  silent: [],
  "not-understood": ["not-understood"],
} as const satisfies Readonly<Record<string, readonly PromptName[]>>;
