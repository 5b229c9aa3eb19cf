import * as z from "zod";
import { rulePacks } from "../../line/hours/rule-packs.ts";
import type { RulePack } from "../../line/settings.ts";
import { defaultSkill } from "../../operation/default-settings.ts";
import { callingHours } from "./calling-hours.ts";
import {
  described,
  keys,
  line,
  numberBetween,
  saying,
  skillId,
  trueOrFalse,
  wholeNumber,
  written,
} from "./configuration-values.ts";
import { dialogue, queueOffers } from "./dialogue-schema.ts";
import { parseTarget, targetHint, writeTarget } from "./target.ts";

const disciplineHint = "write place, window, flexible, or windowMinutes and reserveAgents";
const usualWindow = { windowMinutes: 30, reserveAgents: 1 };

const window = keys(
  {
    windowMinutes: described(
      wholeNumber(5, 1440).prefault(usualWindow.windowMinutes),
      "whole number, 5 to 1440",
      "How long the promised window is.",
      `\`${usualWindow.windowMinutes}\`, with a window`,
    ),
    reserveAgents: described(
      wholeNumber(0, 100).prefault(usualWindow.reserveAgents),
      "whole number, 0 to 100",
      "This many idle agents are kept for live callers.",
      `\`${usualWindow.reserveAgents}\`, with a window`,
    ),
  },
  disciplineHint,
);

/** How callbacks stand in the line: by name, or by the members of a window. */
export const discipline = z.union(
  [
    z
      .enum(["place", "window", "flexible"], saying(disciplineHint))
      .transform((kind) => (kind === "window" ? usualWindow : kind)),
    window,
  ],
  { error: disciplineHint },
);

const limits = keys(
  {
    pending: described(
      wholeNumber(0, 100_000).optional(),
      "whole number, 0 to 100000",
      "With this many open callbacks nobody else is offered one.",
      "no limit",
    ),
    alive: described(
      wholeNumber(1, 1000).optional(),
      "whole number, 1 to 1000",
      "Return calls under way at once.",
      "as many as there are agents free, or about to be",
    ),
    longestPromiseH: described(
      numberBetween(0.25, 168).optional(),
      "number, 0.25 to 168",
      "Nobody is offered a return call whose promise would end later than so many hours from now.",
      "no limit",
    ),
  },
  "write the skill's limits by key",
);

/** When smart wait switches itself on and off. */
export const auto = keys(
  {
    onAbove: described(
      numberBetween(0.05, 0.95).prefault(defaultSkill.auto.onAbove),
      "number, 0.05 to 0.95",
      "On when the half hour ends below the target with more than this probability.",
    ),
    offBelow: described(
      numberBetween(0.05, 0.95).prefault(defaultSkill.auto.offBelow),
      "number, 0.05 to 0.95",
      "Off again when it is below this one, which is not above `onAbove`.",
    ),
    leastOnS: described(
      numberBetween(0, 7200).optional(),
      "number, 0 to 7200",
      "For so many seconds it stays on at least.",
      "as long as two calls take, and at least 300",
    ),
  },
  "write when smart wait is on by key",
);

/** When a callback whose turn has come is dialled. */
const dialling = keys(
  {
    kappa: described(
      numberBetween(0.05, 0.95).optional(),
      "number, 0.05 to 0.95",
      "A callback is dialled once an agent is free, or will be with this probability by the time the customer has confirmed. With a higher value customers wait less, and agents wait more.",
      "0.9 where an agent is held, else 0.5",
    ),
    reserve: described(
      trueOrFalse.prefault(defaultSkill.dialling.reserve),
      "`true`, `false`",
      "Whether an agent is held for a return call, where the exchange can.",
    ),
  },
  "write when callbacks are dialled by key",
);

/** The name of a rule pack. */
export const rulePack = z.enum(
  Object.keys(rulePacks) as RulePack[],
  saying("write none, co-servicio or co-cobranza"),
);

