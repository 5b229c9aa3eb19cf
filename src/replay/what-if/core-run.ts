import type { Exchange, Report } from "../../exchange/port.ts";
import { decide } from "../../line/decide.ts";
import type { Event } from "../../line/events.ts";
import type { Fact } from "../../line/facts.ts";
import { commandsAfter } from "../../line/outstanding.ts";
import type { Settings } from "../../line/settings.ts";
import { emptyState, type State } from "../../line/state.ts";
import { nextWake } from "../../line/wake.ts";
import { factWithPeople, namingsIn } from "../../operation/facts-of-reports.ts";
import { HeldAgents } from "../../operation/held-agents.ts";
import { withClocks } from "../../operation/zone-clocks.ts";
import { Alarm } from "../../time/alarm.ts";
import type { Clock } from "../../time/clock.ts";
import { localDateOf } from "../../time/local-time.ts";

/** What happens in a run. */
export interface RunWatcher {
  /** Before each fact: the state has been as it is until `at`, epoch ms. */
  readonly before: (at: number, state: State) => void;
  readonly event: (event: Event, at: number) => void;
}

/**
 * The core of an operation that steers a simulated exchange and keeps no journal: each report is concluded from and its commands
 * are given at once, since nothing has to outlive the run. Numbers are people as they are, and all may be dialled.
 */
export class CoreRun {
  readonly state: State;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #watcher: RunWatcher;
  readonly #draw: (person: string, day: string) => number;
  #exchange: Exchange | null = null;
  #held: HeldAgents | null = null;

  /** `draw`: what decides of a person on a local day whether they are held out, from 0 inclusive to 1 exclusive. */
  constructor(given: {
    readonly settings: Settings;
    readonly clock: Clock;
    readonly watcher: RunWatcher;
    readonly draw: (person: string, day: string) => number;
  }) {
    this.state = emptyState(given.settings);
    this.#clock = given.clock;
    this.#alarm = new Alarm(given.clock, (due) => this.#take({ type: "woke", at: due }));
    this.#watcher = given.watcher;
    this.#draw = given.draw;
  }

  /** Steers this exchange from now on, and no other. */
  steer(exchange: Exchange): void {
    this.letGo();
    this.#exchange = exchange;
    const { state } = this;
    this.#held = new HeldAgents({ clock: this.#clock, exchange, state, isWell: () => true });
    exchange.connect((report) => this.#take(this.#factOf(report)));
  }

  letGo(): void {
    this.#exchange?.disconnect();
    this.#exchange = null;
    this.#held?.stop();
    this.#alarm.set(null);
  }

  #take(fact: Fact): void {
    const { state } = this;
    const { at } = fact;
    this.#watcher.before(at, state);
    const { events, commands } = decide(state, withClocks(state, fact));
    for (const event of events) this.#watcher.event(event, at);
    for (const command of commandsAfter({ fact, commands }, state))
      this.#exchange?.execute(command.type === "dial" ? { ...command, number: command.person } : command);
    this.#held?.keep();
    this.#alarm.set(nextWake(state, at));
  }

  #factOf(report: Report): Fact {
    const { timeZone } = this.state.settings;
    const at = this.#clock.now();
    return factWithPeople(report, at, this.#exchange!.capabilities, {
      callers: namingsIn(report).map(({ number }) => ({
        person: number,
        number: number === null ? "anonymous" : "dialable",
      })),
      drawOf: (person) => this.#draw(person, localDateOf(at, timeZone)),
    });
  }
}
