import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** Every prompt, as its text and its sound are named in the folder of each language, in the order of the dialogues. */
export const promptNames = [
  "question-busy",
  "question-still-busy",
  "question-wait",
  "question-wait-between",
  "wait-and",
  "question-choice",
  "question-later",
  "later-intro",
  "later-in",
  "number-intro",
  "number-confirm",
  "number-confirm-other",
  "number-key",
  "number-not-possible",
  "name-say",
  "tone",
  "thanks-registered",
  "thanks-latest",
  "thanks-goodbye",
  "not-registered",
  "not-understood",
  "return-hello",
  "return-for",
  "return-call",
  "return-not-me",
  "return-later",
  "return-again",
  "return-goodbye",
  "return-sorry",
  "return-put-off",
  "return-until-then",
  "return-no-room",
  "return-no-agent",
  "connecting",
  "agent-return-call",
  "minutes-5",
  "minutes-10",
  "minutes-15",
  "minutes-20",
  "minutes-25",
  "minutes-30",
  "minutes-35",
  "minutes-40",
  "minutes-45",
  "minutes-50",
  "minutes-55",
  "about-an-hour",
  "hour-and-a-half",
  "hours-2",
  "hours-3",
  "hours-4",
  "more-than-4-hours",
  "press-1",
  "press-2",
  "press-3",
  "press-4",
  "press-5",
  "press-6",
  "press-7",
  "press-8",
  "press-9",
  "digit-0",
  "digit-1",
  "digit-2",
  "digit-3",
  "digit-4",
  "digit-5",
  "digit-6",
  "digit-7",
  "digit-8",
  "digit-9",
] as const;

export type PromptName = (typeof promptNames)[number];

/** Prompts by which callers consent; the version of their words is in `prompts/consent.yaml`. */
export const consentPrompts = ["question-choice", "question-later"] as const satisfies readonly PromptName[];
type ConsentPrompt = (typeof consentPrompts)[number];

const consentVersions = parse(
  readFileSync(new URL("../../../prompts/consent.yaml", import.meta.url), "utf8"),
) as Readonly<Record<ConsentPrompt, number>>;

/** How what is consented to is named with a yes. */
export function consentPrompt(prompt: ConsentPrompt): string {
  return `${prompt}@${consentVersions[prompt]}`;
}

const minutePrompts = promptNames.filter((name) => name.startsWith("minutes-"));
const stepMinutes = 5;
/** Longer times, each with the minutes up to which it is said. */
const longerTimes: readonly (readonly [PromptName, number])[] = [
  ["about-an-hour", 65],
  ["hour-and-a-half", 95],
  ["hours-2", 125],
  ["hours-3", 185],
  ["hours-4", 245],
];

/**
 * How a time is said: up to an hour rounded up to five minutes, so that nobody hears less than it is; then in
 * hours, five minutes more being allowed, up to four; anything longer (or unknown) as more than that. It follows a
 * prompt that ends in “…”.
 */
export function minutesPrompt(minutes: number): PromptName[] {
  const step = Math.max(1, Math.ceil(minutes / stepMinutes));
  const longer = longerTimes.find(([, upTo]) => minutes <= upTo);
  return [minutePrompts[step - 1] ?? longer?.[0] ?? "more-than-4-hours"];
}

/** A number digit by digit, by our own voice; a leading `+` and other signs are not said. */
export function digitPrompts(number: string): PromptName[] {
  return (number.match(/\d/g) ?? []).map((digit) => `digit-${digit}` as PromptName);
}
