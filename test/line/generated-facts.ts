import fc from "fast-check";
import { openCallbackOf } from "../../src/line/call/contacts.ts";
import type { CallbackPhase } from "../../src/line/callback/callback-life.ts";
import { decide } from "../../src/line/decide.ts";
import type { Caller, Fact, SnapshotCall, SupervisorAct } from "../../src/line/facts.ts";
import { attemptIdOf } from "../../src/line/ids.ts";
import type { Judgements } from "../../src/line/judgement/judgements.ts";
import { RISK_FEATURE_NAMES } from "../../src/line/learning/risk/risk-features.ts";
import type { SkillSettings } from "../../src/line/settings.ts";
import { type Callback, type CallPhase, emptyState, isAlive, type State } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { anySettings, monday, settings } from "./generated-settings.ts";
import { eagerJudgements } from "./judgements.ts";

export { monday, settings } from "./generated-settings.ts";

const vip = { name: "vip", creditMs: 180_000 };
const gold = { name: "gold", creditMs: 30_000 };

/** Whose number many share, whose is of other zones, known or not, and who has credit; what is known of a number does not change. */
const kinds: Readonly<Record<string, Partial<Caller>>> = {
  p0: { shared: true },
  p1: { zones: ["Asia/Tokyo"] },
  p2: { zones: ["Asia/Tokyo"] },
  p3: { zones: ["America/Macondo"] },
  p4: { class: vip },
  p5: { class: vip },
  p6: { class: vip },
  p7: { class: gold },
  p8: { class: gold },
  p9: { zones: [] },
};
const people = Array.from({ length: 30 }, (_, index) => `p${index}`);

/** Names are drawn as places in the lists of what is open when the fact happens, or was ever there. */
const pick = (kind: "call" | "attempt" | "callback") =>
  fc
    .tuple(fc.boolean(), fc.nat(99))
    .map(([stale, index]) => `${stale && index % 3 === 0 ? "any" : "open"}-${kind}-${index}`);
const call = pick("call");
const attempt = pick("attempt");
const callOrLeg = fc.oneof({ weight: 2, arbitrary: call }, { weight: 1, arbitrary: attempt });
const agent = fc.constantFrom("a1", "a2", "a3");
const skill = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(1, 1, 2) },
  { weight: 1, arbitrary: fc.constant(9) },
);
const caller: fc.Arbitrary<Caller> = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom(...people).map(known) },
  { weight: 1, arbitrary: fc.constant<Caller>({ person: null, number: "anonymous" }) },
  { weight: 1, arbitrary: fc.constant<Caller>({ person: null, number: "own" }) },
  { weight: 1, arbitrary: fc.constant<Caller>({ person: "premium", number: "refused" }) },
  { weight: 1, arbitrary: fc.constant<Caller>({ person: null, number: "own" }) },
);
const agentStatus = fc.constantFrom("free", "free", "busy", "wrap-up", "paused", "away");
const progress = fc.constantFrom(
  ..."ringing answered confirmed confirmed confirmed busy no-answer machine failed busy no-answer".split(" "),
  ..."invalid declined hung-up snoozed refused over-limit turned-away".split(" "),
);
const laterMs = fc.constantFrom(600_000, 1_800_000, 3_600_000, 0, -5, 0.5, 1e15);

type Unstamped = Fact extends infer F ? (F extends Fact ? Omit<F, "at"> : never) : never;

const snapshot = fc.record({
  type: fc.constant("snapshot"),
  calls: fc.array(
    fc.record({
      call: callOrLeg,
      skill,
      sighting: fc.constantFrom("in-dialogue", "waiting", "ringing", "talking"),
      agent,
      caller,
      place: fc.constant(0),
    }),
    { maxLength: 4 },
  ),
  agents: fc.array(fc.record({ agent, skills: fc.constantFrom([1], [1, 2]), status: agentStatus }), {
    maxLength: 3,
  }),
  attempts: fc.array(
    fc.record({ attempt, progress: fc.constantFrom("dialling", "ringing", "answered", "snoozed") }),
    { maxLength: 3 },
  ),
  served: fc.array(
    fc.record(
      { attempt, agent, alive: fc.constant(true as const), endedAt: fc.integer({ min: 0, max: 2 * monday }) },
      { requiredKeys: ["attempt"] },
    ),
    { maxLength: 2 },
  ),
  canWithdraw: fc.constantFrom(true, true, true, false),
  canReserve: fc.constantFrom(true, true, true, [1], [2], false),
  canDial: fc.constantFrom(true, true, true, false),
});

