import { signal } from "@preact/signals";
import type { WhatIfChoice, WhatIfJob } from "./answers.ts";
import { ask, RequestRefused, request } from "./ask.ts";

/** The record that the user has sent, with how far it is; the server keeps it while they look elsewhere. */
export const job = signal<WhatIfJob | null>(null);
/** Why the last thing that was asked for was refused. */
export const refusal = signal<RequestRefused["sentence"] | null>(null);

/** What may come in one request; a slow line has time for it. */
const PIECE_BYTES = 1024 ** 2;
const LOOK_EVERY_MS = 1_000;

/** A file is being sent by this window. */
let sending: AbortController | null = null;
/** Grows with each file: what was asked before it was begun is not how things stand. */
let begun = 0;

/** Looks how far it is until what this returns is called. */
export function lookAtJob(): () => void {
  let due: ReturnType<typeof setTimeout> | null = null;
  let isOver = false;
  const look = async () => {
    try {
      const before = begun;
      const found = sending ? null : await ask<{ job: WhatIfJob | null }>("/v1/what-if");
      if (found && before === begun) job.value = found.job;
    } catch (error) {
      refusal.value = error instanceof RequestRefused ? error.sentence : {};
    }
    if (!isOver) due = setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  void look();
  return () => {
    isOver = true;
    if (due) clearTimeout(due);
  };
}

/** Sends a file piece by piece, and has it lived through as it is: first it is seen whether the model may be believed. */
export async function sendFile(file: File): Promise<void> {
  const gone = new AbortController();
  sending = gone;
  begun++;
  try {
    await showing(async () => {
      const announced = await ask<WhatIfJob>("/v1/what-if", {
        method: "POST",
        body: { name: file.name, bytes: file.size },
      });
      job.value = announced;
      for (let at = 0; at < file.size && !gone.signal.aborted; at += PIECE_BYTES) {
        const piece = file.slice(at, at + PIECE_BYTES);
        const response = await request(`/v1/what-if/${announced.id}/record?at=${at}`, {
          method: "POST",
          piece,
          signal: gone.signal,
        });
        job.value = (await response.json()) as WhatIfJob;
      }
      if (!gone.signal.aborted) await runAgain({});
    });
  } finally {
    if (sending === gone) sending = null;
  }
}

export async function runAgain(choice: WhatIfChoice): Promise<void> {
  await change("run", choice);
}

export async function cancelRun(): Promise<void> {
  await change("cancel");
}

/** Deletes the record and what was found. */
export async function forget(): Promise<void> {
  sending?.abort();
  sending = null;
  await showing(async () => {
    const { value } = job;
    if (value) await ask(`/v1/what-if/${value.id}/delete`, { method: "POST" });
    job.value = null;
  });
}

async function change(what: "run" | "cancel", body?: object): Promise<void> {
  await showing(async () => {
    const { value } = job;
    if (value)
      job.value = await ask<WhatIfJob>(`/v1/what-if/${value.id}/${what}`, {
        method: "POST",
        ...(body ? { body } : {}),
      });
  });
}

async function showing(asked: () => Promise<void>): Promise<void> {
  try {
    await asked();
    refusal.value = null;
  } catch (error) {
    if (error instanceof DOMException) return;
    refusal.value = error instanceof RequestRefused ? error.sentence : {};
  }
}
