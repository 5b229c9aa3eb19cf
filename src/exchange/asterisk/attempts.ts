import type { AttemptFailure, AttemptProgress } from "../../line/facts.ts";
import type { AttemptId } from "../../line/ids.ts";
import type { DialOrder, Report } from "../port.ts";
import { type Ami, hangup, originate } from "./ami/actions.ts";
import type { AmiMessage } from "./ami/messages.ts";
import { failureOf, isUnplaced } from "./attempt-failure.ts";
import { attemptOf, newChannelId, secondOf } from "./identity.ts";
import { RETURN_CONTEXT } from "./printed/dialplan.ts";
import { extensionOf } from "./queues/queue-names.ts";
import type { AsteriskQueue, Queues } from "./queues/queues.ts";
import { returnVariables } from "./return-variables.ts";
import { channelsFor } from "./trunks.ts";

interface AttemptsGiven {
  readonly ami: Ami;
  readonly report: (report: Report) => void;
  readonly queues: Queues;
  /** The channels to dial, with `{number}` or `{national}` where the number goes: the next where one cannot place a call. */
  readonly trunks: readonly string[];
  /** The operation's own, two letters, ISO 3166. */
  readonly country: string;
  /** As shown to the customer, where the queue says nothing else: `Name <number>`. */
  readonly callerId?: string;
  /** What the CDR of a return call says of it. */
  readonly cdr?: CdrMark;
}

/** Fields of a call's CDR; without commas. */
export interface CdrMark {
  readonly userfield?: string | undefined;
  readonly accountcode?: string | undefined;
}

/** How far each leg is that Asterisk holds. */
export type FoundLegs = ReadonlyMap<
  AttemptId,
  { readonly channelId: string; readonly answered: boolean; readonly inQueue: boolean }
>;

/** What is known of a leg that lives. */
interface Leg {
  /** Its channel's Uniqueid; `null`: nobody said. */
  channelId: string | null;
  /** A channel was seen: only its Hangup says how it ended. */
  seen: boolean;
  /** The phone rang, or there was sound before the answer. */
  rang: boolean;
  /** The other side ended the dialling, rather than our time. */
  refused: boolean;
  answered: boolean;
  inQueue: boolean;
  /** We end it. */
  withdrawn: boolean;
  /** How it ends was reported before its channel ended. */
  concluded: boolean;
  /** What to dial, and by which of its channels it is being dialled; not known of a leg of an earlier life. */
  way: Way | null;
  /** Why the channel behind it ended, where it is dialled by a dialplan (`Local/`): of its own channel that is often not known. */
  behind: number | null;
  /** The trunk could not place it: its channel ended so, and Asterisk said so. The next trunk is dialled after both. */
  unplaced: boolean;
  failed: boolean;
}

interface Way {
  readonly order: DialOrder;
  readonly queue: AsteriskQueue;
  readonly channels: readonly string[];
  readonly nth: number;
  /** The Uniqueid of its channel, by whichever trunk. */
  readonly channelId: string;
}

const NEW: Leg = {
  channelId: null,
  seen: false,
  rang: false,
  refused: false,
  answered: false,
  inQueue: false,
  withdrawn: false,
  concluded: false,
  way: null,
  behind: null,
  unplaced: false,
  failed: false,
};
/** What a dialogue finds out that ends the attempt. */
const CONCLUDING: ReadonlySet<AttemptProgress> = new Set(["declined", "machine", "snoozed", "turned-away"]);
/** As many attempts are remembered as dialled; none comes again after so many others. */
const REMEMBERED = 10_000;

/** The phone legs of return calls, from the order to dial to their end. */
export class Attempts {
  readonly #given: AttemptsGiven;
  readonly #legs = new Map<AttemptId, Leg>();
  readonly #dialled = new Set<AttemptId>();
  /** Orders that no connection took. */
  readonly #unsent = new Map<AttemptId, Way>();

  constructor(given: AttemptsGiven) {
    this.#given = given;
  }

