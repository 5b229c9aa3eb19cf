import { pino } from "pino";
import { buildApi } from "../../src/api/server.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { Store } from "../../src/journal/port/store.ts";
import type { CallbackRecord, CallbackStory } from "../../src/journal/stories.ts";
import type { CountsOfSkill } from "./tally.ts";

/** Callbacks of which all that is known is asked. */
const STORIES_ASKED = 6;
const PAGE = 7;

/** Both ways of reading a journal: counts by HTTP, as an integrator asks for them; lists as a supervisor sees them. */
export class Reports {
  readonly of: Store;
  readonly #api: ReturnType<typeof buildApi>;
  readonly #readModels: ReadModels;
  /** By operation; they are in the journal, and outlive these reports. */
  readonly #tokens: Map<number, string>;
  readonly #now: () => number;

  constructor(store: Store, now: () => number, tokens: Map<number, string>) {
    this.of = store;
    this.#now = now;
    this.#tokens = tokens;
    this.#readModels = store.readModels();
    this.#api = buildApi({
      store,
      readModels: this.#readModels,
      now,
      log: pino({ enabled: false }),
      live: async () => ({ version: "0", operations: [] }),
      readiness: () => [],
    });
  }

  /** `diagram_2` of the days in which callers of stories phone. */
  async counts(operation: number): Promise<CountsOfSkill[]> {
    return (await this.#rows("diagram_2", operation)).map((row) => ({
      skill: Number(row["skill_id"]),
      treatment: Number(row["treatment"]),
      yes: Number(row["customer_say_yes"]),
      no: Number(row["customer_say_no"]),
      ok: Number(row["recall_ok"]),
      fail: Number(row["recall_fail"]),
    }));
  }

  /** How long all return calls of these days lasted together, as `diagram_3` has it. */
  async billedMs(operation: number): Promise<number> {
    const billed = (await this.#rows("diagram_3", operation)).map(
      (row) => row["billed_minutes"] || "00:00:00",
    );
    return billed.reduce((sum, time) => {
      const [hours, minutes, seconds] = time.split(":").map(Number);
      return sum + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000;
    }, 0);
  }

  /** All callbacks, page by page. */
  async list(operation: number): Promise<CallbackRecord[]> {
    const list: CallbackRecord[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page: Awaited<ReturnType<ReadModels["callbacks"]>> = await this.#readModels.callbacks(operation, {
        limit: PAGE,
        numbers: true,
        ...(after === "" ? {} : { after }),
      });
      list.push(...page.callbacks);
      after = page.next;
    }
    return list;
  }

  /** All that is known of the first of a list. */
  async stories(operation: number, list: readonly CallbackRecord[]): Promise<CallbackStory[]> {
    const stories: CallbackStory[] = [];
    for (const { id } of list.slice(0, STORIES_ASKED)) {
      const story = await this.#readModels.callback(operation, id);
      if (story) stories.push(story);
    }
    return stories;
  }

  async close(): Promise<void> {
    await this.#api.close();
    await this.#readModels.close();
  }

  async #rows(report: string, operation: number): Promise<Record<string, string>[]> {
    const days = "date_ini=20261114000000&date_end=20261119235959";
    const url = `/api/v2/reports_manager.php?api=${report}&${days}`;
    const headers = { "wolkvox-token": await this.#tokenOf(operation) };
    const answer = await this.#api.inject({ url, headers });
    return (JSON.parse(answer.body) as { data: Record<string, string>[] }).data;
  }

  async #tokenOf(operation: number): Promise<string> {
    const known = this.#tokens.get(operation);
    if (known !== undefined) return known;
    const { token } = await createToken(
      this.of,
      { operation, label: "judge", emptyAsSuccess: true },
      this.#now(),
    );
    this.#tokens.set(operation, token);
    return token;
  }
}
