/** A queue of Asterisk by its name in queues.conf, and by another where no extension can have that one. */
export interface NamedQueue {
  readonly queue: string;
  /** Letters, digits, `_` and `-`; left out where `queue` has no other signs. */
  readonly alias?: string | undefined;
}

/** What the queue is called in the dialplan: its extension, and a part of the names of its lease, its key and its notes. */
export function extensionOf({ queue, alias }: NamedQueue): string {
  return alias ?? queue;
}

/** The queue as `Queue()` takes it: in quotes, in which no sign of a name that has an alias means anything. */
export function queueArgument({ queue, alias }: NamedQueue): string {
  return alias === undefined ? queue : `"${queue}"`;
}

/** The queue as `espera asterisk dialplan --queue` takes it. */
export function queueOption({ queue, alias }: NamedQueue): string {
  return alias === undefined ? queue : `"${alias}=${queue}"`;
}
