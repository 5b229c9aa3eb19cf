import { batch, type Signal, signal } from "@preact/signals";
import type { CallbackAnswer, CallerAnswer, V1Skill } from "./answers.ts";
import { hearTime } from "./clock.ts";
import { isSignedOut } from "./session.ts";
import { isTurnedAway, readStream, type StreamEvent } from "./stream.ts";

/** What the stream says: skills as they are, and every callback that is open or ended while the page looked. */
export const skills = signal<readonly V1Skill[] | null>(null);

/** By id, each a signal of its own: a change touches one row. */
const callbacks = new Map<string, Signal<CallbackAnswer>>();
/** Grows when a callback comes; a row that changes does not change the list. */
const callbackIds = signal<readonly string[]>([]);
/** Whether all that is open has come. */
export const callbacksComplete = signal(false);
/** Those of the snapshot that is coming; `null`: none is. What was shown before stays until it is whole. */
let inSnapshot: Set<string> | null = null;
export const connected = signal(false);
/** Since when the operation has not answered the server, as text; `null`: it answers. */
export const unansweredSince = signal<string | null>(null);
/** By skill, those who wait on the phone, in the order of the line. */
const callers = new Map<number, Signal<readonly CallerAnswer[]>>();

export function callersOf(skill: number): Signal<readonly CallerAnswer[]> {
  const known = callers.get(skill) ?? signal<readonly CallerAnswer[]>([]);
  callers.set(skill, known);
  return known;
}

export function liveCallback(id: string): Signal<CallbackAnswer> | undefined {
  return callbacks.get(id);
}

/** All that are known now; read inside a computed signal, it follows each. */
export function allCallbacks(): CallbackAnswer[] {
  return callbackIds.value.map((id) => callbacks.get(id)!.value);
}

let stop: AbortController | null = null;

/** Listens until `stopLive`; what was known before is replaced when the new snapshot comes. */
export function startLive(): void {
  stopLive();
  stop = new AbortController();
  void listen(stop.signal);
}

export function stopLive(): void {
  stop?.abort();
  stop = null;
  connected.value = false;
}

async function listen(until: AbortSignal): Promise<void> {
  for (let tries = 0; !until.aborted; tries++) {
    const gathered = new Gathered();
    try {
      await readStream("/v1/stream?callers=true", until, (event) => {
        tries = 0;
        gathered.take(event);
      });
    } catch (error) {
      if (until.aborted) return;
      if (isTurnedAway(error)) {
        isSignedOut.value = true;
        return;
      }
    } finally {
      gathered.close();
      if (!until.aborted) connected.value = false;
    }
    await pause(Math.min(PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS), until);
  }
}

/** Events come when they come; the page takes them in together, a few times a second, just before it is drawn. */
class Gathered {
  #waiting: StreamEvent[] = [];
  #due: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  take(event: StreamEvent): void {
    this.#waiting.push(event);
    // The first look is not put off.
    this.#due ??= setTimeout(
      () => requestAnimationFrame(() => this.#apply()),
      connected.peek() ? APPLY_EVERY_MS : 0,
    );
  }

  close(): void {
    this.#closed = true;
    if (this.#due) clearTimeout(this.#due);
  }

  #apply(): void {
    this.#due = null;
    if (this.#closed) return;
    const events = this.#waiting.splice(0);
    batch(() => {
      for (const { event, data } of events) applyEvent(event, data);
    });
  }
}

function applyEvent(event: string, data: unknown): void {
  switch (event) {
    case "snapshot":
      inSnapshot = new Set();
      connected.value = true;
      putLines(data as Lines);
      return;
    case "lines":
      putLines(data as Lines);
      endSnapshot();
      return;
    case "callbacks":
      for (const callback of (data as { callbacks: CallbackAnswer[] }).callbacks) put(callback);
      return;
    case "callers": {
      const line = data as { skill: number; callers: CallerAnswer[] };
      callersOf(line.skill).value = line.callers;
      return;
    }
    case "gone":
      // Moved to a skill that the user does not see.
      for (const id of (data as { ids: string[] }).ids) callbacks.delete(id);
      callbackIds.value = [...callbacks.keys()];
      return;
    case "beat":
      hearTime(Date.parse((data as { at: string }).at));
      return;
  }
}

interface Lines {
  readonly skills: readonly V1Skill[];
  /** A server of an earlier version leaves it out. */
  readonly silentSince?: string | null;
}

/** Who waits on the phone is not known while the operation does not answer, and comes again after that. */
function putLines(lines: Lines): void {
  skills.value = lines.skills;
  unansweredSince.value = lines.silentSince ?? null;
  if (unansweredSince.value !== null) for (const line of callers.values()) line.value = [];
}

/** What is not in the snapshot ended while nobody listened. */
function endSnapshot(): void {
  if (inSnapshot) {
    const here = inSnapshot;
    for (const id of callbacks.keys()) if (!here.has(id)) callbacks.delete(id);
    callbackIds.value = [...callbacks.keys()];
  }
  inSnapshot = null;
  callbacksComplete.value = true;
}

function put(callback: CallbackAnswer): void {
  inSnapshot?.add(callback.id);
  const known = callbacks.get(callback.id);
  if (!known) {
    callbacks.set(callback.id, signal(callback));
    callbackIds.value = [...callbackIds.peek(), callback.id];
  } else if (known.peek().version <= callback.version) {
    known.value = callback;
  }
}

function pause(ms: number, until: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const over = () => resolve();
  setTimeout(over, ms * (0.5 + Math.random() / 2));
  until.addEventListener("abort", over, { once: true });
  // Somebody who looks again wants to see it now.
  document.addEventListener("visibilitychange", over, { once: true });
  return promise;
}

const APPLY_EVERY_MS = 250;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
