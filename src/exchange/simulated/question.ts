import type { OfferDialogue } from "../../line/commands.ts";
import type { Choice, ChoiceSource, Consent } from "../../line/facts.ts";
import type { Did, Heard } from "./observer.ts";
import type { PhoneCall } from "./phone-call.ts";
import type { Switchboard } from "./switchboard.ts";
import type { DetailsBehaviour, DetailsStep, QuestionBehaviour } from "./traffic.ts";

/** One asking of a caller, as far as it has come. */
export interface Asked {
  readonly dialogue: OfferDialogue;
  readonly details: DetailsBehaviour;
  /** The key of his yes. */
  key: "1" | "3";
  laterMs: number | null;
  /** What he keyed last, and how many of his numbers were refused. */
  keyed: string | null;
  refusals: number;
  named: boolean;
}

/** What came out of it. */
export interface Chosen {
  readonly choice: Choice;
  readonly source: ChoiceSource;
  readonly consent?: Consent;
  readonly laterMs?: number;
  readonly nameRecorded?: true;
}

/**
 * What a caller is asked, in the order in which he hears it: whether he wants to be called back, or later; at which
 * number; his name. It ends in one choice, or he hangs up.
 */
export class Question {
  readonly #switchboard: Switchboard;
  readonly #chosen: (call: PhoneCall, chosen: Chosen) => void;
  readonly #hungUp: (call: PhoneCall) => void;
  readonly #judged: (call: PhoneCall) => void;

  /** `judged` is told that the number which the call has keyed waits to be judged. */
  constructor(
    switchboard: Switchboard,
    tell: {
      readonly chosen: (call: PhoneCall, chosen: Chosen) => void;
      readonly hungUp: (call: PhoneCall) => void;
      readonly judged: (call: PhoneCall) => void;
    },
  ) {
    this.#switchboard = switchboard;
    this.#chosen = tell.chosen;
    this.#hungUp = tell.hungUp;
    this.#judged = tell.judged;
  }

  begin(call: PhoneCall, dialogue: OfferDialogue, behaviour: QuestionBehaviour): void {
    const { options } = this.#switchboard;
    const { afterMs, does, details = agreeable } = behaviour;
    const picksLater = details.later !== null && dialogue.laterMs.length > 0;
    const key = picksLater ? "3" : "1";
    const asked: Asked = { dialogue, details, key, laterMs: null, keyed: null, refusals: 0, named: false };
    call.asked = asked;
    call.stage = "question";
    this.#switchboard.report({ type: "question-began", call: call.id });
    this.#hears(call, { what: "question", waitMs: dialogue.waitMs });
    if (does === "silent" || afterMs >= options.questionMs) this.#staysSilent(call, options.questionMs);
    else if (does === "hang-up") this.#switchboard.next(call, afterMs, () => this.#hungUp(call));
    else if (does === "no") this.#presses(call, afterMs, "2", () => this.#saysNo(call));
    else if (picksLater) this.#presses(call, afterMs, key, () => this.#later(call, asked));
    else this.#presses(call, afterMs, key, () => this.#number(call, asked));
  }

  /** The number that he keyed will be called, or he is to key another; after the second there is no more. */
  judge(call: PhoneCall, accepted: boolean): void {
    const { asked } = call;
    if (call.stage !== "keyed" || !asked) return;
    call.stage = "question";
    if (accepted) {
      this.#hears(call, { what: "number", number: asked.keyed! });
      this.#switchboard.next(call, this.#switchboard.options.numberMs, () => this.#name(call, asked));
      return;
    }
    this.#hears(call, { what: "number-refused" });
    asked.refusals++;
    if (asked.refusals < MOST_KEYED) this.#keying(call, asked);
    else this.#saysNo(call);
  }