  /** Dials, once for each attempt whatever comes of it. */
  dial(order: DialOrder): void {
    const { attempt, number, skill } = order;
    if (this.#dialled.has(attempt) || this.#legs.has(attempt)) return;
    this.#remember(attempt);
    this.#legs.set(attempt, { ...NEW });
    const queue = this.#given.queues.forReturn(skill, order.queue);
    // Any other sign would mean something in a dial string.
    if (!/^\+?[0-9]+$/.test(number)) return this.#fail(attempt, "invalid");
    const channels = channelsFor(this.#given.trunks, number, this.#given.country);
    if (!queue || channels.length === 0) return this.#fail(attempt, "failed");
    this.#originate({ order, queue, channels, nth: 0, channelId: newChannelId(attempt) });
  }

  /** Dials what could not be sent while there was no connection; to be called once the snapshot has named it. */
  dialUnsent(): void {
    const unsent = [...this.#unsent.values()];
    this.#unsent.clear();
    for (const way of unsent) this.#originate(way);
  }

  #originate(way: Way): void {
    const { order, queue, channels, nth, channelId } = way;
    const { attempt, number, place, ringForMs } = order;
    const { ami, cdr = {} } = this.#given;
    const callerId = queue.callerId ?? this.#given.callerId;
    this.#legs.set(attempt, { ...NEW, channelId, way });
    void originate(ami, {
      actionId: actionIdOf(channelId, nth),
      channelId,
      channel: channels[nth]!,
      goesOn: { context: RETURN_CONTEXT, extension: extensionOf(queue) },
      ringForMs,
      ...(callerId === undefined ? {} : { callerId }),
      ...(cdr.accountcode === undefined ? {} : { account: cdr.accountcode }),
      variables: {
        __ESPERA_CALL: channelId,
        ESPERA_AT: secondOf(place),
        ESPERA_NUM: number,
        ...(cdr.userfield === undefined ? {} : { "CDR(userfield)": cdr.userfield }),
        ...returnVariables(order.dialogue),
      },
    }).then((result) => {
      // Sent and not answered: it may ring. The next snapshot will show.
      if (result.outcome === "unknown" || (result.outcome === "answered" && result.success)) return;
      if (
        result.outcome === "not-sent" &&
        (result.why === "not-connected" || result.why === "not-permitted")
      ) {
        // It surely did nothing, and the customer is not to blame: it is dialled when a connection takes it.
        if (this.#legs.has(attempt)) this.#unsent.set(attempt, way);
        return;
      }
      if (!this.#legs.get(attempt)?.seen) this.#fail(attempt, "failed");
    });
  }

  /** Ends a leg that is not in a queue yet. */
  hangUp(attempt: AttemptId): void {
    if (this.#unsent.delete(attempt)) {
      this.#legs.delete(attempt);
      return;
    }
    const leg = this.#legs.get(attempt);
    if (!leg || leg.inQueue || leg.concluded) return;
    leg.withdrawn = true;
    if (leg.channelId !== null) void hangup(this.#given.ami, leg.channelId);
  }

  /**
   * Takes in what the dialogue on a channel (its Uniqueid) found out; with `snoozed` after how many ms they want to be called.
   */
  progress(
    attempt: AttemptId,
    progress: AttemptProgress,
    laterMs?: number,
    channelId: string | null = null,
  ): void {
    const leg = this.#legs.get(attempt) ?? this.#adopt(attempt);
    leg.channelId ??= channelId;
    if (progress === "answered") return this.#answer(attempt, leg);
    if (CONCLUDING.has(progress)) leg.concluded = true;
    this.#given.report({
      type: "attempt-progressed",
      attempt,
      progress,
      ...(laterMs === undefined ? {} : { laterMs }),
    });
  }

  /** It stands in a queue, or before one that refuses it: from now on it is reported as a call. */
  joined(attempt: AttemptId): void {
    (this.#legs.get(attempt) ?? this.#adopt(attempt)).inQueue = true;
  }

  /** The legs that live as far as is known. */
  known(): ReadonlySet<AttemptId> {
    return new Set(this.#legs.keys());
  }

  /**
   * A snapshot found these; of those `known` when it was begun, the others are over. Gives those that it did not
   * find because they were dialled since.
   */
  found(legs: FoundLegs, known: ReadonlySet<AttemptId>): AttemptId[] {
    for (const attempt of known)
      if (!legs.has(attempt) && !this.#unsent.has(attempt)) this.#legs.delete(attempt);
    const since = [...this.#legs.keys()].filter((attempt) => !legs.has(attempt));
    for (const [attempt, { channelId, answered, inQueue }] of legs) {
      const leg = this.#legs.get(attempt) ?? this.#adopt(attempt);
      leg.channelId = channelId;
      leg.seen = true;
      leg.answered ||= answered;
      leg.inQueue ||= inQueue;
    }
    return since;
  }

  /** Takes in an event of the manager; those of other channels are passed over. */
  event(event: AmiMessage): void {
    switch (event.get("Event") ?? "") {
      case "Newchannel":
        this.#with(event.get("Uniqueid"), (_attempt, leg) => {
          leg.seen = true;
        });
        this.#behind(event, null);
        break;
      case "HangupRequest":
        if (Number(event.get("Cause")) > 0) this.#behind(event, Number(event.get("Cause")));
        break;
      case "DialState":
        this.#with(event.get("DestUniqueid"), (attempt, leg) => this.#rings(attempt, leg, event));
        break;
      case "DialEnd":
        this.#with(event.get("DestUniqueid"), (_attempt, leg) => {
          leg.refused = event.get("DialStatus") !== "ANSWER";
        });
        break;
      case "OriginateResponse":
        this.#originated(event);
        break;
      case "Hangup":
        this.#ended(event);
        break;
    }
  }

  /** What is known of the end of a channel that the dialplan of an unanswered `Local/` leg dialled; `null`: it begins. */
  #behind(event: AmiMessage, cause: number | null): void {
    const [uniqueid = "", linked = ""] = [event.get("Uniqueid"), event.get("Linkedid")];
    // The two halves of the leg itself are `ID` and `ID;2`.
    if (uniqueid.split(";")[0] === linked) return;
    this.#with(linked, (_attempt, leg) => {
      if (!leg.answered) leg.behind = cause;
    });
  }

