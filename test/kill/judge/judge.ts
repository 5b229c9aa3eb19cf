import { defaultOptions } from "../../../src/exchange/simulated/options.ts";
import { unansweredMs } from "../../../src/exchange/simulated/spoken-length.ts";
import type { ReturnCall, SimulatedCaller } from "../../../src/exchange/simulated/traffic/traffic.ts";
import type { Story } from "../story.ts";
import { settingsOfStory } from "../story-settings.ts";
import { problemsAtOnce } from "./at-once.ts";
import type { CallbackRow, Rows } from "./rows.ts";

/** What was judged, and what is wrong with it, in sentences. */
export interface Verdict {
  readonly problems: readonly string[];
  readonly judged: {
    readonly callers: number;
    readonly questionsHeard: number;
    readonly promisesHeard: number;
    readonly callbacks: number;
    readonly rings: number;
    readonly servedByReturnCall: number;
    /** Return calls that were answered and over while Espera was away, and its customers that it phoned again. */
    readonly servedUnseen: number;
    readonly phonedAgain: number;
  };
}

/**
 * Compares what people outside heard and saw with what the journal says happened. It knows nothing of how Espera
 * works: only what was promised, which phones rang, who talked to which agent, and the rows.
 */
export function judge(story: Story, rows: Rows): Verdict {
  return new Judge(story, rows).verdict();
}

class Judge {
  readonly #story: Story;
  readonly #rows: Rows;
  readonly #problems: string[] = [];
  /** So much late Espera may be with whatever it says, and what follows from it, too. */
  readonly #lateMs: number;
  #servedUnseen = 0;
  #phonedAgain = 0;

  constructor(story: Story, rows: Rows) {
    this.#story = story;
    this.#rows = rows;
    this.#lateMs = story.world.slowMs + 1_000;
  }

  verdict(): Verdict {
    const { observer, traffic } = this.#story.world;
    this.#problems.push(...problemsAtOnce(this.#story, this.#rows));
    this.#judgeCallbacks();
    this.#judgeRings();
    this.#judgeServices();
    this.#judgeTreatments();
    for (const caller of traffic.callers.values()) this.#judgeCaller(caller);
    for (const ring of observer.rings)
      if (ring.how === "picked-up") this.#judgeLeg(ring.attempt, ring.until!);
    return {
      problems: this.#problems,
      judged: {
        callers: traffic.callers.size,
        questionsHeard: this.#hearings("question").length,
        promisesHeard: this.#hearings("promise").length,
        callbacks: this.#rows.callbacks.size,
        rings: observer.rings.length,
        servedByReturnCall: observer.services.filter(({ call }) => isLeg(call)).length,
        servedUnseen: this.#servedUnseen,
        phonedAgain: this.#phonedAgain,
      },
    };
  }

