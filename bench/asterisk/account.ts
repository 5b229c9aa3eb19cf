import { attemptOf } from "../../src/exchange/asterisk/identity.ts";
import { faultsOfDialling } from "../../test/asterisk/bed/attempts.ts";
import type { PhoneCall } from "../../test/asterisk/bed/phone-call.ts";
import type { Phones } from "../../test/asterisk/bed/sipp.ts";
import { legsByCustomer } from "./centre.ts";
import type { Promised, Written } from "./journal.ts";
import type { Account, AttemptSeen, Call, Callback, ChannelSeen, Ring } from "./judge.ts";
import type { KindOfCaller } from "./traffic.ts";
import type { Channel, Witness } from "./witness.ts";

/** Asterisk says that it rings a moment before or after the INVITE is in SIPp's record. */
const APART_MS = 1_000;

/** Those who called, and everybody who saw what became of them. */
export interface Seen {
  readonly callers: readonly {
    readonly does: KindOfCaller;
    readonly queue: string;
    readonly call: PhoneCall;
  }[];
  readonly agents: Phones;
  readonly customers: Phones;
  readonly witness: Witness;
  readonly written: Written;
}

/** What all of them say, side by side, as of now. */
export function accountOf({ callers, agents, customers, witness, written }: Seen): Account {
  const at = Date.now();
  const legs = legsByCustomer(agents);
  const shown = (channel: Channel, number: string) => channelSeen(channel, number, legs, at);
  const channels = [...witness.channels];
  const inbound = channels.filter(([uniqueid]) => attemptOf(uniqueid) === null);
  const byNumber = new Map(inbound.map(([, channel]) => [channel.number, channel]));
  const byAttempt = new Map(channels.map(([uniqueid, channel]) => [attemptOf(uniqueid), channel]));
  const calls = callers.map(({ does, queue, call }): Call => {
    const channel = byNumber.get(call.number);
    return {
      number: call.number,
      does,
      queue,
      phone: callerSeen(call),
      channel: channel ? shown(channel, call.number) : null,
    };
  });
  const callOf = new Map(calls.map((call) => [call.number, call]));
  const callbacks = written.promises.flatMap((promise): Callback[] => {
    const call = callOf.get(witness.channels.get(promise.callback)?.number ?? "");
    if (!call) throw new Error(`nobody called for the callback ${promise.callback}`);
    const attempts = attemptsSeen(promise, written, customers, (attempt) => {
      const channel = byAttempt.get(attempt);
      return channel ? shown(channel, national(promise.number)) : null;
    });
    const { registeredAt, status } = promise;
    return [{ number: call.number, does: call.does, queue: call.queue, registeredAt, status, attempts }];
  });
  return { calls, callbacks, at };
}

/** Attempts that were dialled twice or at once, by the journal, Asterisk's channels and the phones, in sentences. */
export function diallingFaults({ customers, witness, written }: Seen): string[] {
  const numbers = new Map(written.promises.map(({ callback, number }) => [callback, number]));
  const byId = new Map(written.attempts.map((each) => [each.attempt, each]));
  const diallings = [...witness.channels].flatMap(([uniqueid, { begun }]) => {
    const attempt = attemptOf(uniqueid);
    if (attempt === null) return [];
    const number = numbers.get(byId.get(attempt)?.callback ?? "") ?? "";
    return Array.from({ length: begun }, () => ({ attempt, order: attempt, number }));
  });
  const rings = customers.calls.map(({ number }) => number);
  return faultsOfDialling({ attempts: written.attempts, diallings, rings });
}

function attemptsSeen(
  { callback, number }: Promised,
  { attempts }: Written,
  customers: Phones,
  channelOf: (attempt: string) => ChannelSeen | null,
): AttemptSeen[] {
  const own = attempts.filter((each) => each.callback === callback);
  const calls = customers.calls.filter((call) => call.number === number);
  return own.map((attempt, index) => {
    const next = own[index + 1]?.dialledAt ?? Number.POSITIVE_INFINITY;
    const phone = calls.find((call) => {
      const at = call.event("invited")?.at ?? Number.NaN;
      return at >= attempt.dialledAt && at < next;
    });
    return {
      ...attempt,
      channel: channelOf(attempt.attempt),
      phone: phone ? customerSeen(phone) : null,
    };
  });
}

function callerSeen(call: PhoneCall): Call["phone"] {
  const end = call.event("hung-up");
  return {
    invitedAt: call.event("invited")?.at ?? null,
    refused: call.event("refused")?.detail ?? null,
    endedAt: end?.at ?? null,
    endedBy: end?.by ?? null,
  };
}

function customerSeen(call: PhoneCall): NonNullable<AttemptSeen["phone"]> {
  const refused = call.event("refused");
  return {
    invitedAt: call.event("invited")!.at,
    pickedUpAt: call.event("answered")?.at ?? null,
    // 487 is the answer to who gave up.
    refused: refused?.detail === "487" ? null : (refused?.detail ?? null),
    pressedAt: call.event("key")?.at ?? null,
    endedBy: call.event("hung-up")?.by ?? null,
  };
}

function channelSeen(
  { begunAt, joinedAt, endedAt, rings }: Channel,
  number: string,
  legs: ReadonlyMap<string, readonly PhoneCall[]>,
  now: number,
): ChannelSeen {
  const taken = new Set<PhoneCall>();
  const seen = rings.map(({ agent, at, connectedAt, endedAt }): Ring => {
    // Another ring of the same agent for the same customer has an INVITE of its own.
    const leg = (legs.get(number) ?? []).find((each) => {
      const invitedAt = each.messages[0]!.at;
      const inTime = invitedAt >= at - APART_MS && invitedAt <= (endedAt ?? now);
      return each.number === agent && !taken.has(each) && inTime;
    });
    if (leg) taken.add(leg);
    return { agent, at, connectedAt, endedAt, pickedUpAt: leg?.event("answered")?.at ?? null };
  });
  return { begunAt, joinedAt, endedAt, rings: seen };
}

function national(number: string): string {
  return number.replace(/^\+57/, "");
}
