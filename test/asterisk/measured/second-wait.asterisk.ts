import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "../../../bench/measure.ts";
import { SecondWaits } from "../../../bench/second-waits.ts";
import type { Step } from "../../../src/journal/port/run.ts";
import { plain } from "../../../src/line/judgement/plain.ts";
import { lineOf } from "../../../src/line/state.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import type { ManagerMessage } from "../bed/manager.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import type { Phones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";
import { story } from "../stories/story.ts";
import { SKILL, type World } from "../stories/world.ts";

/**
 * What stands in docs/callbacks.md of the second wait on a real Asterisk: two agents, thirty return calls, everything about
 * forty times as fast as in a real centre. Callers come faster than two agents can serve them until thirty have said yes.
 */
const RETURN_CALLS = 30;
const AGENTS = ["ana", "beto"];
/** A caller every three seconds; two agents serve one in about five. */
const BETWEEN_CALLERS_MS = 3_000;
const TALK_MS = { from: 4_000, to: 12_000 };
/** Callers are asked from so many in line on. */
const ASKED_FROM = 3;
const YES_SHARE = 0.7;
/** The means by which those who wait on the phone give up: the first time, and again after key 1. */
const PATIENCE_MS = { waiting: 60_000, again: 20_000 };
const WITHIN_MS = 480_000;

const random = new RandomSource("second wait").stream("phones");
const between = ({ from, to }: { from: number; to: number }) => from + (to - from) * random.uniform();
const exponential = (mean: number) => -mean * Math.log(1 - random.uniform());

/** The people of the centre, until it closes. */
class People {
  readonly #world: World;
  readonly #events: readonly ManagerMessage[];
  readonly #told = new Set<string>();
  #read = 0;
  #closed = false;

  /** `events`: what the manager reports, as it comes. */
  constructor(world: World, events: readonly ManagerMessage[]) {
    this.#world = world;
    this.#events = events;
  }

  close(): void {
    this.#closed = true;
  }

  /** An agent answers one call after another; each takes another time. */
  async works(agent: string): Promise<void> {
    for (let taken = 0; !this.#closed; taken++) {
      const [answerAfterMs, hangUpAfterMs] = [between({ from: 200, to: 800 }), between(TALK_MS)];
      this.#world.agents.behave(agent, { answerAfterMs, hangUpAfterMs });
      await this.#comes(this.#world.agents, agent, taken);
    }
  }

  /** A caller says yes or no if asked, and waits otherwise. */
  async calls(number: string, saysYes: boolean): Promise<void> {
    const call = await this.#world.call(number);
    await call.until("answered", 30_000);
    // A caller who is not asked is in the queue at once.
    await pause(900);
    if (!call.ended && !this.#was("QueueCallerJoin", number)) {
      call.press(saysYes ? "1" : "2");
      await pause(900);
      if (saysYes) call.press("1");
      await until(
        "the queue, or a farewell",
        60_000,
        () => call.ended || this.#was("QueueCallerJoin", number),
      );
    }
    await this.#losesPatience(call, PATIENCE_MS.waiting);
    await call.end(WITHIN_MS);
  }

  /** A customer who is called back presses 1, and waits again. */
  async isCalledBack(number: string): Promise<void> {
    const keys = [{ afterMs: between({ from: 800, to: 2_500 }), key: "1" }];
    this.#world.customers.behave(number, { answerAfterMs: between({ from: 1_000, to: 3_000 }), keys });
    const call = await this.#comes(this.#world.customers, number, 0);
    if (!call) return;
    await until("the key, or the end", 60_000, () => call.ended || call.event("key"));
    await this.#losesPatience(call, PATIENCE_MS.again);
  }

  /** The nth call to a phone; `null` when the centre closed before. */
  async #comes(phones: Phones, number: string, nth: number): Promise<PhoneCall | null> {
    const call = () => phones.calls.filter((one) => one.number === number)[nth];
    await until(`a call of ${number}`, WITHIN_MS, () => this.#closed || call());
    return call() ?? null;
  }

  /** Hangs up when a patience of its own ends before an agent comes. */
  async #losesPatience(call: PhoneCall, meanMs: number): Promise<void> {
    const ends = Date.now() + exponential(meanMs);
    const isServed = () => this.#was("AgentConnect", call.number);
    await until(
      "an agent, or the end of a patience",
      WITHIN_MS,
      () => call.ended || isServed() || Date.now() > ends,
    );
    if (!call.ended && !isServed()) call.hangUp();
  }

  #was(event: string, number: string): boolean {
    for (; this.#read < this.#events.length; this.#read++) {
      const { Event, CallerIDNum } = this.#events[this.#read]!;
      this.#told.add(`${Event} ${CallerIDNum}`);
    }
    return this.#told.has(`${event} ${number}`);
  }
}

