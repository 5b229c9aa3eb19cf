import { RequestRefused, request } from "./ask.ts";
import { heardAnything } from "./clock.ts";

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/**
 * Reads a stream of server-sent events until it ends. Errors: as `request`; a `DOMException` where nothing was heard for
 * two beats and a half, as after a machine slept: such a connection may be dead on one side alone.
 */
export async function readStream(
  path: string,
  signal: AbortSignal,
  take: (event: StreamEvent) => void,
): Promise<void> {
  const dead = new AbortController();
  const giveUp = () => dead.abort();
  let due = setTimeout(giveUp, DEAD_MS);
  try {
    const response = await request(path, {
      signal: AbortSignal.any([signal, dead.signal]),
      headers: { accept: "text/event-stream" },
    });
    const events = new EventLines();
    const text = response.body!.pipeThrough(new TextDecoderStream());
    for (const reader = text.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      heardAnything();
      clearTimeout(due);
      due = setTimeout(giveUp, DEAD_MS);
      for (const event of events.add(value)) take(event);
    }
  } finally {
    clearTimeout(due);
  }
}

/** Server-sent events out of text that comes in pieces; comments are left out. */
class EventLines {
  #rest = "";

  *add(piece: string): Generator<StreamEvent> {
    const blocks = (this.#rest + piece).split("\n\n");
    this.#rest = blocks.pop()!;
    for (const block of blocks) {
      const lines = block.split("\n");
      const value = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = value("data");
      if (data !== undefined) yield { event: value("event") ?? "message", data: JSON.parse(data) };
    }
  }
}

/** Whether the server no longer knows the user, or lets them see nothing. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof RequestRefused && (error.status === 401 || error.status === 403);
}

/** The server says what time it is every ten seconds. */
const DEAD_MS = 25_000;
