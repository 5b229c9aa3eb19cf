import * as z from "zod";
import {
  described,
  keys,
  line,
  list,
  numberBetween,
  skillId,
  wholeNumber,
  written,
} from "./configuration-values.ts";
import { parseShift, shiftHint } from "./hours.ts";

const classHint = "write the name of a class of the operation";

const traffic = keys(
  {
    skill: described(skillId, "a skill's `id`", "The skill that they call; at most one entry for each."),
    callsPerDay: described(
      numberBetween(0, 100_000),
      "number, 0 to 100000",
      "Calls on an ordinary weekday, on average; Saturdays and Sundays bring fewer.",
    ),
    meanHandleS: described(
      numberBetween(1, 7200),
      "number, 1 to 7200",
      "Seconds an agent speaks, on average.",
    ),
    meanPatienceS: described(
      numberBetween(1, 7200),
      "number, 1 to 7200",
      "Seconds after which a caller gives up, on average.",
    ),
    rushPerHour: described(
      numberBetween(0, 100_000).prefault(0),
      "number, 0 to 100000",
      "Calls an hour that come on top in the first half hour after each start: a line in trouble to look at.",
    ),
  },
  "write skill, callsPerDay, meanHandleS and meanPatienceS",
);

const agents = keys(
  {
    count: described(wholeNumber(1, 1000), "whole number, 1 to 1000", "How many agents work like this."),
    skills: described(
      list(skillId, "skill's id"),
      "list of skills' `id`",
      "What they answer, the first being what they are for.",
    ),
    shift: described(
      written(parseShift, shiftHint),
      "like `08:00-16:00`",
      "When they work, in the operation's zone; `22:00-06:00` ends the next day.",
    ),
    wrapUpS: described(
      numberBetween(0, 3600).prefault(15),
      "number, 0 to 3600",
      "Seconds after each call in which they take no other.",
    ),
    saturdayShare: described(
      numberBetween(0, 1).prefault(1),
      "number, 0 to 1",
      "Share of them that works on Saturdays.",
    ),
    sundayShare: described(
      numberBetween(0, 1).prefault(1),
      "number, 0 to 1",
      "Share of them that works on Sundays.",
    ),
  },
  "write count, skills and shift",
);

const classes = keys(
  {
    class: described(line(classHint), "a class's `name`", "At most one entry for each class."),
    share: described(numberBetween(0, 1), "number, 0 to 1", "Share of the callers that is in the class."),
  },
  "write class and share",
);

/** Who phones and who answers on a simulated exchange. */
export const simulated = keys(
  {
    seed: described(
      z
        .union([line("write a text or a number"), z.number()], { error: "write a text or a number" })
        .transform(String)
        .optional(),
      "text or number",
      "The same seed brings the same callers.",
      "the operation's name",
    ),
    historyDays: described(
      wholeNumber(0, 366).prefault(31),
      "whole number, 0 to 366",
      "Past days lived through at the first start.",
    ),
    classes: described(
      list(classes, "class")
        .refine(
          // One that is above 1 by itself is reported at its own key.
          (all) => all.reduce((sum, { share }) => sum + Math.min(1, share), 0) <= 1,
          "the shares are more than 1 together",
        )
        .optional(),
      "list",
      "How many of the callers are in each of the operation's classes.",
      "none",
    ),
    traffic: described(list(traffic, "skill's traffic"), "list", "Who calls."),
    agents: described(
      list(agents, "group of agents"),
      "list",
      "Who answers: groups of agents who work alike.",
    ),
  },
  "write traffic and agents",
);
