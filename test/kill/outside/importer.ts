import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { espera } from "../espera/command-line.ts";
import { writtenDeadly } from "../espera/deadly-points.ts";
import { OPERATION } from "../story-settings.ts";

/** Somebody who imports a file of recorded calls beside the server, again and again until it is in. */
export class Importer {
  readonly #directory: string;
  readonly #file: string;
  readonly #children: { kill(signal: "SIGKILL"): boolean }[] = [];
  #state: "not-begun" | "unfinished" | "whole" = "not-begun";

  constructor(directory: string) {
    this.#directory = directory;
    this.#file = join(directory, "calls.csv");
  }

  /** Whether it was begun, and is not known to be whole. */
  get isUnfinished(): boolean {
    return this.#state === "unfinished";
  }

  /** The imports that are whole: when the first call arrived, epoch ms, and how many there are. */
  get whole(): readonly { readonly from: number; readonly calls: number }[] {
    return this.#state === "whole" ? [{ from: FROM, calls: CALLS }] : [];
  }

  /**
   * Imports the file, or what is left of it. With `diesAt` it dies by its own hand when it has written so many steps of a
   * piece. That others kept writing, and it must be begun again, is no error.
   */
  async run(diesAt?: number): Promise<void> {
    if (this.#state === "not-begun") writeFileSync(this.#file, callLog());
    this.#state = "unfinished";
    const child = espera(
      { after: () => undefined },
      ["import", this.#file, "--data", this.#directory, "--operation", OPERATION],
      diesAt === undefined ? "" : writtenDeadly({ point: "in-upload", n: diesAt }),
    );
    this.#children.push(child);
    const said = text(child.stderr!);
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (code === 0) this.#state = "whole";
    else if (signal !== "SIGKILL" && !(await said).includes("[journal-busy]"))
      throw new Error(`the import ended otherwise (${code}): ${await said}`);
  }

  close(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }
}

const FROM = Date.parse("2024-03-04T05:00:00Z");
/** Of the file: more than become durable at once. */
const CALLS = 1_400;

/** One call every two seconds, in a skill that the operation does not know; times are local to it. */
function callLog(): string {
  const rows = Array.from({ length: CALLS }, (_, index) => {
    const time = new Date(FROM - BOGOTA_BEHIND_MS + index * 2_000).toISOString().slice(0, 19);
    return `${time},f${index},customer-${index % 97},Recorded,${index % 40},answered,60,A1`;
  });
  return `${["offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent", ...rows].join("\n")}\n`;
}

const BOGOTA_BEHIND_MS = 5 * 3_600_000;
