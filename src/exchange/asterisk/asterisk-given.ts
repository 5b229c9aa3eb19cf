import type { Random } from "../../queueing/random.ts";
import type { Clock } from "../../time/clock.ts";
import type { AmiOptions } from "./ami/connection.ts";
import type { CdrMark } from "./attempts.ts";
import type { AsteriskQueue } from "./queues/queues.ts";

/** Takes what an administrator may have to see to; a logger of pino fits. */
export interface AsteriskLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface AsteriskGiven {
  readonly ami: Omit<AmiOptions, "clock" | "random" | "events">;
  /** Where Asterisk's `AGI(agi://…)` lines reach us. */
  readonly agi: {
    readonly host: string;
    readonly port: number;
    readonly allowed?: readonly string[];
    /** Where they reach us, `host:port`, as the lease tells them; left out: at the address in them. */
    readonly address?: string;
    /** The secret in these lines, `null` as long as none was printed; left out: none ever is. */
    readonly secret?: () => string | null;
  };
  readonly queues: readonly AsteriskQueue[];
  /** The channels of a return call, each with `{number}` or `{national}`: the next where one cannot place a call. */
  readonly trunks: readonly string[];
  /** The operation's own, two letters, ISO 3166: whose numbers `{national}` stands for. */
  readonly country: string;
  /** As shown to the customer: `Name <number>`. */
  readonly callerId?: string;
  /** What the CDR of a return call says of it. */
  readonly cdr?: CdrMark;
  /** Folder of the prompts in Asterisk's sounds, with a slash at its end. */
  readonly prompts: string;
  /** The folder for recorded names as Asterisk sees it; without it no name is recorded. */
  readonly recordings?: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: AsteriskLog;
  /** Whether this server still is the one that runs the operation; always when left out. */
  readonly isOwner?: () => boolean;
}
