import type { FinalStatus } from "../../src/line/events.ts";
import type { Attempt } from "../../test/asterisk/bed/attempts.ts";
import type { KindOfCaller } from "./traffic.ts";

/** What phones, Asterisk and the journal say of a run; all times are epoch ms, and `null` is what did not happen. */
export interface Account {
  readonly calls: readonly Call[];
  readonly callbacks: readonly Callback[];
  /** When it was taken. */
  readonly at: number;
}

/** The call of somebody who calls. */
export interface Call {
  readonly number: string;
  readonly does: KindOfCaller;
  readonly queue: string;
  /** By SIPp's record. */
  readonly phone: {
    readonly invitedAt: number | null;
    /** The status by which the exchange refused it. */
    readonly refused: string | null;
    readonly endedAt: number | null;
    readonly endedBy: "phone" | "exchange" | null;
  };
  /** By Asterisk; `null`: it never had this call. */
  readonly channel: ChannelSeen | null;
}

export interface ChannelSeen {
  readonly begunAt: number;
  readonly joinedAt: number | null;
  readonly endedAt: number | null;
  readonly rings: readonly Ring[];
}

/** An agent's phone that Asterisk rang. */
export interface Ring {
  readonly agent: string;
  readonly at: number;
  readonly connectedAt: number | null;
  readonly endedAt: number | null;
  /** By SIPp's record. */
  readonly pickedUpAt: number | null;
}

/** A promise, and who was promised it; `does`, `queue` and `number` are of the call that asked for it. */
export interface Callback {
  readonly number: string;
  readonly does: KindOfCaller;
  readonly queue: string;
  readonly registeredAt: number;
  readonly status: FinalStatus | null;
  readonly attempts: readonly AttemptSeen[];
}

export interface AttemptSeen extends Attempt {
  readonly channel: ChannelSeen | null;
  /** The customer's phone, by SIPp's record; `null`: no INVITE came there. */
  readonly phone: {
    readonly invitedAt: number;
    readonly pickedUpAt: number | null;
    readonly refused: string | null;
    readonly pressedAt: number | null;
    readonly endedBy: "phone" | "exchange" | null;
  } | null;
}

/** Whose doing it was that something did not go as it should; `phones` are those of the bench. */
export type Doer = "caller" | "phones" | "Asterisk" | "Espera";

/** What became of a call or a callback. */
export interface Fate {
  readonly number: string;
  readonly does: KindOfCaller;
  readonly what: string;
  /** `null`: it went as it should. */
  readonly whose: Doer | null;
  readonly why: string;
}

export interface Verdict {
  readonly calls: readonly Fate[];
  readonly callbacks: readonly Fate[];
  /** Agents' phones that did not follow their orders, and how often. */
  readonly silentPhones: ReadonlyMap<string, number>;
}

/** Phones do within so long what they are ordered to do within three seconds. */
const LATE_MS = 8_000;
/** A phone that picks up within so long is not late. */
const PROMPT_MS = 2_000;
/** The readings of two clocks may be so far apart. */
const APART_MS = 200;

/** An agent's phone that did not pick up, or did not hang up. */
interface Silence {
  readonly agent: string;
  readonly queue: string;
  readonly from: number;
  readonly until: number;
}

/** Says of every call and of every callback what became of it. What nobody else can have done is Espera's. */
export function judge(account: Account): Verdict {
  const silences = silencesIn(account);
  const promised = new Set(account.callbacks.map(({ number }) => number));
  const silentPhones = new Map<string, number>();
  for (const { agent } of silences) silentPhones.set(agent, (silentPhones.get(agent) ?? 0) + 1);
  return {
    calls: account.calls.map((call) => fateOfCall(call, promised.has(call.number), silences, account.at)),
    callbacks: account.callbacks.map((callback) => fateOfCallback(callback, silences, account.at)),
    silentPhones,
  };
}