  #later(call: PhoneCall, asked: Asked): void {
    const { laterMs } = asked.dialogue;
    this.#hears(call, { what: "later-options", laterMs });
    if (this.#stops(call, asked, "later")) return;
    const picked = Math.min(asked.details.later!, laterMs.length - 1);
    this.#presses(call, asked.details.answersAfterMs, String(picked + 1), () => {
      asked.laterMs = laterMs[picked]!;
      this.#number(call, asked);
    });
  }

  /** Who shows no number, or one that may not be called, has to key one. */
  #number(call: PhoneCall, asked: Asked): void {
    const { dialogue, details } = asked;
    if (dialogue.keyNumber || (call.number === null && dialogue.otherNumber)) this.#keying(call, asked);
    else if (call.number === null || !(dialogue.confirmNumber || dialogue.otherNumber))
      this.#name(call, asked);
    else {
      this.#hears(call, { what: "number", number: call.number });
      if (this.#stops(call, asked, "number")) return;
      if (details.keys.length === 0)
        this.#presses(call, details.answersAfterMs, "1", () => this.#name(call, asked));
      else if (dialogue.otherNumber)
        this.#presses(call, details.answersAfterMs, "2", () => this.#keying(call, asked));
      else this.#presses(call, details.answersAfterMs, "2", () => this.#saysNo(call));
    }
  }

  #keying(call: PhoneCall, asked: Asked): void {
    const { keys, keysAfterMs } = asked.details;
    const { keyingMs } = this.#switchboard.options;
    this.#hears(call, { what: "number-wanted" });
    if (this.#stops(call, asked, "keying")) return;
    const number = keys[asked.refusals];
    if (number === undefined || keysAfterMs >= keyingMs) this.#staysSilent(call, keyingMs);
    else
      this.#presses(call, keysAfterMs, `${number}#`, () => {
        call.stage = "keyed";
        asked.keyed = number;
        call.turn++;
        this.#judged(call);
        this.#switchboard.report({ type: "number-keyed", call: call.id, number });
      });
  }

  #name(call: PhoneCall, asked: Asked): void {
    if (!asked.dialogue.recordName) {
      this.#saysYes(call, asked);
      return;
    }
    const { stops, saysName } = asked.details;
    this.#hears(call, { what: "name-wanted" });
    if (stops?.at === "name" && this.#stops(call, asked, "name")) return;
    this.#switchboard.next(call, this.#switchboard.options.nameMs, () => {
      asked.named = saysName;
      if (saysName) this.#does(call, { what: "said-name" });
      this.#saysYes(call, asked);
    });
  }

  /** Whether he does nothing any more in this step, or hangs up in it: what comes of it is on its way then. */
  #stops(call: PhoneCall, { details }: Asked, step: DetailsStep): boolean {
    const { stops, answersAfterMs } = details;
    const { detailMs } = this.#switchboard.options;
    if (stops?.at === step && stops.how === "hang-up") {
      this.#switchboard.next(call, answersAfterMs, () => this.#hungUp(call));
      return true;
    }
    const silent = stops?.at === step || answersAfterMs >= detailMs;
    if (!silent || step === "name") return false;
    this.#staysSilent(call, detailMs);
    return true;
  }

  #presses(call: PhoneCall, afterMs: number, keys: string, then: () => void): void {
    this.#switchboard.next(call, afterMs, () => {
      this.#does(call, { what: "pressed", keys });
      then();
    });
  }

  #staysSilent(call: PhoneCall, ms: number): void {
    this.#switchboard.next(call, ms, () => this.#chosen(call, { choice: "silent", source: "timeout" }));
  }

  #saysNo(call: PhoneCall): void {
    this.#chosen(call, { choice: "no", source: "key" });
  }

  #saysYes(call: PhoneCall, { key, laterMs, named }: Asked): void {
    this.#chosen(call, {
      choice: "yes",
      source: "key",
      consent: { prompt: PROMPT, key },
      ...(laterMs === null ? {} : { laterMs }),
      ...(named ? { nameRecorded: true } : {}),
    });
  }

  #hears(call: PhoneCall, heard: Heard): void {
    this.#switchboard.observer?.heard(call.id, heard, this.#switchboard.clock.now());
  }

  #does(call: PhoneCall, did: Did): void {
    this.#switchboard.observer?.did(call.id, did, this.#switchboard.clock.now());
  }
}

/** The words by which he is asked, and their version. */
const PROMPT = "question-choice@1";
/** Numbers that a caller may key in one dialogue. */
const MOST_KEYED = 2;

const agreeable: DetailsBehaviour = {
  answersAfterMs: 3_000,
  keysAfterMs: 8_000,
  later: null,
  keys: [],
  saysName: true,
  stops: null,
};
