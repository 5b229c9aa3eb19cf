import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ask, type RequestRefused } from "./ask.ts";

/** An answer that a screen waits for. */
export interface Fetched<Answer> {
  readonly answer: Answer | null;
  readonly error: RequestRefused | TypeError | null;
  readonly isLoading: boolean;
}

/** Asks when the path changes, or `again` does; what was known of the same path stays until the new answer is there. */
export function useFetched<Answer>(path: string | null, again: unknown = null): Signal<Fetched<Answer>> {
  const found = useMemo(
    () => signal<Fetched<Answer>>({ answer: null, error: null, isLoading: true }),
    [path],
  );
  useEffect(() => {
    if (path === null) return;
    const gone = new AbortController();
    found.value = { ...found.peek(), isLoading: true };
    ask<Answer>(path, { signal: gone.signal }).then(
      (answer) => {
        found.value = { answer, error: null, isLoading: false };
      },
      (error: RequestRefused | TypeError) => {
        if (!gone.signal.aborted) found.value = { ...found.peek(), error, isLoading: false };
      },
    );
    return () => gone.abort();
  }, [path, again, found]);
  return found;
}