/** `notBefore` is drawn from now on. */
const act = fc.oneof(
  { weight: 1, arbitrary: fc.record({ type: fc.constant("cancel") }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("call-now") }) },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        type: fc.constant("move"),
        notBefore: fc.constantFrom(600_000, 600_000, 7_200_000, 0, -1, 15 * 86_400_000, 1e14),
        skill: fc.constantFrom(1, 2, 2, 9),
      },
      { requiredKeys: ["type"] },
    ),
  },
);

/** What is expected of both skills now. */
const outlookOf = (risk: number) => ({
  type: "outlook",
  asOf: 0,
  skills: [1, 2].map((skill) => ({ skill, risk, offered: 12, level: 1 - risk })),
});
const outlook = fc.constantFrom(0.05, 0.2, 0.4, 0.6, 0.9).map(outlookOf);

/** What nobody can believe among what can be: `asOf` is drawn from now on. */
const anyOutlook = fc.record({
  type: fc.constant("outlook"),
  asOf: fc.constantFrom(0, 0, 0, -5_000, -400_000, 60_000, Number.NaN, Number.NEGATIVE_INFINITY),
  skills: fc.array(
    fc.record(
      {
        skill: fc.constantFrom(1, 1, 2, 2, 9),
        risk: fc.constantFrom(0, 0.1, 0.3, 0.4, 0.6, 0.9, 1, -1, 2, Number.NaN, Number.POSITIVE_INFINITY),
        offered: fc.constantFrom(0, 3, 40, -1, 0.5, Number.NaN),
        level: fc.constantFrom(null, 0, 0.5, 1, 7, Number.NaN),
        features: fc.constantFrom(
          RISK_FEATURE_NAMES.map((_, index) => index / 10),
          [],
          RISK_FEATURE_NAMES.map(() => Number.NaN),
          RISK_FEATURE_NAMES.map(() => 1e300),
        ),
      },
      { requiredKeys: ["skill", "risk", "offered", "level"] },
    ),
    { maxLength: 4 },
  ),
});

const unstamped = fc.oneof(
  { weight: 18, arbitrary: fc.record({ type: fc.constant("call-arrived"), call, skill, caller }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("question-began"), call }) },
  {
    weight: 18,
    arbitrary: fc.record({
      type: fc.constant("choice-made"),
      call,
      choice: fc.constantFrom("yes", "yes", "yes", "yes", "yes", "no", "silent"),
      source: fc.constantFrom("key", "key", "key", "timeout", "hung-up"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        type: fc.constant("choice-made"),
        call,
        choice: fc.constantFrom("yes", "yes", "yes", "no"),
        source: fc.constant("key"),
        consent: fc.constant({ prompt: "question-choice@1", key: "1" }),
        laterMs,
        nameRecorded: fc.constant(true),
      },
      { requiredKeys: ["type", "call", "choice", "source"] },
    ),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("number-keyed"), call, callee: caller }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("offer-requested"), call, skill, caller }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("call-joined"), call: callOrLeg, skill, caller }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("call-replaced"), call, by: callOrLeg, caller }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("call-left"),
      call: callOrLeg,
      why: fc.constantFrom("full", "empty", "timeout"),
    }),
  },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("call-rung"), call: callOrLeg, agent }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("ring-missed"), call: callOrLeg, agent }) },
  { weight: 10, arbitrary: fc.record({ type: fc.constant("call-answered"), call: callOrLeg, agent }) },
  { weight: 12, arbitrary: fc.record({ type: fc.constant("call-ended"), call: callOrLeg }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("agent-changed"),
      agent,
      skills: fc.constantFrom([1], [2], [1, 2]),
      status: agentStatus,
    }),
  },
  {
    weight: 40,
    arbitrary: fc.record(
      { type: fc.constant("attempt-progressed"), attempt, progress, laterMs },
      { requiredKeys: ["type", "attempt", "progress"] },
    ),
  },
  { weight: 3, arbitrary: snapshot },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("exchange-lost") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("supervisor-ordered"),
      order: fc.constant("order"),
      callback: pick("callback"),
      act,
      author: fc.constant("luz"),
      why: fc.constant("asked for it"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("supervisor-ordered"),
      order: fc.constant("order"),
      callback: pick("callback"),
      act,
      author: fc.constant("luz"),
      why: fc.constant("asked for it"),
      outdated: fc.constant(true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("person-erased"), person: fc.constantFrom(...people) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("settings-adopted"), settings: anySettings }) },
  { weight: 8, arbitrary: outlook },
  { weight: 5, arbitrary: anyOutlook },
  { weight: 10, arbitrary: fc.record({ type: fc.constant("woke") }) },
) as unknown as fc.Arbitrary<Unstamped>;

