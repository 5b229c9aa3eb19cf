import * as z from "zod";
import { defaultSkill } from "../../operation/default-settings.ts";
import { described, keys, numberBetween, saying, trueOrFalse, wholeNumber } from "./configuration-values.ts";

/** When callers are asked who wait in the queue already. */
export const queueOffers = keys(
  {
    byKey: described(
      trueOrFalse.prefault(defaultSkill.queueOffers.byKey),
      "`true`, `false`",
      "A key that they press while they wait.",
    ),
    afterS: described(
      numberBetween(10, 86_400).optional(),
      "number, 10 to 86400",
      "Once they have waited so many seconds, without a key.",
      "never",
    ),
    leastAhead: described(
      wholeNumber(0, 1000).prefault(defaultSkill.queueOffers.leastAhead),
      "whole number, 0 to 1000",
      "Only while at least this many are ahead of them: callers whose turn is near are not asked.",
    ),
  },
  "write when callers in the queue are asked by key",
);

/** Times that the prompts can say as they are. */
const sayableMinutes = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 90, 120, 180, 240];
const laterHint =
  "write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240";

/** What callers are asked. */
export const dialogue = keys(
  {
    confirmNumber: described(
      trueOrFalse.prefault(defaultSkill.dialogue.confirmNumber),
      "`true`, `false`",
      "Callers hear the number that will be called, and confirm it.",
    ),
    otherNumber: described(
      trueOrFalse.prefault(defaultSkill.dialogue.otherNumber),
      "`true`, `false`",
      "Callers may key another number. Without it, callers who withhold theirs cannot be called back.",
    ),
    recordName: described(
      trueOrFalse.prefault(defaultSkill.dialogue.recordName),
      "`true`, `false`",
      "Callers say their name, at most 3 s, and hear it when they are called.",
    ),
    laterMinutes: described(
      z
        .array(z.number(saying(laterHint)), saying(laterHint))
        .min(1, laterHint)
        .max(9, laterHint)
        .refine(areTimesToChoose, laterHint)
        .optional(),
      "list of `5` to `60` by fives, `90`, `120`, `180`, `240`",
      "After how many minutes callers may ask to be called instead, at the offer and in the return call. Times shorter than their wait, or outside the hours, are not offered.",
      "none",
    ),
  },
  "write what callers are asked by key",
);

function areTimesToChoose(minutes: readonly number[]): boolean {
  return minutes.every(
    (one, index) => sayableMinutes.includes(one) && (index === 0 || one > minutes[index - 1]!),
  );
}
