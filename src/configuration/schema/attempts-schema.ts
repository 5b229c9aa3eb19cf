import type { FailureKind } from "../../line/settings.ts";
import { defaultSettings } from "../../operation/default-settings.ts";
import { described, keys, numberBetween, wholeNumber } from "./configuration-values.ts";

const usual = defaultSettings("UTC").attempts;

/** A value for each way in which an attempt fails. */
function byFailure<T>(of: (kind: FailureKind, after: string) => T): Record<FailureKind, T> {
  return {
    busy: of("busy", "… after it was busy."),
    "no-answer": of("no-answer", "… after nobody answered."),
    machine: of("machine", "… after a machine answered."),
    failed: of("failed", "… after the dialling failed."),
  };
}

/** How customers are dialled. */
export const attempts = keys(
  {
    max: described(
      wholeNumber(1, 10).prefault(usual.max),
      "whole number, 1 to 10",
      "The most attempts for one callback.",
    ),
    maxOf: described(
      keys(
        byFailure((kind, after) =>
          described(wholeNumber(1, 10).prefault(usual.maxOf[kind]), "whole number, 1 to 10", after),
        ),
        "write the numbers by result",
      ).prefault({}),
      "keys",
      "How many attempts may end in this way before the callback ends, whatever is left of `max`.",
    ),
    ringForS: described(
      numberBetween(5, 120).prefault(usual.ringForMs / 1000),
      "number, 5 to 120",
      "Seconds for which a phone rings.",
    ),
    gapS: described(
      keys(
        byFailure((kind, after) =>
          described(
            numberBetween(10, 86_400).prefault(usual.gapMs[kind] / 1000),
            "number, 10 to 86400",
            after,
          ),
        ),
        "write the gaps by result",
      ).prefault({}),
      "keys",
      "Seconds before the next attempt, by the result of the one before.",
    ),
    keepPlaceWithinS: described(
      numberBetween(0, 3600).prefault(usual.keepPlaceWithinMs / 1000),
      "number, 0 to 3600",
      "A first retry within this many seconds keeps the place in line; later retries get the time they are made for.",
    ),
  },
  "write the rules of attempts by key",
);
