import { createHash } from "node:crypto";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { NewPerson } from "../../src/journal/port/people.ts";
import type { Step } from "../../src/journal/port/run.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { Command } from "../../src/line/commands.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import { decide } from "../../src/line/decide.ts";
import type { AttemptProgress, Fact, FactBody, SupervisorAct } from "../../src/line/facts.ts";
import type { Settings } from "../../src/line/settings.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { everywhere } from "../line/judgements.ts";

const usual = defaultSettings("America/Bogota");

export const settings: Settings = {
  ...usual,
  skills: [7, 12, 300].map((id) => ({
    ...defaultSkill,
    id,
    name: `Línea ${id}`,
    smartWait: "on",
    queueOffers: { byKey: true, afterMs: 20_000, leastAhead: 0 },
    dialogue: { confirmNumber: true, otherNumber: true, recordName: true, laterMs: [600_000, 1_800_000] },
  })),
  limits: { ...usual.limits, perOtherNumberPerDay: 3 },
  attempts: { ...usual.attempts, max: 2 },
  callingHours: Array.from({ length: 7 }, () => ({ fromMinute: 0, toMinute: 1440 })),
  callbackExpiresAfterMs: 7_200_000,
};

/** Offers whenever the rules let it, so that short histories are full of callbacks. */
export const judgements = everywhere({ offer: () => ({ offer: true, reason: "wait-long" }), pace: () => 5 });

/** A run that the core decided, kept in memory: what a store must give back. */
export class RecordedRun {
  readonly steps: Step[] = [];
  readonly people: { readonly seq: number; readonly person: NewPerson }[] = [];
  readonly state: State = emptyState(settings);
  /** The state's text after chosen steps. */
  readonly checkpoints = new Map<number, string>();

  /** The steps from `from` (a seq) on, at most `count`, as one batch; with a checkpoint where there is one. */
  batch(from: number, count: number): Batch {
    const steps = this.steps.slice(from - 1, from - 1 + count);
    const last = steps.at(-1)?.seq ?? 0;
    const changes = changesOf(steps);
    const checkpoint = this.checkpoints.get(last);
    return {
      steps,
      changes,
      people: this.people.filter(({ seq }) => seq >= from && seq <= last).map(({ person }) => person),
      ...(checkpoint === undefined ? {} : { checkpoint }),
    };
  }
}

/**
 * A small world around the core: callers arrive at random moments, are asked, hang up or are answered; phones are
 * picked up or not. Everything follows from `seed`. Arrivals spread over `spreadMs` from `startAt` (epoch ms).
 */
