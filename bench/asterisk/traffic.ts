import type { Behaviour } from "../../test/asterisk/bed/phone-call.ts";
import { type Callers, callers } from "../../test/asterisk/bed/sipp.ts";
import { type Centre, numberOf } from "./centre.ts";

/** The queue whose callers are all offered a return call, and the one whose callers are all passed. */
export const OFFERING = "ventas";
export const PASSING = "soporte";

interface Kind {
  readonly to: string;
  /** Of all calls. */
  readonly share: number;
  readonly does: Behaviour;
  /** What their phone does when they are called back, where that is not what all do. */
  readonly calledBack?: Behaviour;
}

const saysYes: Behaviour = {
  keys: [
    { afterMs: 4_000, key: "1" },
    { afterMs: 9_000, key: "1" },
  ],
};

/** The question is 8 s of sound, the caller's number and what to do with it 12 s. */
const kinds = {
  passed: { to: PASSING, share: 0.4, does: {} },
  yes: { to: OFFERING, share: 0.05, does: saysYes },
  "yes-and-busy-later": {
    to: OFFERING,
    share: 0.01,
    does: saysYes,
    calledBack: { refuse: { status: 486, afterMs: 300 } },
  },
  no: { to: OFFERING, share: 0.24, does: { keys: [{ afterMs: 6_000, key: "2" }] } },
  silent: { to: OFFERING, share: 0.15, does: {} },
  "hangs-up": { to: OFFERING, share: 0.15, does: { hangUpAfterMs: 5_000 } },
} as const satisfies Record<string, Kind>;

export type KindOfCaller = keyof typeof kinds;

/** What a kind of caller dials. */
export function queueOf(kind: KindOfCaller): string {
  return kinds[kind].to;
}

export interface Schedule {
  readonly durationS: number;
  readonly ratePerS: number;
  readonly bursts?: { readonly everyS: number; readonly lastS: number; readonly ratePerS: number };
}

/** Callers of one kind, from one SIPp. */
export interface Group extends Callers {
  readonly kind: KindOfCaller;
}

/** Sends the calls of a schedule; the first burst comes half a period after the start. */
export class Traffic {
  readonly groups: Group[] = [];
  readonly #centre: Centre;
  #numbers = 0;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** Ends when every call has begun and is over, or after `boundMs`. */
  async run({ durationS, ratePerS, bursts }: Schedule, boundMs: number): Promise<void> {
    const start = performance.now();
    await this.#send(ratePerS, durationS);
    if (bursts)
      for (let at = bursts.everyS / 2; at + bursts.lastS <= durationS; at += bursts.everyS) {
        await sleepUntil(start + at * 1000);
        // What comes steadily goes on meanwhile.
        await this.#send(bursts.ratePerS - ratePerS, bursts.lastS);
      }
    while (performance.now() < start + boundMs && this.groups.some((group) => group.running()))
      await sleepUntil(performance.now() + 200);
  }

  async #send(ratePerS: number, forS: number): Promise<void> {
    const all = Object.entries(kinds) as [KindOfCaller, Kind][];
    await Promise.all(
      all.map(async ([kind, { to, share, does, calledBack }]) => {
        const count = Math.round(ratePerS * share * forS);
        const numbers = Array.from({ length: count }, () => numberOf(++this.#numbers));
        if (calledBack !== undefined)
          for (const number of numbers) this.#centre.customers.behave(`+57${number}`, calledBack);
        const settings = { to, numbers, ratePerS: ratePerS * share, keepsSound: false, ...does };
        this.groups.push({ kind, ...(await callers(this.#centre.asterisk, settings)) });
      }),
    );
  }
}

function sleepUntil(at: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at - performance.now()));
  });
}
