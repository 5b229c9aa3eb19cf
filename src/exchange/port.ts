import type { Command } from "../line/commands.ts";
import type { FactBody, Reservable, ServedLeg, SnapshotAgent, SnapshotCall } from "../line/facts.ts";
import type { CallerClass } from "../line/settings.ts";

/** What an exchange can do beyond the least; the core plans with what there is. */
export interface Capabilities {
  /** Place return calls: an exchange that is away, or does not let Espera, can't at present. */
  readonly dial: boolean;
  /** Hold agents for return calls: `reserve` and `release`. */
  readonly reserve: Reservable;
  /** Take a waiting caller out of its queue, to ask them. */
  readonly withdraw: boolean;
  /** Change the place of a waiting caller. */
  readonly reprioritise: boolean;
}

type WithNumber<T> = Omit<T, "caller"> & {
  /** The caller's number as the exchange has it; `null` when they withhold it. */
  readonly number: string | null;
  /** The class that the exchange knows the caller by, and by whose credit it seats them; left out: none. */
  readonly class?: CallerClass;
};

type Body<T extends FactBody["type"]> = Extract<FactBody, { type: T }>;

/**
 * What an exchange reports: facts as it sees them, with numbers where the core has persons, and without the time
 * of reception, which the operation adds. A snapshot is one report: its adapter gathers everything between the
 * snapshot's beginning and its end, and delivers what happened in between after it.
 */
export type Report = (
  | Exclude<
      FactBody,
      {
        type:
          | "call-arrived"
          | "call-joined"
          | "call-recorded"
          | "call-replaced"
          | "number-keyed"
          | "offer-requested"
          | "outlook"
          | "person-erased"
          | "settings-adopted"
          | "snapshot"
          | "state-adopted"
          | "supervisor-ordered"
          | "woke";
      }
    >
  | WithNumber<Body<"call-arrived">>
  | WithNumber<Body<"call-joined">>
  | WithNumber<Body<"call-replaced">>
  | WithNumber<Body<"offer-requested">>
  | (Omit<Body<"number-keyed">, "callee"> & {
      /** The digits as they were keyed. */
      readonly number: string;
    })
  | {
      readonly type: "snapshot";
      readonly calls: readonly WithNumber<SnapshotCall>[];
      readonly agents: readonly SnapshotAgent[];
      readonly attempts: Body<"snapshot">["attempts"];
      readonly served?: readonly ServedLeg[];
    }
) & {
  /** The exchange's own time, epoch ms. */
  readonly exchangeAt?: number;
};

/** A command as the exchange gets it: `dial` with the number of the person, which only `people` knows. */
export type Order = Exclude<Command, { type: "dial" }> | DialOrder;
export type DialOrder = Extract<Command, { type: "dial" }> & { readonly number: string };

/**
 * The telephony that Espera steers.
 *
 * Delivery: every order but `dial` may come again, with the same content, after a restart, and must then change
 * nothing. `dial` comes at most once per attempt; an exchange that gets the same attempt twice dials once.
 * `reserve` is also said again every few seconds, and what is not is let go: Espera may have died.
 * Orders about calls it does not know are ignored, and so is an order to withdraw a call that waits no more. Reports
 * come in the exchange's order, and may be lost, repeated or late when the connection is.
 */
export interface Exchange {
  readonly capabilities: Capabilities;
  /** Whether it is seen and steered now; left out where that cannot fail. */
  readonly connected?: boolean;
  /** What keeps it from work that was asked of it, a sentence for its administrator; `null` or left out: nothing. */
  readonly lacking?: string | null;
  /** Begins to report. The first report is a snapshot, or that it is lost; a snapshot comes after every reconnect. */
  connect(receive: (report: Report) => void): void;
  /** Stops reporting; calls go on without Espera. */
  disconnect(): void;
  /** Returns at once; what comes of it comes as reports. */
  execute(order: Order): void;
}