/** A queue with a service-level target, and what its callers are offered. */
export const skill = keys(
  {
    id: described(skillId, "whole number from 1", "The number by which reports name it; unique."),
    name: described(line("write a name of up to 80 characters"), "text", "Its name; unique."),
    target: described(
      written(parseTarget, targetHint).prefault(writeTarget(defaultSkill.target)),
      "like `80 % in 20 s`, `80 % en 20 s` or `80/20`",
      "Its service level: this share of its calls answered within this time.",
    ),
    smartWait: described(
      z.enum(["on", "auto", "shadow", "off"], saying("write on, auto, shadow or off")).optional(),
      "`on`, `auto`, `shadow`, `off`",
      "`on`: callers are offered a return call. `auto`: only while the target is at risk, or no agent is there; see [by itself](callbacks.md#by-itself). `shadow`: everything is decided and journaled, nothing is played. `off`: never offered.",
      "`on` with a simulated exchange, `shadow` with Asterisk",
    ),
    auto: described(
      auto.prefault({}),
      "keys",
      "When smart wait switches itself on and off, with `smartWait: auto`; see [by itself](callbacks.md#by-itself).",
    ),
    offerAfterS: described(
      numberBetween(0, 3600).prefault(defaultSkill.offerAfterMs / 1000),
      "number, 0 to 3600",
      "Callers are offered a return call when their predicted wait exceeds this many seconds.",
    ),
    offerAgain: described(
      trueOrFalse.prefault(defaultSkill.offerAgain),
      "`true`, `false`",
      "Whether callers who wait in the queue and were never asked are asked there, once, when their wait comes to exceed `offerAfterS` or smart wait switches itself on; only where the phone system can take them out of the queue.",
    ),
    judgement: described(
      z.enum(["plain", "learned"], saying("write plain or learned")).prefault(defaultSkill.judgement),
      "`plain`, `learned`",
      "How waits are predicted. `plain`: from callers ahead and recent answers. `learned`: from all that the line has shown; see [planning](planning.md#what-would-espera-have-decided-last-month).",
    ),
    promiseKeptBy: described(
      numberBetween(0.5, 0.99).prefault(defaultSkill.promiseKeptBy),
      "number, 0.5 to 0.99",
      "With `judgement: learned`: the share of callers whose wait ends before the end of what they are promised; see [promises](callbacks.md#what-is-promised).",
    ),
    holdOut: described(
      trueOrFalse.prefault(defaultSkill.holdOut),
      "`true`, `false`",
      "Whether the offer is withheld from a few callers at random, 1 in 10 and later 1 in 50, so that its effect can be measured; see [the hold-out](callbacks.md#the-hold-out).",
    ),
    serviceLevelUp: described(
      z
        .enum(["promise", "strict", "live"], saying("write promise, strict or live"))
        .prefault(defaultSkill.serviceLevelUp),
      "`promise`, `strict`, `live`",
      "Which of the three lifts `service_level_up` of `diagram_2` shows; see [three levels](measuring-lift.md#three-levels-side-by-side).",
    ),
    registersNew: described(
      trueOrFalse.prefault(defaultSkill.registersNew),
      "`true`, `false`",
      "Whether new callbacks are registered. With `false` those that were promised are still called.",
    ),
    servesPending: described(
      trueOrFalse.prefault(defaultSkill.servesPending),
      "`true`, `false`",
      "Whether open callbacks are called. With `false` they wait until this is `true` again, or expire.",
    ),
    discipline: described(
      discipline.prefault("place"),
      "`place`, `window`, `flexible`, or keys",
      "`place`: each is called when nobody who arrived earlier waits on the phone. `window`: live callers go first, and a callback is called when agents are idle or the end of its promised time comes near. `flexible`: the same within the shorter time that `place` would promise; see [disciplines](brain.md#disciplines).",
    ),
    dialling: described(
      dialling.prefault({}),
      "keys",
      "When a callback whose turn has come is dialled; see [when they are called](callbacks.md#when-the-customer-is-called).",
    ),
    openingHours: described(
      callingHours.optional(),
      "like `08:00-18:00`, or keys",
      "When its agents work, in the operation's zone: its callbacks are called, and promised, within these hours only.",
      "whenever a person may be called",
    ),
    atClosing: described(
      z.enum(["next-opening", "end"], saying("write next-opening or end")).prefault(defaultSkill.atClosing),
      "`next-opening`, `end`",
      "What becomes of callbacks that are left when it closes: called from the next opening on, little by little, or ended.",
    ),
    rulePack: described(
      rulePack.prefault(defaultSkill.rulePack),
      "`none`, `co-servicio`, `co-cobranza`",
      "The law whose hours apply as well; see [rule packs](#rule-packs).",
    ),
    limits: described(limits.prefault({}), "keys", "How much is promised and dialled at most."),
    queueOffers: described(
      queueOffers.prefault({}),
      "keys",
      "When callers who wait in the queue already are asked, where the exchange can take them out of it.",
    ),
    dialogue: described(dialogue.prefault({}), "keys", "What callers are asked besides yes or no."),
  },
  "write the skill's id and name",
);