  #rings(attempt: AttemptId, leg: Leg, event: AmiMessage): void {
    const state = event.get("DialStatus") ?? event.get("DialState");
    if (leg.rang || leg.answered || (state !== "RINGING" && state !== "PROGRESS")) return;
    leg.rang = true;
    this.#given.report({ type: "attempt-progressed", attempt, progress: "ringing" });
  }

  #originated(event: AmiMessage): void {
    const { attempt, nth } = attemptOfAction(event.get("ActionID"));
    const leg = attempt === null ? undefined : this.#legs.get(attempt);
    if (attempt === null || !leg || (leg.way && leg.way.nth !== nth)) return;
    if (event.get("Response") === "Success") return this.#answer(attempt, leg);
    leg.failed = true;
    // Without a channel of its own nothing else reports it.
    if (!leg.seen || leg.unplaced) this.#dialNext(attempt, leg);
  }

  #dialNext(attempt: AttemptId, leg: Leg): void {
    const way = leg.withdrawn ? null : nextWay(leg);
    if (way) this.#originate(way);
    else this.#fail(attempt, "failed");
  }

  #answer(attempt: AttemptId, leg: Leg): void {
    leg.seen = true;
    if (leg.answered) return;
    leg.answered = true;
    this.#given.report({ type: "attempt-progressed", attempt, progress: "answered" });
  }

  #ended(event: AmiMessage): void {
    const attempt = attemptOf(event.get("Uniqueid") ?? "");
    if (attempt === null) return;
    const leg = this.#legs.get(attempt);
    const cause = leg?.behind ?? Number(event.get("Cause"));
    if (leg && !leg.answered && !leg.withdrawn && !leg.rang && isUnplaced(cause) && nextWay(leg)) {
      leg.unplaced = true;
      // Before it has said that it is done with the order Asterisk refuses another channel of this id.
      if (leg.failed) this.#dialNext(attempt, leg);
      return;
    }
    this.#legs.delete(attempt);
    if (!leg || leg.concluded) return;
    if (leg.inQueue || leg.withdrawn) this.#given.report({ type: "call-ended", call: attempt });
    else if (leg.answered) this.#given.report({ type: "attempt-progressed", attempt, progress: "hung-up" });
    else {
      const failure = failureOf(cause, leg);
      this.#given.report({ type: "attempt-progressed", attempt, progress: failure });
    }
  }

  #fail(attempt: AttemptId, failure: AttemptFailure): void {
    if (!this.#legs.delete(attempt)) return;
    this.#given.report({ type: "attempt-progressed", attempt, progress: failure });
  }

  /** A leg of an earlier life of Espera. */
  #adopt(attempt: AttemptId): Leg {
    const leg = { ...NEW, seen: true };
    this.#remember(attempt);
    this.#legs.set(attempt, leg);
    return leg;
  }

  #remember(attempt: AttemptId): void {
    this.#dialled.add(attempt);
    if (this.#dialled.size <= REMEMBERED) return;
    for (const oldest of this.#dialled) {
      this.#dialled.delete(oldest);
      return;
    }
  }

  #with(uniqueid: string | undefined, act: (attempt: AttemptId, leg: Leg) => void): void {
    const attempt = attemptOf(uniqueid ?? "");
    const leg = attempt === null ? undefined : this.#legs.get(attempt);
    if (attempt !== null && leg) act(attempt, leg);
  }
}

/** The same call by the next trunk; `null` where there is none. */
function nextWay({ way }: Leg): Way | null {
  return way && way.nth + 1 < way.channels.length ? { ...way, nth: way.nth + 1 } : null;
}

/** An OriginateResponse reaches every manager session: it is known by this. */
function actionIdOf(channelId: string, nth: number): string {
  return `dial${nth === 0 ? "" : nth + 1}-${channelId}`;
}

function attemptOfAction(actionId = ""): { readonly attempt: AttemptId | null; readonly nth: number } {
  const [, nth = "", channelId = ""] = /^dial(\d*)-(.*)$/.exec(actionId) ?? [];
  return { attempt: attemptOf(channelId), nth: nth === "" ? 0 : Number(nth) - 1 };
}