export function recordRun(options: {
  seed: number;
  calls: number;
  startAt: number;
  spreadMs: number;
  checkpointEvery?: number;
}): RecordedRun {
  const random = randomOf(options.seed);
  const run = new RecordedRun();
  const due: { at: number; order: number; body: FactBody }[] = [];
  let order = 0;
  const later = (at: number, body: FactBody) => due.push({ at, order: order++, body });
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const soon = (now: number, maxMs: number) => now + Math.floor(random() * maxMs);

  function take(body: FactBody, at: number): void {
    const fact = withClocks(run.state, { ...body, at, exchangeAt: at - 2 } as Fact);
    const { events, commands } = decide(run.state, fact, judgements);
    const seq = run.steps.length + 1;
    const kept = JSON.parse(JSON.stringify({ fact, events, commands })) as Pick<
      Step,
      "fact" | "events" | "commands"
    >;
    run.steps.push({ seq, ...kept, coreVersion: CORE_VERSION, settingsVersion: 1 });
    const met =
      body.type === "call-arrived" ? body.caller : body.type === "number-keyed" ? body.callee : null;
    if (met && met.person !== null) {
      const number = `+57300${met.person}`;
      const numberHash = createHash("sha256").update(number).digest("hex");
      run.people.push({ seq, person: { id: met.person, numberHash, number, firstSeenAt: at } });
    }
    if (options.checkpointEvery && seq % options.checkpointEvery === 0)
      run.checkpoints.set(seq, writeCheckpoint(run.state));
    for (const command of commands) obey(command, at);
  }

  function obey(command: Command, at: number): void {
    switch (command.type) {
      case "pass":
      case "seat": {
        const { call, skill } = command;
        const joined = soon(at, 500);
        const agent = `agent-${Math.floor(random() * 4)}`;
        const answered = joined + Math.floor(random() * 90_000);
        later(joined, { type: "call-joined", call, skill, caller: { person: null, number: "anonymous" } });
        if (random() < 0.8) {
          later(answered, { type: "call-rung", call, agent });
          later(answered + 3_000, { type: "call-answered", call, agent });
          later(answered + 3_000, { type: "agent-changed", agent, skills: [7, 12, 300], status: "free" });
        }
        later(answered + 60_000, { type: "call-ended", call });
        break;
      }
      case "withdraw":
        // An agent was rung first.
        if (random() < 0.3) break;
        ask(command, at);
        break;
      case "offer":
        ask(command, at);
        break;
      case "judge-number":
      case "reserve":
      case "release":
        break;
      case "thank":
      case "turn-away":
        later(soon(at, 4_000), { type: "call-ended", call: command.call });
        break;
      case "dial": {
        const { attempt } = command;
        const laterToo = command.dialogue.laterMs.length > 0 ? (["snoozed"] as const) : [];
        const end = pick<AttemptProgress>([
          ...(["confirmed", "confirmed", "busy", "no-answer", "declined"] as const),
          ...laterToo,
        ]);
        later(at + 1_000, { type: "attempt-progressed", attempt, progress: "ringing" });
        if (end === "confirmed" || end === "declined" || end === "snoozed")
          later(at + 9_000, { type: "attempt-progressed", attempt, progress: "answered" });
        later(at + 12_000, {
          type: "attempt-progressed",
          attempt,
          progress: end,
          ...(end === "snoozed" ? { laterMs: pick(command.dialogue.laterMs) } : {}),
        });
        break;
      }
      case "hang-up":
        later(at + 500, { type: "call-ended", call: command.attempt });
        break;
    }
  }

  function ask({ call, dialogue }: Extract<Command, { type: "offer" | "withdraw" }>, at: number): void {
    const choice = pick(["yes", "yes", "no", "silent"] as const);
    later(at + 1_000, { type: "question-began", call });
    if (dialogue.otherNumber && random() < 0.2)
      later(at + 1_500, {
        type: "number-keyed",
        call,
        callee: { person: `k${options.seed}-${call}`, number: pick(["dialable", "dialable", "refused"]) },
      });
    if (choice === "yes" && random() < 0.4) orderLater(call, at);
    later(soon(at + 2_001, 9_000), {
      type: "choice-made",
      call,
      choice,
      source: choice === "silent" ? "timeout" : "key",
      ...(choice === "yes" ? { consent: { prompt: "question-choice@1", key: "1" } } : {}),
      ...(choice === "yes" && dialogue.laterMs.length > 0 && random() < 0.2
        ? { laterMs: pick(dialogue.laterMs) }
        : {}),
      ...(choice === "yes" && dialogue.recordName && random() < 0.5 ? { nameRecorded: true } : {}),
    });
  }

  /** A supervisor does something with the callback, or their person wants to be erased. */
  function orderLater(callback: string, at: number): void {
    const person = run.state.calls.get(callback)?.person;
    if (person && random() < 0.1) {
      later(soon(at, 1_200_000), { type: "person-erased", person });
      return;
    }
    const act = pick<SupervisorAct>([
      { type: "cancel" },
      { type: "call-now" },
      { type: "move", skill: 12 },
      { type: "move", notBefore: at + 1_800_000 },
      { type: "move", skill: 99 },
    ]);
    later(soon(at, 900_000), {
      type: "supervisor-ordered",
      order: `order of ${callback}`,
      callback,
      act,
      author: "ana",
      why: "lo pidió",
    });
  }

  take({ type: "settings-adopted", settings }, options.startAt);
  take({ type: "snapshot", calls: [], agents: [], attempts: [], canWithdraw: true }, options.startAt);
  for (let n = 0; n < 4; n++)
    take(
      { type: "agent-changed", agent: `agent-${n}`, skills: [7, 12, 300], status: "free" },
      options.startAt,
    );
  for (let n = 1; n <= options.calls; n++) {
    const caller = {
      person: `p${options.seed}-${n}`,
      number: "dialable",
      draw: ((n * 7) % 50) / 50,
      ...(n % 5 === 0 ? { class: { name: n % 2 === 0 ? "vip" : "gold", creditMs: 180_000 } } : {}),
    } as const;
    const skill = pick([7, 7, 7, 12, 300]);
    later(soon(options.startAt, options.spreadMs), { type: "call-arrived", call: `c${n}`, skill, caller });
  }
  let wokeAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    due.sort((one, other) => other.at - one.at || other.order - one.order);
    const next = due.at(-1);
    const wake = nextWake(run.state, run.steps.at(-1)!.fact.at);
    if (wake !== null && wake > wokeAt && (!next || wake < next.at)) {
      wokeAt = wake;
      take({ type: "woke" }, Math.max(wake, run.steps.at(-1)!.fact.at));
    } else if (next) {
      due.pop();
      take(next.body, next.at);
    } else return run;
  }
}

/** Numbers in [0, 1) that follow from the seed: a linear congruential generator. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
