import { type ConfigurationFile, lastValue } from "./configuration-file.ts";

/** What queues.conf says of one queue, as Asterisk reads it. */
export class QueueView {
  readonly queue: string;
  /** The weights of Asterisk's other queues. */
  readonly otherWeights: readonly number[];
  readonly #file: ConfigurationFile;

  constructor(queue: string, file: ConfigurationFile, otherWeights: readonly number[]) {
    this.queue = queue;
    this.otherWeights = otherWeights;
    this.#file = file;
  }

  /** Whether the queue has a section there at all. */
  get isThere(): boolean {
    return this.#file.has(this.queue);
  }

  /** An option of the queue as it is written, of repeated lines the last; empty when it is not there. */
  value(option: string): string {
    return lastValue(this.#file.get(this.queue), option)?.trim() ?? "";
  }

  /** An option of `[general]`, of repeated lines the first; empty when it is not there. */
  general(option: string): string {
    const lines = this.#file.get("general") ?? [];
    return lines.find(([key]) => key.toLowerCase() === option)?.[1].trim() ?? "";
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