const gapMs = fc.oneof(
  { weight: 250, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  { weight: 20, arbitrary: fc.integer({ min: 60_000, max: 1_200_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3_600_000, max: 72_000_000 }) },
);

type Drawn = readonly [fact: Unstamped, gapMs: number, likely: boolean];

/** Facts that chance would hardly draw within seconds of each other. */
const course: fc.Arbitrary<readonly Drawn[]> = fc
  .tuple(fc.constantFrom(1, 2), fc.constantFrom(...people).map(known), anySettings)
  .chain(([skill, caller, adopted]) => {
    const waits = [
      { type: "call-arrived", call: "open-call-1", skill, caller },
      { type: "call-joined", call: "open-call-1", skill, caller },
    ];
    const agentIs = (agent: string, status: string) => ({
      type: "agent-changed",
      agent,
      skills: [1, 2],
      status,
    });
    const order = { type: "supervisor-ordered", order: "order", author: "luz", why: "asked for it" };
    return fc.constantFrom<object[]>(
      // The risk rises while a caller waits who was let pass.
      [
        { type: "settings-adopted", settings: { ...adopted, skills: adopted.skills.map(switchesItself) } },
        outlookOf(0.05),
        ...waits,
        outlookOf(0.9),
      ],
      // A caller who came to a free agent is left with few.
      [
        agentIs("a1", "free"),
        ...waits,
        ...["a1", "a2", "a3"].map((id, n) => agentIs(id, n ? "paused" : "busy")),
      ],
      // Fewer attempts are allowed than were made.
      [
        { type: "settings-adopted", settings: { ...adopted, attempts: { ...adopted.attempts, max: 1 } } },
        { ...order, callback: "open-callback-1", act: { type: "call-now" } },
      ],
    );
  })
  .map((all) => [...all, { type: "woke" }].map((fact) => [fact as Unstamped, SOON_MS, true]));

function switchesItself(skill: SkillSettings): SkillSettings {
  return { ...skill, smartWait: "auto", offerAgain: true };
}

/** Until a line is looked at again. */
const SOON_MS = 10_000;

/**
 * Facts in any order, repeated and lost, seconds to many hours apart, some of the wakes punctual. They begin with
 * settings of any kind and with what the exchange holds, and settings change in the middle. What is open when a fact happens
 * is what it would be if `judgements` decided.
 */
export function facts(maxLength: number, judgements: Judgements = eagerJudgements): fc.Arbitrary<Fact[]> {
  const one = fc.tuple(unstamped, gapMs, fc.nat(3).map(Boolean));
  const drawn = fc.array(
    fc.oneof(
      { weight: 200, arbitrary: one.map((drawn): readonly Drawn[] => [drawn]) },
      { weight: 1, arbitrary: course },
    ),
    { minLength: maxLength >> 2, maxLength, size: "max" },
  );
  return fc.tuple(anySettings, fc.boolean(), drawn).map(([adopted, canWithdraw, rest]) => {
    const state = emptyState(settings);
    const agents = ["a1", "a2", "a3"].map((id) => ({ agent: id, skills: [1, 2], status: "busy" as const }));
    const begun: Fact[] = [
      { type: "settings-adopted", settings: adopted, at: monday },
      { type: "snapshot", calls: [], attempts: [], agents, canWithdraw, canReserve: true, at: monday },
    ];
    const take = (fact: Fact): Fact => {
      const taken = withClocks(state, fact);
      decide(state, taken, judgements);
      return taken;
    };
    const begin = begun.map(take);
    const calls: { id: string; at: number }[] = [];
    let at = monday;
    return begin.concat(
      rest.flat().map(([fact, gap, likely]) => {
        at = (likely && fact.type === "woke" && duePoint(state, at)) || at + gap;
        if (fact.type === "call-arrived") calls.push({ id: `c${calls.length}`, at });
        const named = JSON.stringify(fact).replaceAll(
          /(any|open)-(call|attempt|callback)-(\d+)/g,
          (_, which, kind, index) =>
            fact.type === "call-arrived" && which === "open"
              ? calls.at(-1)!.id
              : name(state, recent(calls, at), fact.type, which, kind, Number(index)),
        );
        const drawn = fromNowOn({ ...(JSON.parse(named) as Unstamped), at } as Fact);
        return take(likely ? likelier(state, drawn) : drawn);
      }),
    );
  });
}

function known(person: string): Caller {
  // Three of the thirty are drawn below a tenth.
  const draw = ((Number(person.slice(1)) * 7) % 30) / 30;
  return { person, number: "dialable", draw, ...kinds[person] };
}

/** When the core wants to be woken, unless that is days away. */
function duePoint(state: State, at: number): number | null {
  const next = nextWake(state, at);
  return next === null || next > at + 36 * 3_600_000 ? null : Math.max(at, next);
}

function fromNowOn(fact: Fact): Fact {
  // JSON has no number that is none.
  if (fact.type === "outlook")
    return { ...fact, asOf: fact.asOf === null ? Number.NaN : fact.at + fact.asOf };
  if (fact.type !== "supervisor-ordered" || fact.act.type !== "move" || fact.act.notBefore === undefined)
    return fact;
  return { ...fact, act: { ...fact.act, notBefore: fact.at + fact.act.notBefore } };
}

/**
 * As things mostly happen: a call joins the queue of its skill, a snapshot holds all that there is, supervisors order what cannot be
 * done or not yet, and agents answer callers who are being called back.
 */
function likelier(state: State, fact: Fact): Fact {
  // The milliseconds are drawn, so that this is one in four.
  const isOneInFour = fact.at % 4 === 0;
  if (fact.type === "call-arrived") {
    const caller = isOneInFour ? callerOf(callbacksIn(state, "asking")) : undefined;
    return caller ? { ...fact, caller } : fact;
  }
  if (fact.type === "number-keyed") {
    const skill = state.calls.get(fact.call)?.skill;
    const open = [...state.callbacks.values()].filter((one) => one.skill === skill);
    const callee = isOneInFour ? callerOf(open) : undefined;
    return callee ? { ...fact, callee } : fact;
  }
  if (fact.type === "call-joined") {
    const joined = state.calls.get(fact.call);
    return joined ? { ...fact, skill: joined.skill } : fact;
  }
  if (fact.type === "call-answered") {
    const called = new Set(callbacksIn(state, ...PICKED_UP).map(({ person }) => person));
    const call = [...state.calls.values()].find(
      ({ phase, person }) => phase === "waiting" && person !== null && called.has(person),
    );
    return call ? { ...fact, call: call.id } : fact;
  }
  if (fact.type === "supervisor-ordered") return { ...fact, ...refusedOrder(state, fact.act) };
  return fact.type === "snapshot" ? wholeSnapshot(state, fact) : fact;
}

function wholeSnapshot(state: State, fact: Extract<Fact, { type: "snapshot" }>): Fact {
  const held = [...state.calls.values()].map(({ id, skill, person, number, place, phase, agent }) => ({
    call: id,
    skill,
    sighting: sightings[phase] ?? "waiting",
    caller: { person, number },
    place,
    ...(agent === null ? {} : { agent }),
  }));
  const attempts = [...state.callbacks.values()]
    .filter(({ phase }) => isAlive(phase))
    .map(({ id, attempts: n }) => ({ attempt: attemptIdOf(id, n), progress: "dialling" as const }));
  return { ...fact, calls: [...held, ...fact.calls], attempts: [...attempts, ...fact.attempts] };
}

/**
 * An order that is seldom drawn: to cancel what was picked up, to call one whose attempts are used up, or to move one to where its
 * person waits already.
 */
function refusedOrder(
  state: State,
  act: SupervisorAct,
): { readonly callback: string; readonly act: SupervisorAct } | null {
  if (act.type === "cancel") {
    const pickedUp = callbacksIn(state, ...PICKED_UP)[0];
    return pickedUp ? { callback: pickedUp.id, act } : null;
  }
  const callbacks = callbacksIn(state, "waiting", "resting");
  if (act.type === "call-now") {
    const usedUp = callbacks.find(({ attempts }) => attempts >= state.settings.attempts.max);
    return usedUp ? { callback: usedUp.id, act } : null;
  }
  if (act.skill === undefined) return null;
  for (const { id, person, skill, shared } of callbacks) {
    const other = shared ? null : [1, 2].find((one) => one !== skill && openCallbackOf(state, person, one));
    if (other) return { callback: id, act: { ...act, skill: other } };
  }
  return null;
}

function callbacksIn(state: State, ...phases: readonly CallbackPhase[]): readonly Callback[] {
  return [...state.callbacks.values()].filter(({ phase }) => phases.includes(phase));
}

/** The person of the first of these callbacks who is one of the thirty. */
function callerOf(callbacks: readonly Callback[]): Caller | undefined {
  const person = callbacks.map((one) => one.person).find((one) => people.includes(one));
  return person === undefined ? undefined : known(person);
}

const PICKED_UP: readonly CallbackPhase[] = ["asking", "seating", "in-line"];

const sightings: Partial<Record<CallPhase, SnapshotCall["sighting"]>> = {
  offering: "in-dialogue",
  asked: "in-dialogue",
  thanked: "in-dialogue",
  ringing: "ringing",
  talking: "talking",
};

/** A report is repeated or late by minutes, not by hours: then its call is forgotten. */
function recent(calls: readonly { id: string; at: number }[], now: number): string[] {
  const late = calls.filter(({ at }) => at > now - 1_800_000).map(({ id }) => id);
  return late.length > 0 ? late : [`unheard-of ${now}`];
}

/** In which phases of a call or a callback a fact is expected; any other is drawn as well, and less often. */
const expectedIn: Partial<Record<Fact["type"], readonly string[]>> = {
  "question-began": ["offering", "withdrawing"],
  "choice-made": ["asked", "asked", "offering"],
  "number-keyed": ["asked"],
  "offer-requested": ["waiting"],
  "call-joined": ["passing", "seating"],
  "call-rung": ["waiting", "in-line"],
  "ring-missed": ["ringing", "rung"],
  "call-answered": ["ringing", "waiting", "rung", "in-line"],
  "call-ended": ["thanked", "talking", "waiting", "in-line", "rung", "left"],
  "call-left": ["waiting", "in-line"],
  "attempt-progressed": ["dialling", "ringing", "asking"],
};

function name(
  state: State,
  calls: readonly string[],
  type: Fact["type"],
  which: string,
  kind: string,
  index: number,
): string {
  const all = kind === "attempt" ? calls.map((id) => attemptIdOf(id, 1 + (index % 3))) : calls;
  const open = openOf(state, kind);
  const expected = open.filter(({ phase }) => expectedIn[type]?.includes(phase)).map(({ id }) => id);
  if (which === "open" && index % 4 !== 0 && expected.length > 0) return expected[index % expected.length]!;
  const from = which === "open" && open.length > 0 ? open.map(({ id }) => id) : all;
  return from[index % from.length]!;
}

function openOf(state: State, kind: string): { readonly id: string; readonly phase: string }[] {
  if (kind === "call") return [...state.calls.values()];
  const callbacks = [...state.callbacks.values()];
  if (kind === "callback") return callbacks;
  return callbacks.map(({ id, phase, attempts }) => ({ id: attemptIdOf(id, Math.max(1, attempts)), phase }));
}
