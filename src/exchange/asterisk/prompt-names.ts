/** Every prompt, as its file is named in each language; the texts are in `prompts/texts.yaml`, in this order. */
export const promptNames = [
  "question-busy",
  "question-wait",
  "question-choice",
  "number-intro",
  "number-confirm",
  "thanks-registered",
  "thanks-latest",
  "thanks-goodbye",
  "not-registered",
  "not-understood",
  "return-call",
  "return-not-me",
  "return-again",
  "return-goodbye",
  "return-sorry",
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
  "more-than-an-hour",
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

const minutePrompts = promptNames.filter((name) => name.startsWith("minutes-"));
const stepMinutes = 5;

/**
 * How a time is said: rounded up to five minutes, so that nobody is told less than it is; up to 65 minutes as
 * about an hour, anything longer (or unknown) as more than an hour. It follows a prompt that ends in “…”.
 */
export function minutesPrompt(minutes: number): PromptName[] {
  const step = Math.max(1, Math.ceil(minutes / stepMinutes));
  return [minutePrompts[step - 1] ?? (minutes <= 65 ? "about-an-hour" : "more-than-an-hour")];
}

/** A number digit by digit, by our own voice; a leading `+` and other signs are not said. */
export function digitPrompts(number: string): PromptName[] {
  return (number.match(/\d/g) ?? []).map((digit) => `digit-${digit}` as PromptName);
}
