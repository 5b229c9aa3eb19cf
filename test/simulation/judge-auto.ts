import type { Event } from "../../src/line/events.ts";
import type { SkillSettings } from "../../src/line/settings.ts";
import type { Complain, Evidence } from "./evidence.ts";

/** What is known of a skill in mode `auto` as its events go by. */
interface Auto {
  on: boolean;
  since: number;
  risk: number;
  asOf: number;
}

/** What the journal said last of each agent. */
type Agents = Map<string, Extract<Event, { type: "agent-changed" }>>;

/**
 * Smart wait that switches itself: nobody is offered a call, unless they ask for it, while it is off and the risk is known; it goes on when the
 * risk is high enough, off when it is low enough and its time is up, and neither too late; and no outlook is kept that cannot be.
 */
export function judgeAuto(evidence: Evidence, complain: Complain): void {
  const autos = new Map<number, Auto>();
  const agents: Agents = new Map();
  for (const { seq, fact, events } of evidence.steps) {
    const { at } = fact;
    if (fact.type === "settings-adopted")
      for (const skill of autos.keys())
        if (evidence.skillAt(seq, skill)?.smartWait !== "auto") autos.delete(skill);
    for (const event of events) {
      if (event.type === "agent-changed") agents.set(event.agent, event);
      if (event.type === "outlook-noted") noteOutlook(autos, event, at, complain);
      const settings = "skill" in event ? evidence.skillAt(seq, event.skill) : undefined;
      if (event.type === "smart-wait-switched") judgeSwitch(autos, event, settings, at, complain);
      if (event.type === "call-decided" && settings?.smartWait === "auto")
        judgeDecision(autoOf(autos, settings.id), event, at, complain);
    }
    if (fact.type === "outlook")
      for (const [skill, auto] of autos)
        judgeRest(
          evidence.skillAt(seq, skill),
          auto,
          { events, at, isSomebodyThere: isThere(agents, skill) },
          complain,
        );
  }
}

function autoOf(autos: Map<number, Auto>, skill: number): Auto {
  const auto = autos.get(skill) ?? { on: false, since: 0, risk: 0, asOf: Number.NEGATIVE_INFINITY };
  autos.set(skill, auto);
  return auto;
}

function noteOutlook(
  autos: Map<number, Auto>,
  { asOf, skills }: Extract<Event, { type: "outlook-noted" }>,
  at: number,
  complain: Complain,
): void {
  for (const { skill, risk, level, offered } of skills) {
    const auto = autoOf(autos, skill);
    const isPossible =
      risk >= 0 && risk <= 1 && (level === null || (level >= 0 && level <= 1)) && offered >= 0 && skill < 99;
    if (!isPossible || asOf > at || asOf < auto.asOf || asOf < at - MOST_DELAY_MS)
      complain(6, `an outlook of skill ${skill} is believed that cannot be: ${risk}, ${level}, ${offered}`);
    Object.assign(auto, { risk, asOf });
  }
}

function judgeSwitch(
  autos: Map<number, Auto>,
  { skill, on, why, inputs }: Extract<Event, { type: "smart-wait-switched" }>,
  settings: SkillSettings | undefined,
  at: number,
  complain: Complain,
): void {
  const auto = autoOf(autos, skill);
  if (settings?.smartWait !== "auto") complain(4, `skill ${skill} switched itself, and is not in auto`);
  else if (on === auto.on) complain(4, `skill ${skill} switched itself to what it was`);
  else if (why === "at-risk" && !(isKnown(auto, at) && auto.risk > settings.auto.onAbove))
    complain(4, `skill ${skill} switched itself on at a risk of ${auto.risk}`);
  else if (why === "nobody-there" && inputs.agents > 0)
    complain(4, `skill ${skill} switched itself on since nobody was there, and ${inputs.agents} were`);
  else if (!on && !(isKnown(auto, at) && auto.risk < settings.auto.offBelow && inputs.agents > 0))
    complain(4, `skill ${skill} switched itself off at a risk of ${auto.risk}`);
  else if (!on && at - auto.since < (settings.auto.leastOnMs ?? LEAST_ON_MS))
    complain(4, `skill ${skill} switched itself off ${at - auto.since} ms after it had switched itself on`);
  Object.assign(auto, { on, since: at });
}

function judgeDecision(
  auto: Auto,
  { call, decision, reason }: Extract<Event, { type: "call-decided" }>,
  at: number,
  complain: Complain,
): void {
  if (decision === "offer" && reason !== "asked-for" && !auto.on && isKnown(auto, at))
    complain(4, `${call} was offered a call while smart wait had switched itself off`);
  if (reason === "not-at-risk" && (auto.on || !isKnown(auto, at)))
    complain(4, `${call} was not offered a call since nothing was at risk, and smart wait was on`);
}

function isThere(agents: Agents, skill: number): boolean {
  for (const { skills, status } of agents.values())
    if (skills.includes(skill) && status !== "paused" && status !== "away") return true;
  return false;
}

/** It does not stay as it is once an outlook says otherwise, but on where nobody is there. */
function judgeRest(
  settings: SkillSettings | undefined,
  { on, since, risk, asOf }: Auto,
  { events, at, isSomebodyThere }: { events: readonly Event[]; at: number; isSomebodyThere: boolean },
  complain: Complain,
): void {
  const noted = events.some(
    (event) => event.type === "outlook-noted" && event.skills.some(({ skill }) => skill === settings?.id),
  );
  if (settings?.smartWait !== "auto" || !noted || asOf < at - MOST_DELAY_MS) return;
  if (!on && risk > settings.auto.onAbove) complain(4, `skill ${settings.id} stays off at a risk of ${risk}`);
  // How long two calls take the journal does not say.
  const leastMs = settings.auto.leastOnMs ?? LONG_ON_MS;
  if (on && isSomebodyThere && risk < settings.auto.offBelow && at - since > leastMs)
    complain(4, `skill ${settings.id} stays on at a risk of ${risk}`);
}

function isKnown({ asOf }: Auto, at: number): boolean {
  return at - asOf <= STALE_AFTER_MS;
}

const MOST_DELAY_MS = 30_000;
const STALE_AFTER_MS = 150_000;
const LEAST_ON_MS = 300_000;
const LONG_ON_MS = 900_000;
