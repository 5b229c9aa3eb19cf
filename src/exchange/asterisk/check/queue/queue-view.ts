import type { Ami } from "../../ami/actions.ts";
import { configurationValue } from "../../printed/configuration-value.ts";

/** What stands in queues.conf: of the options in a queue's section the last lines, of those of `[general]` the first. */
export interface QueueFile {
  readonly own: ReadonlyMap<string, string>;
  readonly general: ReadonlyMap<string, string>;
}

/** Reads options of a queue, by their names in small letters. */
export async function queueFile(ami: Ami, queue: string, options: readonly string[]): Promise<QueueFile> {
  const read = async (section: string, nth?: number) => {
    const values = options.map(async (option): Promise<[string, string]> => {
      return [option, await configurationValue(ami, "queues.conf", section, option, nth)];
    });
    return new Map((await Promise.all(values)).filter(([, value]) => value !== ""));
  };
  return { own: await read(queue), general: await read("general", 0) };
}

/** What queues.conf says of one queue, as Asterisk reads it. */
export class QueueView {
  readonly queue: string;
  /** The weights of Asterisk's other queues. */
  readonly otherWeights: readonly number[];
  readonly #file: QueueFile;

  constructor(queue: string, file: QueueFile, otherWeights: readonly number[]) {
    this.queue = queue;
    this.otherWeights = otherWeights;
    this.#file = file;
  }

  /** Whether the queue has a section with anything in it there. */
  get isThere(): boolean {
    return this.#file.own.size > 0;
  }

  /** An option of the queue as it is written, of repeated lines the last; empty when it is not there. */
  value(option: string): string {
    return this.#file.own.get(option) ?? "";
  }

  /** An option of `[general]`, of repeated lines the first; empty when it is not there. */
  general(option: string): string {
    return this.#file.general.get(option) ?? "";
  }

  /** A number, 0 when it is not there. */
  number(option: string): number {
    return Number(this.value(option) || 0);
  }
}

/** Whether Asterisk takes a text for yes. */
export function isYes(value: string): boolean {
  return ["yes", "true", "y", "t", "1", "on"].includes(value.toLowerCase());
}

/** Whether Asterisk takes a text for no. */
export function isNo(value: string): boolean {
  return ["no", "false", "n", "f", "0", "off"].includes(value.toLowerCase());
}
