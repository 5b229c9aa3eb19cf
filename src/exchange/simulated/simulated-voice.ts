import { NAME_WITHIN_MS } from "../../line/call/dialogue-deadlines.ts";
import type { Act, ActOutcome, DialogueScript } from "../dialogue/dialogue-run.ts";
import { KeyedDigits } from "../dialogue/keyed-digits.ts";
import type { Utterance } from "../dialogue/utterances.ts";
import type { Did } from "./observer.ts";
import type { Person, Reaction } from "./person.ts";
import type { PhoneCall } from "./phone-call.ts";
import { spokenMs, unansweredMs } from "./spoken-length.ts";
import type { Switchboard } from "./switchboard.ts";

/** The person behind the voice, and who learns what comes of a script. */
export interface Listeners<T> {
  readonly person: Person;
  readonly done: (result: T) => void;
  readonly hungUp: () => void;
  /** They keyed a number: `judged` is to be called with whether it may be called. */
  readonly keyed: (number: string, judged: (accepted: boolean) => void) => void;
}

/**
 * The voice of the simulated exchange, with a person behind it who does what was drawn. Time passes by the exchange's clock, as
 * long as the prompts last. What comes next in a call is cancelled when it is seated or ends, and the script with it.
 */
export class SimulatedVoice {
  readonly #switchboard: Switchboard;

  constructor(switchboard: Switchboard) {
    this.#switchboard = switchboard;
  }

  /** Plays a script on a call. */
  play<T>(call: PhoneCall, script: DialogueScript<T>, listeners: Listeners<T>): void {
    new Playing(this.#switchboard, call, script, listeners).begin();
  }

  /** Says something that nobody answers. */
  say(call: PhoneCall, says: Utterance, then: () => void): void {
    const { clock, observer } = this.#switchboard;
    observer?.heard(call.id, says, clock.now());
    this.#switchboard.next(call, spokenMs([says], clock.now()), then);
  }
}

class Playing<T> {
  readonly #switchboard: Switchboard;
  readonly #call: PhoneCall;
  readonly #script: DialogueScript<T>;
  readonly #listeners: Listeners<T>;

  constructor(switchboard: Switchboard, call: PhoneCall, script: DialogueScript<T>, listeners: Listeners<T>) {
    this.#switchboard = switchboard;
    this.#call = call;
    this.#script = script;
    this.#listeners = listeners;
  }

  begin(): void {
    this.#take(this.#script.next());
  }

  #goOn(outcome: ActOutcome): void {
    this.#take(this.#script.next(outcome));
  }

  #take(step: IteratorResult<Act, T>): void {
    if (step.done) this.#listeners.done(step.value);
    else this.#perform(step.value);
  }

  #perform(act: Act): void {
    if (act.act === "judge") {
      this.#listeners.keyed(act.number, (accepted) => this.#goOn(accepted));
      return;
    }
    const now = this.#switchboard.clock.now();
    const says = Array.isArray(act.says) ? act.says : [act.says];
    for (const one of says) this.#switchboard.observer?.heard(this.#call.id, one, now);
    const last = says.at(-1);
    const reaction = last === undefined ? null : this.#listeners.person(last);
    if (act.act === "ask") this.#awaitKey(unansweredMs(says, now), reaction);
    else if (act.act === "say") this.#awaitKey(spokenMs(says, now), reaction, act.keys);
    else if (act.act === "digits") this.#takeDigits(spokenMs(says, now), reaction);
    else this.#record(spokenMs(says, now), reaction);
  }

  /** A key, one of `keys` where they are given. */
  #awaitKey(withinMs: number, reaction: Reaction | null, keys?: string): void {
    if (
      reaction?.does !== "press" ||
      reaction.afterMs >= withinMs ||
      !(keys?.includes(reaction.keys) ?? true)
    )
      this.#unlessHungUp(withinMs, reaction, () => this.#goOn(null));
    else
      this.#switchboard.next(this.#call, reaction.afterMs, () => {
        this.#did({ what: "pressed", keys: reaction.keys });
        this.#goOn(reaction.keys);
      });
  }

  /** The keys come evenly between the tone and the last of them. */
  #takeDigits(toneAfterMs: number, reaction: Reaction | null): void {
    const keys = reaction?.does === "press" ? Array.from(reaction.keys) : [];
    const everyMs = Math.max(0, (reaction?.afterMs ?? 0) - toneAfterMs) / Math.max(1, keys.length);
    const keyed = new KeyedDigits(0);
    let [pressed, sinceTone] = ["", 0];
    for (let waitMs = keyed.waitMs(0); waitMs > 0; waitMs = keyed.waitMs(sinceTone)) {
      const next = keys[pressed.length];
      const key = next !== undefined && everyMs < waitMs ? next : null;
      sinceTone += key === null ? waitMs : everyMs;
      pressed += key ?? "";
      keyed.take(key);
    }
    this.#unlessHungUp(toneAfterMs + Math.round(sinceTone), reaction, () => {
      if (pressed !== "") this.#did({ what: "pressed", keys: pressed });
      this.#goOn(keyed.digits);
    });
  }

  #record(toneAfterMs: number, reaction: Reaction | null): void {
    const speaks = reaction?.does === "speak";
    this.#unlessHungUp(toneAfterMs + NAME_WITHIN_MS, reaction, () => {
      if (speaks) this.#did({ what: "said-name" });
      this.#goOn(speaks);
    });
  }

  /** It goes on after `ms`, unless the person hangs up before. */
  #unlessHungUp(ms: number, reaction: Reaction | null, goOn: () => void): void {
    if (reaction?.does === "hang-up" && reaction.afterMs < ms)
      this.#switchboard.next(this.#call, reaction.afterMs, this.#listeners.hungUp);
    else this.#switchboard.next(this.#call, ms, goOn);
  }

  #did(did: Did): void {
    this.#switchboard.observer?.did(this.#call.id, did, this.#switchboard.clock.now());
  }
}
