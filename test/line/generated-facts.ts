import fc from "fast-check";
import { decide, type Policies } from "../../src/line/decide.ts";
import type { Fact } from "../../src/line/facts.ts";
import { attemptIdOf } from "../../src/line/ids.ts";
import { offerByPredictedWait } from "../../src/line/offer.ts";
import type { Settings } from "../../src/line/settings.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";

/** Settings in which everything can happen: two skills that share agents, short waits already offered. */
export const settings: Settings = {
  ...defaultSettings("America/Bogota"),
  skills: [1, 2].map((id) => ({ ...defaultSkill, id, name: `skill ${id}`, smartWait: "on" })),
  callingHours: Array.from({ length: 7 }, () => ({ fromMinute: 0, toMinute: 1440 })),
};

/** A Monday, 10:00 in Bogota. */
export const monday = Date.parse("2026-03-02T15:00:00Z");

/** Offers whenever the rules let it, so that random histories are full of callbacks. */
export const eagerPolicies: Policies = {
  offer: (view) => ({ ...offerByPredictedWait(view), offer: true, reason: "wait-long" }),
  pacing: () => 3,
};

/** Names are drawn as places in the lists of what is open when the fact happens, or was ever there. */
const pick = (kind: "call" | "attempt") =>
  fc
    .tuple(fc.boolean(), fc.nat(99))
    .map(([stale, index]) => `${stale && index % 3 === 0 ? "any" : "open"}-${kind}-${index}`);
const call = pick("call");
const attempt = pick("attempt");
const callOrLeg = fc.oneof({ weight: 2, arbitrary: call }, { weight: 1, arbitrary: attempt });
const agent = fc.constantFrom("a1", "a2", "a3");
const skill = fc.constantFrom(1, 1, 1, 1, 2, 2, 9);
const caller = fc.record({
  person: fc.constantFrom(...Array.from({ length: 16 }, (_, index) => `p${index}`), null),
  number: fc.constantFrom(...Array<string>(8).fill("dialable"), "anonymous", "refused"),
}) as fc.Arbitrary<{ person: string | null; number: "dialable" | "anonymous" | "refused" }>;
const agentStatus = fc.constantFrom("free", "free", "busy", "wrap-up", "paused", "away") as fc.Arbitrary<
  "free" | "busy" | "wrap-up" | "paused" | "away"
>;
const progress = fc.constantFrom(
  "ringing",
  "answered",
  "confirmed",
  "confirmed",
  "busy",
  "no-answer",
  "machine",
  "failed",
  "invalid",
  "declined",
  "hung-up",
) as fc.Arbitrary<"ringing" | "answered" | "confirmed" | "busy">;

type Unstamped = Fact extends infer F ? (F extends Fact ? Omit<F, "at"> : never) : never;

const unstamped = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("call-arrived"), call, skill, caller }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("question-began"), call }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("choice-made"),
      call,
      choice: fc.constantFrom("yes", "yes", "yes", "no", "silent"),
      source: fc.constantFrom("key", "key", "timeout", "hung-up"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("call-joined"), call: callOrLeg, skill, caller }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("call-left"), call: callOrLeg, why: fc.constant("full") }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("call-rung"), call: callOrLeg, agent }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("ring-missed"), call: callOrLeg, agent }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("call-answered"), call: callOrLeg, agent }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("call-ended"), call: callOrLeg }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("agent-changed"),
      agent,
      skills: fc.constantFrom([1], [2], [1, 2]),
      status: agentStatus,
    }),
  },
  { weight: 14, arbitrary: fc.record({ type: fc.constant("attempt-progressed"), attempt, progress }) },
  {
    weight: 1,
    arbitrary: fc.record({
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
        fc.record({ attempt, progress: fc.constantFrom("dialling", "ringing", "answered") }),
        {
          maxLength: 3,
        },
      ),
      served: fc.array(fc.record({ attempt, agent }, { requiredKeys: ["attempt"] }), { maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("woke") }) },
) as unknown as fc.Arbitrary<Unstamped>;

/** Facts in any order, repeated and lost, a few seconds to many minutes apart. */
export function facts(maxLength: number): fc.Arbitrary<Fact[]> {
  const gapMs = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 1_200_000 }) },
  );
  return fc
    .array(fc.tuple(unstamped, gapMs), { minLength: maxLength >> 2, maxLength, size: "max" })
    .map((drawn) => {
      const state = emptyState(settings);
      const calls: { id: string; at: number }[] = [{ id: "c0", at: monday }];
      let at = monday;
      return drawn.map(([fact, gap]) => {
        at += gap;
        if (fact.type === "call-arrived") calls.push({ id: `c${calls.length}`, at });
        const named = JSON.stringify(fact).replaceAll(
          /(any|open)-(call|attempt)-(\d+)/g,
          (_, which, kind, index) =>
            fact.type === "call-arrived" && which === "open"
              ? calls.at(-1)!.id
              : name(state, recent(calls, at), which, kind, Number(index)),
        );
        const stamped = { ...(JSON.parse(named) as Unstamped), at } as Fact;
        decide(state, stamped, eagerPolicies);
        return stamped;
      });
    });
}

/** A report is repeated or late by minutes, not by hours: then its call is forgotten. */
function recent(calls: readonly { id: string; at: number }[], now: number): string[] {
  return calls
    .filter(({ at }, index) => at > now - 1_800_000 || index === calls.length - 1)
    .map(({ id }) => id);
}

function name(state: State, calls: readonly string[], which: string, kind: string, index: number): string {
  const open = kind === "call" ? [...state.calls.keys()] : [...state.callbacks.values()].map(current);
  const all = kind === "call" ? calls : calls.map((id) => attemptIdOf(id, 1 + (index % 3)));
  const from = which === "open" && open.length > 0 ? open : all;
  return from[index % from.length]!;
}

function current({ id, attempts }: { id: string; attempts: number }): string {
  return attemptIdOf(id, Math.max(1, attempts));
}
