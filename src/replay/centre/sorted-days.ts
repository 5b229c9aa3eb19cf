import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "../../faults/faults.ts";
import type { LoggedCall } from "../../history/call-log.ts";
import type { AgentEvent } from "../../history/queue-log/agent-events.ts";
import { HELD_CALLS, HeldDays, inOrder, type LoggedDay } from "./day-calls.ts";

/** Where a part of a day lies in the file, in bytes. */
interface Part {
  readonly at: number;
  readonly length: number;
}

/**
 * The days of a long record that is in no order of time: in order nevertheless, as often as they are asked for. What comes is kept in a file meanwhile, which
 * has no name any more once it is open: a process that is killed leaves nothing. Faults: `sorting-impossible`.
 */
export class SortedDays {
  readonly #held: HeldDays;
  readonly #atMost: number;
  readonly #file: number;
  /** By date. */
  readonly #parts = new Map<string, Part[]>();
  #length = 0;

  constructor(timeZone: string, atMost = HELD_CALLS) {
    this.#held = new HeldDays(timeZone);
    this.#atMost = atMost;
    this.#file = onDisk(() => {
      const name = join(tmpdir(), `espera-sorting-${randomUUID()}`);
      // It has numbers of people in it.
      const file = openSync(name, "wx+", 0o600);
      rmSync(name);
      return file;
    });
  }

  add(calls: readonly LoggedCall[], said: readonly AgentEvent[] = []): void {
    for (const call of calls) this.#held.addCall(call);
    for (const one of said) this.#held.addSaid(one);
    if (this.#held.count > this.#atMost) this.#putAway();
  }

  /** All days, once everything has come. */
  *days(): Generator<LoggedDay> {
    this.#putAway();
    for (const [, parts] of [...this.#parts].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const days = parts.map((part) => this.#read(part));
      yield inOrder({
        ...days[0]!,
        calls: days.flatMap(({ calls }) => calls),
        said: days.flatMap(({ said }) => said),
      });
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #putAway(): void {
    for (const day of this.#held.take()) {
      const bytes = Buffer.from(JSON.stringify(day));
      onDisk(() => {
        for (let done = 0; done < bytes.length; )
          done += writeSync(this.#file, bytes, done, bytes.length - done, this.#length + done);
      });
      const parts = this.#parts.get(day.date) ?? [];
      parts.push({ at: this.#length, length: bytes.length });
      this.#parts.set(day.date, parts);
      this.#length += bytes.length;
    }
  }

  #read({ at, length }: Part): LoggedDay {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.#file, bytes, done, length - done, at + done);
      if (read === 0) throw new Error("what was put away is not there any more");
      done += read;
    }
    return JSON.parse(bytes.toString()) as LoggedDay;
  }
}

function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new Fault("sorting-impossible", { directory: tmpdir(), problem: message }, { cause: error });
  }
}