/** How many of each fate there were, such as `{ answered: 20, "left waiting (phones)": 1 }`. */
export function table(fates: readonly Fate[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { what, whose } of fates) {
    const key = whose === null ? what : `${what} (${whose})`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Those of `fates` that did not go as they should by the doing of one of `whose`, in sentences. */
export function sentences(fates: readonly Fate[], ...whose: readonly Doer[]): string[] {
  return fates
    .filter((fate) => fate.whose !== null && whose.includes(fate.whose))
    .map((fate) => `${fate.number} ${fate.does}: ${fate.what}, ${fate.whose}: ${fate.why}`);
}

function silencesIn({ calls, callbacks, at }: Account): Silence[] {
  const rungFor = [
    ...calls.map(({ queue, channel }) => ({ queue, channel })),
    ...callbacks.flatMap(({ queue, attempts }) => attempts.map(({ channel }) => ({ queue, channel }))),
  ];
  return rungFor.flatMap(({ queue, channel }) =>
    (channel?.rings ?? []).flatMap(({ agent, at: from, connectedAt, endedAt, pickedUpAt }) => {
      const until = endedAt ?? at;
      // A phone that is ordered to answer at once, or to talk for two seconds, is still not done with it.
      const silent =
        connectedAt === null
          ? pickedUpAt === null && until - from >= LATE_MS
          : until - connectedAt >= LATE_MS;
      return silent ? [{ agent, queue, from, until }] : [];
    }),
  );
}

function fateOfCall(call: Call, promised: boolean, silences: readonly Silence[], now: number): Fate {
  const { number, does, queue, phone, channel } = call;
  const fate = (what: string, whose: Doer | null, why = ""): Fate => ({ number, does, what, whose, why });
  if (channel?.rings.some(({ connectedAt }) => connectedAt !== null)) return fate("answered", null);
  if (phone.invitedAt === null) return fate("not begun", "phones", "SIPp sent no INVITE");
  if (channel === null) return fate("not heard", "Asterisk", "it has no channel of this call");
  if (phone.refused !== null) return fate("refused", "Espera", `with ${phone.refused}, by the dialplan`);
  if (phone.endedBy === "phone")
    return does === "hangs-up"
      ? fate("hung up", "caller", "as planned")
      : fate("hung up", "phones", "which was not planned");
  // Where the phone has no record of the end Asterisk's is enough.
  if (phone.endedAt !== null || channel.endedAt !== null) {
    if (!promised) return fate("hung up on", "Espera", whereIn(channel));
    return saysYes(does) ? fate("thanked", null) : fate("thanked", "Espera", "they never said yes");
  }
  const from = channel.joinedAt ?? channel.begunAt;
  const [whose, why] = leftWaiting(channel, silencesOf(silences, queue, from, now), now);
  return fate("left waiting", whose, why);
}

function fateOfCallback(callback: Callback, silences: readonly Silence[], now: number): Fate {
  const { number, does, queue, status, attempts, registeredAt } = callback;
  const fate = (whose: Doer | null, why = ""): Fate => ({ number, does, what: status ?? "open", whose, why });
  const talked = attempts.some(({ channel }) =>
    channel?.rings.some(({ connectedAt }) => connectedAt !== null),
  );
  if (status === "OK") {
    if (!talked) return fate("Espera", "no agent was connected");
    return does === "yes-and-busy-later" ? fate("Espera", "their phone is always busy") : fate(null);
  }
  if (talked) return fate("Espera", "an agent was connected");
  if (status === "FAIL" && does === "yes-and-busy-later") return fate(null);
  if (status === "STOP NEW") return fate("Espera", "they did not call again");
  if (status === null && attempts.at(-1)?.result !== null) {
    const silent = silencesOf(silences, queue, registeredAt, now);
    return silent.length > 0
      ? fate("phones", `nobody was free for it: ${namesOf(silent)}`)
      : fate("Espera", `${attempts.length} attempts, and none is alive`);
  }
  const blamed = attempts.map((attempt) => blameOf(attempt, callback, silences, now));
  // One that is Espera's is enough.
  const [whose] = (["Espera", "Asterisk", "phones"] as const).filter((doer) =>
    blamed.some(([blamed]) => blamed === doer),
  );
  const why = blamed.map(([doer, why], index) => `attempt ${index + 1}: ${doer}: ${why}`).join("; ");
  return fate(whose ?? "Espera", why);
}

/** Why an attempt did not bring the customer to an agent, though their phone was ordered to pick up and to press 1. */
function blameOf(
  { result, phone, channel, endedAt, dialledAt }: AttemptSeen,
  { does, queue }: Callback,
  silences: readonly Silence[],
  now: number,
): readonly [Doer, string] {
  const ended = `it ended as ${result ?? "nothing yet"}`;
  if (channel === null) return ["Asterisk", `it has no channel of this attempt, ${ended}`];
  if (phone === null) return ["phones", `no INVITE is in the record, ${ended}`];
  if (phone.refused !== null && does === "yes-and-busy-later")
    return ["Espera", `the phone was busy, as planned, ${ended}`];
  if (phone.endedBy === "phone" || phone.refused !== null)
    return ["phones", `the phone ended the call (${phone.refused ?? "BYE"}), ${ended}`];
  const until = channel.endedAt ?? endedAt ?? now;
  if (phone.pickedUpAt === null || phone.pickedUpAt >= until - APART_MS)
    return phone.invitedAt - dialledAt > PROMPT_MS && until - phone.invitedAt < PROMPT_MS
      ? [
          "Asterisk",
          `the INVITE came ${Math.round(phone.invitedAt - dialledAt)} ms after the order, ${ended}`,
        ]
      : ["phones", `the phone had not picked up, ${ended}`];
  if (channel.joinedAt !== null) {
    return leftWaiting(channel, silencesOf(silences, queue, channel.joinedAt, until), until);
  }
  if (phone.pressedAt === null || phone.pressedAt - phone.pickedUpAt >= LATE_MS)
    return ["phones", `nothing was pressed in time, ${ended}`];
  return ["Espera", `the phone picked up and 1 was pressed, ${ended}`];
}

/** Why somebody who stood in the queue, or before it, came to no agent. */
function leftWaiting(
  { rings, joinedAt }: ChannelSeen,
  silences: readonly Silence[],
  until: number,
): readonly [Doer, string] {
  const deaf = rings.find(
    ({ pickedUpAt, connectedAt, endedAt }) =>
      pickedUpAt !== null && connectedAt === null && (endedAt ?? until) - pickedUpAt >= LATE_MS,
  );
  if (deaf) return ["Asterisk", `${deaf.agent} had picked up and was not connected`];
  if (silences.length > 0 && joinedAt !== null)
    return ["phones", `phones of their queue did not do as planned: ${namesOf(silences)}`];
  return [
    "Espera",
    joinedAt === null ? "they never came into the queue" : `${rings.length} phones were rung for them`,
  ];
}

function whereIn({ joinedAt, rings }: ChannelSeen): string {
  return joinedAt === null ? "before the queue" : `in the queue, after ${rings.length} rings`;
}

function silencesOf(silences: readonly Silence[], queue: string, from: number, until: number): Silence[] {
  return silences.filter((each) => each.queue === queue && each.from < until && each.until > from);
}

function namesOf(silences: readonly Silence[]): string {
  return [...new Set(silences.map(({ agent }) => agent))].sort().join(", ");
}

function saysYes(does: KindOfCaller): boolean {
  return does === "yes" || does === "yes-and-busy-later";
}