/**
 * None was dialled while neither agent was free nor predicted to be: by what Asterisk had reported of the agents until then, and
 * by what the journal keeps of each prediction. Gives how many were dialled for an agent who was predicted.
 */
function judge(steps: readonly Step[]): number {
  const status = new Map<string, string>();
  let ahead = 0;
  for (const { fact, events } of steps) {
    if (fact.type === "snapshot") for (const agent of fact.agents) status.set(agent.agent, agent.status);
    if (fact.type === "agent-changed") status.set(fact.agent, fact.status);
    for (const event of events) {
      if (event.type !== "attempt-dialled") continue;
      const { why, claims, freeAgents, expectedReleases, kappa } = event.inputs;
      if (why === "agent-soon") ahead++;
      else {
        assert.equal(why, "turn-came");
        assert.ok([...status.values()].includes("free"), `an agent is free at ${event.attempt}`);
      }
      const view = { freeAgents, expectedReleases: expectedReleases!, kappa: kappa! };
      assert.ok(plain.pace(view) > claims!, `an agent for ${event.attempt}, beyond those of others`);
    }
  }
  return ahead;
}

story(
  "two agents call thirty customers back, and none is dialled while neither is free nor predicted to be",
  { agents: AGENTS, attempts: { max: 1, ringForMs: 15_000 } },
  async (world) => {
    const manager = await world.asterisk.manager();
    const people = new People(world, manager.events);
    const lives = AGENTS.map((agent) => people.works(agent));
    const registered = async () =>
      (await world.events()).filter(({ type }) => type === "callback-registered").length;
    for (let nth = 1; (await registered()) < RETURN_CALLS; nth++) {
      const number = `3000000${100 + nth}`;
      const { live, waiting, dialled } = lineOf(world.operation.coreState, SKILL);
      world.offers = live.size + waiting.size + dialled.size >= ASKED_FROM;
      const saysYes = random.uniform() < YES_SHARE;
      lives.push(people.calls(number, saysYes), people.isCalledBack(`+57${number}`));
      await pause(exponential(BETWEEN_CALLERS_MS));
    }
    world.offers = false;
    const { callbacks, calls } = world.operation.coreState;
    await until("all calls are over", WITHIN_MS, () => callbacks.size + calls.size === 0);
    people.close();
    await Promise.all(lives);

    const steps = await world.steps();
    const ahead = judge(steps);
    const told = new SecondWaits();
    for (const step of steps) told.see(step);
    const { seconds, hungUp, early, overtakes, calls: inbound, abandoned } = told;
    const [medianS, p90S] = [quantile(seconds, 0.5), quantile(seconds, 0.9)];
    console.log({
      confirmed: seconds.length,
      medianS,
      p90S,
      hungUp,
      early,
      ahead,
      overtakes,
      inbound,
      abandoned,
    });
    assert.ok(seconds.length >= 0.9 * RETURN_CALLS, "they were called back");
    assert.equal(told.intoHold, 0);
  },
  { withinMs: WITHIN_MS },
);