  #judgeCallbacks(): void {
    for (const row of this.#rows.callbacks.values()) {
      const caller = this.#caller(row.id);
      if (caller?.question.does !== "yes" || !this.#heard(row.id, "question"))
        this.#wrong(`callback ${row.id} was registered for somebody who did not ask for it`);
      if (row.ended_at === null || row.reason === null || !FINAL.has(row.status))
        this.#wrong(`callback ${row.id} is ${row.status} and not at an end`);
      if (row.attempts > MOST_ATTEMPTS) this.#wrong(`callback ${row.id} has ${row.attempts} attempts`);
      if (row.status === "OK" && !this.#legServed(row.id))
        this.#wrong(`callback ${row.id} ended OK, and nobody talked to its customer`);
      if (row.reason === "attended-before" && !this.#attendedOtherwise(row))
        this.#wrong(`callback ${row.id} ended because its customer had been attended, and they had not`);
      if (row.reason === "attempts-used-up" && row.attempts !== MOST_ATTEMPTS)
        this.#wrong(`callback ${row.id} ended for want of attempts after ${row.attempts}`);
    }
  }

  #judgeRings(): void {
    const { rings, ends } = this.#story.world.observer;
    const rung = new Set<string>();
    const lastOf = new Map<string, { attempt: string; until: number; rings: number }>();
    for (const { attempt, number, at } of rings) {
      const row = this.#rows.attempts.get(attempt);
      const callback = callbackOf(attempt);
      if (rung.has(attempt)) this.#wrong(`attempt ${attempt} rang twice`);
      rung.add(attempt);
      if (!row) this.#wrong(`attempt ${attempt} rang and is not in the journal`);
      if (this.#caller(callback)?.number !== number)
        this.#wrong(`attempt ${attempt} rang another number than the one that asked for it`);
      const endedAt = this.#rows.callbacks.get(callback)?.ended_at ?? 0;
      if (row && row.dialled_at > endedAt)
        this.#wrong(`attempt ${attempt} was dialled after its callback's end`);
      const last = lastOf.get(callback);
      if (last && last.until > at)
        this.#wrong(`attempt ${attempt} rang while ${last.attempt} was on the phone`);
      const count = (last?.rings ?? 0) + 1;
      if (count > MOST_ATTEMPTS) this.#wrong(`callback ${callback} rang ${count} times`);
      const until = ends.get(attempt);
      if (until === undefined) this.#wrong(`attempt ${attempt} rang and its phone was never hung up`);
      lastOf.set(callback, { attempt, until: until ?? at, rings: count });
    }
  }

  /** Who was served in the sight of a server that lived on ended OK, and is not phoned again. */
  #judgeServices(): void {
    const { services, ends, rings } = this.#story.world.observer;
    const lastLife = this.#story.world.presence.at(-1)!.from;
    for (const { call, at } of services) {
      if (!isLeg(call)) continue;
      const callback = callbackOf(call);
      const seen = (ends.get(call) ?? at) > lastLife;
      const isOk = this.#rows.callbacks.get(callback)?.status === "OK";
      const again = rings.some((ring) => callbackOf(ring.attempt) === callback && ring.at > at);
      if (!seen) {
        if (this.#rows.attempts.get(call)?.result !== "joined") this.#servedUnseen++;
        if (again) this.#phonedAgain++;
        continue;
      }
      if (!isOk) this.#wrong(`${call} was served and its callback is not OK`);
      if (again) this.#wrong(`${call} was served, and phoned again`);
    }
  }

  /** Nobody counts as treated who has not heard the question. */
  #judgeTreatments(): void {
    for (const { id, question_at } of this.#rows.calls.values())
      if (question_at !== null && !this.#heard(id, "question"))
        this.#wrong(`${id} counts as treated and never heard the question`);
  }

  /** They reached the line, were promised a call, or hung up themselves; and none of it took long. */
  #judgeCaller(caller: SimulatedCaller): void {
    const { call, at } = caller;
    const heard = this.#story.world.observer.hearings.filter((hearing) => hearing.call === call);
    const endedAt = this.#story.world.observer.ends.get(call)!;
    if (heard.some(({ what }) => what.what === "sorry")) this.#wrong(`${call} was turned away`);
    const told = heard.find(({ what }) => what.what === "queue-music" || what.what === "promise");
    const inDialogueMs = (told?.at ?? endedAt) - at;
    if (inDialogueMs > 2 * watchdogMs + QUESTION_MS + 4 * this.#lateMs)
      this.#wrong(`${call} was in dialogue for ${inDialogueMs} ms`);
    const inLine = heard.some(({ what }) => what.what === "queue-music");
    if (inLine) {
      // Taken out of the line to be asked, they may have been promised a call.
      const told = this.#heard(call, "promise");
      if (!this.#served(call) && !this.#hungUp(call) && !told)
        this.#wrong(`${call} was in line and was hung up on`);
    } else if (!told) {
      if (!this.#hungUp(call)) this.#wrong(`${call} was in dialogue and was hung up on`);
    }
  }

  /** A customer who picked up and wanted to talk came into the line, or hung up themselves. */
  #judgeLeg(attempt: string, pickedUpAt: number): void {
    const script = this.#scriptOf(attempt);
    const { observer } = this.#story.world;
    const endedAt = observer.ends.get(attempt)!;
    const music = observer.hearings.find(({ call, what }) => call === attempt && what.what === "queue-music");
    // Who is not to be put through hears a goodbye; nobody who pressed the key for it does.
    const dismissed = script.does !== "confirm" && !music && this.#heard(attempt, "goodbye");
    const hungUpHimself = this.#hungUp(attempt) || dismissed;
    const toldAfterMs = (music?.at ?? endedAt) - pickedUpAt;
    if (toldAfterMs > Math.max(script.confirmAfterMs, CONFIRMATION_MS) + watchdogMs + 4 * this.#lateMs)
      this.#wrong(`${attempt} was kept for ${toldAfterMs} ms after picking up`);
    // Who was picked up by an agent on a call of their own is served: their return call may be taken back.
    const takenBack = this.#rows.attempts.get(attempt)?.result === "withdrawn" && !music;
    if (!this.#served(attempt) && !hungUpHimself && !takenBack)
      this.#wrong(`${attempt} picked up and was hung up on`);
  }

  #scriptOf(attempt: string): ReturnCall {
    const callback = callbackOf(attempt);
    const { skill } = this.#story.world.traffic.callers.get(callback)!;
    return this.#story.world.traffic
      .customer(callback, skill)
      .returnCall(Number(attempt.slice(callback.length + 1)));
  }

  #caller(call: string): SimulatedCaller | undefined {
    return this.#story.world.traffic.callers.get(call);
  }

  #hearings(what: string) {
    return this.#story.world.observer.hearings.filter((hearing) => hearing.what.what === what);
  }

  #heard(call: string, what: string): boolean {
    return this.#story.world.observer.hearings.some(
      (hearing) => hearing.call === call && hearing.what.what === what,
    );
  }

  #hungUp(call: string): boolean {
    return this.#story.world.observer.acts.some((act) => act.call === call && act.what.what === "hung-up");
  }

  #served(call: string): boolean {
    return this.#story.world.observer.services.some((service) => service.call === call);
  }

  #legServed(callback: string): boolean {
    return this.#story.world.observer.services.some(
      ({ call }) => isLeg(call) && callbackOf(call) === callback,
    );
  }

  /** By an agent of the skill that they wait for, or on the call with which they asked for it, wherever it was moved since. */
  #attendedOtherwise({ id, skill }: CallbackRow): boolean {
    const number = this.#caller(id)?.number;
    return this.#story.world.observer.services.some(
      (service) =>
        service.call === id || (this.#caller(service.call)?.number === number && service.skill === skill),
    );
  }

  #wrong(problem: string): void {
    this.#problems.push(problem);
  }
}

function isLeg(call: string): boolean {
  return call.includes("~");
}

function callbackOf(attempt: string): string {
  return attempt.slice(0, attempt.lastIndexOf("~"));
}

const { watchdogMs } = defaultOptions;
/** What is asked in the stories, by who says nothing. */
const QUESTION_MS = unansweredMs([{ what: "question", opening: "arriving", waitMs: 0, later: false }], 0);
const CONFIRMATION_MS =
  unansweredMs([{ what: "confirmation-asked", greets: true, later: false }], 0) +
  unansweredMs([{ what: "confirmation-asked-again" }], 0);
const MOST_ATTEMPTS = settingsOfStory.attempts.max;
const FINAL = new Set(["OK", "FAIL", "NO USER", "STOP NEW"]);
