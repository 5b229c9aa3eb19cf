import { crewFor } from "../crew.ts";
import type { LearnedLine } from "../learned-line.ts";
import type { LineView } from "../line-view.ts";
import { creditIn, type LineMember, orderNow } from "../order/credits.ts";
import { lineAhead } from "../order/line-ahead.ts";
import { callersToCome, overtakersWithin } from "../order/overtakers.ts";
import { activityAt, usualHandle } from "./activity.ts";
import { newCapacity, ratesOf } from "./capacity.ts";
import { waitBehind } from "./expected-wait.ts";
import { newSkillHistory, usualWait } from "./skill-history.ts";
import { hazardAt } from "./staying.ts";
import type { WaitFeatures } from "./wait-feature-names.ts";

/** The features of the wait of somebody who comes now, and what the agents of the skill could take per ms. */
export function featuresOf(
  learned: LearnedLine,
  caller: LineMember,
  view: LineView,
): { readonly features: WaitFeatures; readonly possibleRate: number } {
  const { at } = view;
  const crew = crewFor(caller.skill, view);
  const possibleRate = Math.max(1, crew.present) / usualHandle(learned.activity, at);
  const skill = learned.skills[caller.skill];
  const rates = ratesOf(skill?.capacity ?? newCapacity(), possibleRate, at);
  const order = orderNow(learned.credits);
  const credit = creditIn(order, learned.credits, caller);
  const ahead = lineAhead(learned, caller, credit, order, crew, view);
  const toCome = order.byCredit
    ? callersToCome(learned.arrivals, learned.credits, credit, at, crew.shared)
    : [];
  const behind = (rate: number) =>
    waitBehind(ahead.line, rate, (waitMs) => hazardAt(learned.staying, waitMs));
  const service = 1 / rates.recent;
  const behindLine = behind(rates.recent);
  let formula = behindLine;
  for (let round = 0; round < OVERTAKING_ROUNDS; round++)
    formula = behindLine + overtakersWithin(formula, toCome) * OVERTAKERS_STAY * service;
  const overtaken = formula / behindLine;
  const history = skill?.history ?? newSkillHistory();
  const { came, cameLong, started, reach: reached } = activityAt(learned.activity, at);
  const reach = reached > 0 ? Math.max(0, reached - credit.mean) : 0;
  const ms = [
    MINUTE_MS,
    formula,
    root(formula),
    behindLine,
    behind(rates.hour) * overtaken,
    behind(rates.byAgents) * overtaken,
    ahead.own * service,
    ahead.all * service,
    Math.sqrt(ahead.allAhead) * service,
    ahead.allAhead * COUNT_MS,
    service,
    root(service),
    crew.busy * service,
    ...crew.free.map((count) => count * service),
    crew.freeElsewhere * service,
    ahead.ownLongest,
    root(ahead.longest),
    reach,
    root(reach),
    history.lastWait,
    usualWait(history, at),
    came * service,
    Math.sqrt(came) * service,
    cameLong * service,
    started * service,
    credit.mean,
    Math.sqrt(credit.groupVariance + credit.ownVariance),
    caller.person === null ? MINUTE_MS : 0,
  ];
  const values = ms.map((value) => Math.round((Math.min(MOST_MS, value) / MINUTE_MS) * 1e4) / 1e4);
  return { features: { formula, values }, possibleRate };
}

/** The geometric mean of a time and a minute. */
function root(ms: number): number {
  return Math.sqrt(ms * MINUTE_MS);
}

const MINUTE_MS = 60_000;
const MOST_MS = 7_200_000;
/** As what a number is weighed that is no time. */
const COUNT_MS = 15_000;
/** How often the overtakers of the overtakers are added. */
const OVERTAKING_ROUNDS = 2;
/** Not all who could overtake stay until they do. */
const OVERTAKERS_STAY = 0.85;
