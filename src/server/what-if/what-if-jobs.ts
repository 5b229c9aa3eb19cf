import { randomBytes } from "node:crypto";
import { mkdir, open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { WhatIfChoice, WhatIfJob } from "../../api/v1/schema/what-if/what-if-answers.ts";
import type { WhatIfDesk, WhatIfOwner } from "../../api/v1/what-if/what-if-desk.ts";
import { Fault } from "../../faults/faults.ts";
import type { Settings } from "../../line/settings.ts";
import type { Language, Sentence } from "../../words/language.ts";
import type { ThreadRun } from "./thread-run.ts";
import { type Found, whatIfRun } from "./what-if-run.ts";

interface Job {
  readonly id: string;
  readonly owner: WhatIfOwner;
  readonly name: string;
  readonly bytes: number;
  readonly file: string;
  received: number;
  /** A piece is being written. */
  isTaking: boolean;
  hasRecord: boolean;
  run: ThreadRun<Found> | null;
  choice: WhatIfChoice | null;
  found: Found | null;
  problem: Sentence | null;
  /** Deletes the record when nobody came back. */
  idle: NodeJS.Timeout | null;
}

/**
 * The records that were sent for what-if, one at a time in an operation. They lie in a folder of the data directory that is emptied at each start,
 * and are deleted when their owner says so, when another comes, or an hour after they were used last.
 */
export class WhatIfJobs implements WhatIfDesk {
  readonly #directory: string;
  readonly #freeBytes: (directory: string) => Promise<number>;
  /** By operation. */
  readonly #jobs = new Map<number, Job>();

  private constructor(directory: string, freeBytes: (directory: string) => Promise<number>) {
    this.#directory = directory;
    this.#freeBytes = freeBytes;
  }

  /** `data`: the data directory; `freeBytes`: what is free where a directory lies. */
  static async open(data: string, freeBytes = freeBytesOf): Promise<WhatIfJobs> {
    const directory = join(data, "what-if");
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { mode: 0o700 });
    return new WhatIfJobs(directory, freeBytes);
  }

  async close(): Promise<void> {
    for (const job of this.#jobs.values()) await this.#drop(job);
    await rm(this.#directory, { recursive: true, force: true });
  }

  show(owner: WhatIfOwner): WhatIfJob | null {
    const job = this.#jobs.get(owner.operation.id);
    return job && job.owner.signature === owner.signature ? answerOf(job) : null;
  }

  async begin(owner: WhatIfOwner, { name, bytes }: { name: string; bytes: number }): Promise<WhatIfJob> {
    const { id: operation } = owner.operation;
    const before = this.#jobs.get(operation);
    const isOwn = before?.owner.signature === owner.signature;
    if (before && !isOwn && before.hasRecord) throw new Fault("what-if-busy");
    if (before) await this.#drop(before);
    await this.#needRoom(bytes);
    if (this.#jobs.has(operation)) throw new Fault("what-if-busy");
    const id = randomBytes(16).toString("hex");
    const file = join(this.#directory, id);
    const job: Job = {
      id,
      owner,
      name,
      bytes,
      file,
      received: 0,
      isTaking: false,
      hasRecord: true,
      run: null,
      choice: null,
      found: null,
      problem: null,
      idle: null,
    };
    this.#jobs.set(operation, job);
    this.#touch(job);
    return answerOf(job);
  }

  async take(owner: WhatIfOwner, id: string, at: number, piece: Uint8Array): Promise<WhatIfJob> {
    const job = this.#job(owner, id);
    if (job.isTaking || at !== job.received || at + piece.length > job.bytes || !job.hasRecord)
      throw new Fault("what-if-out-of-order", { received: job.received, bytes: job.bytes });
    job.isTaking = true;
    try {
      await this.#needRoom(job.bytes - job.received);
      await written(job.file, at, piece);
      job.received += piece.length;
      this.#touch(job);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      throw new Fault("what-if-no-room");
    } finally {
      job.isTaking = false;
    }
    // It was deleted while the piece was being written.
    if (this.#jobs.get(owner.operation.id) !== job) await rm(job.file, { force: true });
    return answerOf(job);
  }

  run(owner: WhatIfOwner, id: string, choice: WhatIfChoice, settings: Settings | null): WhatIfJob {
    const job = this.#job(owner, id);
    if (job.run || !job.hasRecord || job.received < job.bytes) throw new Fault("what-if-not-ready");
    const { file, name } = job;
    const run = whatIfRun({ file, name, choice, settings, timeZone: owner.operation.timeZone });
    Object.assign(job, { run, choice, problem: null });
    this.#touch(job);
    void run.ended.then((outcome) => {
      if (job.run !== run) return;
      job.run = null;
      if (outcome && "found" in outcome) job.found = outcome.found;
      if (outcome && "problem" in outcome) job.problem = outcome.problem;
      if (this.#jobs.get(owner.operation.id) === job) this.#touch(job);
    });
    return answerOf(job);
  }

  async cancel(owner: WhatIfOwner, id: string): Promise<WhatIfJob> {
    const job = this.#job(owner, id);
    await stopRun(job);
    return answerOf(job);
  }

  async delete(owner: WhatIfOwner, id: string): Promise<void> {
    await this.#drop(this.#job(owner, id));
  }

  report(owner: WhatIfOwner, id: string, language: Language): string {
    const { found } = this.#job(owner, id);
    if (!found) throw new Fault("what-if-not-ready");
    return found.reports[language];
  }

  /** Fault: `what-if-unknown`. */
  #job({ operation, signature }: WhatIfOwner, id: string): Job {
    const job = this.#jobs.get(operation.id);
    if (!job || job.id !== id || job.owner.signature !== signature) throw new Fault("what-if-unknown");
    return job;
  }

  /** The journal keeps its own room, whatever is sent. Fault: `what-if-no-room`. */
  async #needRoom(bytes: number): Promise<void> {
    if ((await this.#freeBytes(this.#directory)) < bytes + KEPT_FREE_BYTES)
      throw new Fault("what-if-no-room");
  }

  #touch(job: Job): void {
    if (job.idle) clearTimeout(job.idle);
    job.idle = setTimeout(() => {
      if (!job.run) void forgetRecord(job);
    }, KEPT_MS);
    job.idle.unref();
  }

  async #drop(job: Job): Promise<void> {
    if (this.#jobs.get(job.owner.operation.id) === job) this.#jobs.delete(job.owner.operation.id);
    if (job.idle) clearTimeout(job.idle);
    await stopRun(job);
    await forgetRecord(job);
  }
}

async function stopRun(job: Job): Promise<void> {
  const { run } = job;
  job.run = null;
  await run?.stop();
}

async function forgetRecord(job: Job): Promise<void> {
  job.hasRecord = false;
  await rm(job.file, { force: true });
}

async function written(file: string, at: number, piece: Uint8Array): Promise<void> {
  const handle = await open(file, at === 0 ? "w" : "r+", 0o600);
  try {
    for (let done = 0; done < piece.length; )
      done += (await handle.write(piece, done, piece.length - done, at + done)).bytesWritten;
  } finally {
    await handle.close();
  }
}

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

function answerOf({ id, name, bytes, received, hasRecord, run, choice, found, problem }: Job): WhatIfJob {
  return {
    id,
    name,
    bytes,
    received,
    hasRecord,
    state: run ? "running" : problem ? "failed" : received < bytes ? "uploading" : "ready",
    progress: run?.progress ?? null,
    choice,
    result: found?.result ?? null,
    problem,
  };
}

const KEPT_MS = 3_600_000;
const KEPT_FREE_BYTES = 1024 ** 3;
