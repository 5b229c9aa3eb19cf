import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { sqliteMigrations } from "../../src/journal/sqlite/database/migrations.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { describeEnding, type Ending, kindOf, type Plan } from "./endings.ts";
import type { EsperaChild } from "./espera/espera-child.ts";
import { FORMER_SCHEMA, writeFormerJournal } from "./former-journal.ts";
import { accountsOf } from "./judge/account.ts";
import { problemsAtOnce } from "./judge/at-once.ts";
import { problemsOfErasedNumbers } from "./judge/erased-numbers.ts";
import { judge } from "./judge/judge.ts";
import { countSteps, problemsOfJournal, readRows, type SkillCounts } from "./judge/rows.ts";
import { Importer } from "./outside/importer.ts";
import { Uploader } from "./outside/uploader.ts";
import { Story } from "./story.ts";
import { OPERATION } from "./story-settings.ts";

/** What became of a story of kills. */
export interface Told {
  readonly seed: number;
  /** How each life ended. */
  readonly endings: readonly { readonly kind: string; readonly told: string }[];
  /** In sentences, each with the life after which it was seen. */
  readonly problems: readonly string[];
  /** Of the calls that the problems name. */
  readonly accounts: readonly string[];
  readonly judged: Readonly<Record<string, number>>;
}

/** Lives through a plan, and judges after each death, after each start, and when all has come to rest. */
export async function tellStory(plan: Plan): Promise<Told> {
  const seed = `kills ${plan.seed}`;
  const story = await Story.begin(seed, plan);
  const telling = new Telling(plan, story);
  try {
    if (plan.hasFormerJournal) await writeFormerJournal(story.directory, seed);
    return await telling.told();
  } finally {
    telling.close();
    await story.close();
  }
}

class Telling {
  readonly #plan: Plan;
  readonly #story: Story;
  readonly #uploader = new Uploader();
  readonly #importer: Importer;
  readonly #endings: { readonly kind: string; readonly told: string }[] = [];
  readonly #problems: string[] = [];
  readonly #seen = new Set<string>();
  #token: string | null = null;
  /** Uploads and imports that began in this life. */
  #beside: Promise<void>[] = [];

  constructor(plan: Plan, story: Story) {
    this.#plan = plan;
    this.#story = story;
    this.#importer = new Importer(story.directory);
  }

  async told(): Promise<Told> {
    for (const ending of this.#plan.endings) {
      const how = await this.#story.live(ending, (espera) => this.#ready(espera, ending));
      await this.#besideEnded();
      this.#endings.push({ kind: kindOf(ending), told: `${how}, ${describeEnding(ending)}` });
      await this.#judgeFiles();
    }
    const last = await this.#story.comeToRest((espera) => this.#ready(espera, null));
    await this.#besideEnded();
    // Others kept writing for longer than they wait.
    for (let tries = 0; this.#isUnfinished && tries < 5; tries++) {
      if (this.#importer.isUnfinished) await this.#importer.run();
      if (this.#uploader.isUnanswered) await this.#uploader.send(last.url!, this.#token!);
    }
    await this.#end(last);
    const again = this.#story.start();
    await again.ready;
    await this.#compareCounts(again);
    await this.#end(again);
    await this.#judgeFiles();
    const rows = readRows(this.#story.directory);
    const { problems, judged } = judge(this.#story, rows);
    for (const problem of [...problems, ...this.#problemsOfUploads()]) this.#wrong(problem);
    const { supervisor } = this.#story;
    return {
      seed: this.#plan.seed,
      endings: this.#endings,
      problems: this.#problems,
      accounts: accountsOf(this.#story, rows, this.#problems),
      judged: {
        ...judged,
        orders: supervisor.asked.length,
        ordersUnheard: supervisor.asked.filter(({ outcome }) => outcome === null).length,
        erasures: supervisor.erasures.length,
        uploads: this.#uploader.uploads.length,
      },
    };
  }

  get #isUnfinished(): boolean {
    return this.#importer.isUnfinished || this.#uploader.isUnanswered;
  }

  close(): void {
    this.#importer.close();
  }

  /** What was counted before is counted now; then goes on with an upload and an import that broke off, or begins one. */
  async #ready(espera: EsperaChild, ending: Ending | null): Promise<void> {
    this.#token ??= await tokenFor(this.#story.directory);
    await this.#compareCounts(espera);
    if (espera.url !== null && (wantsUpload(ending) || this.#uploader.isUnanswered))
      this.#begin(this.#uploader.send(espera.url, this.#token));
    const diesAt = ending && "messages" in ending ? ending.importDiesAt : undefined;
    if (diesAt !== undefined || this.#importer.isUnfinished) this.#begin(this.#importer.run(diesAt));
  }

  #begin(beside: Promise<void>): void {
    this.#beside.push(beside.catch((error: unknown) => this.#wrong(String(error))));
  }

  async #besideEnded(): Promise<void> {
    await Promise.all(this.#beside.splice(0));
  }

  /** What the reports say and what the steps give, while time stands still. */
  async #compareCounts(espera: EsperaChild): Promise<void> {
    while (!this.#story.world.isSettled && espera.end === null)
      await Promise.race([this.#story.world.changed, espera.ended]);
    const told = await diagram2(espera.url!, this.#token!).catch(() => null);
    // Only who died does not answer.
    if (told === null) return void (await espera.ended);
    const counted = await countSteps(this.#story.directory);
    if (JSON.stringify(told) !== JSON.stringify(counted))
      this.#wrong(`diagram_2 says ${JSON.stringify(told)}, and the steps give ${JSON.stringify(counted)}`);
  }

  async #judgeFiles(): Promise<void> {
    const { directory } = this.#story;
    const schema = schemaOf(directory);
    if (schema !== sqliteMigrations.length) {
      const before = this.#plan.hasFormerJournal ? FORMER_SCHEMA : 0;
      if (schema !== before) this.#wrong(`its schema was ${before}, and is ${schema}: half a migration`);
      return;
    }
    for (const problem of await problemsOfJournal(directory)) this.#wrong(`journal: ${problem}`);
    for (const problem of problemsAtOnce(this.#story, readRows(directory))) this.#wrong(problem);
    for (const problem of problemsOfErasedNumbers(this.#story)) this.#wrong(problem);
  }

  #problemsOfUploads(): string[] {
    const { uploads } = readRows(this.#story.directory);
    const [kept, sent] = [uploads, [...this.#importer.whole, ...this.#uploader.uploads]].map((all) =>
      JSON.stringify(all.map(({ from, calls }) => ({ from, calls }))),
    );
    return kept === sent ? [] : [`uploads and imports kept are ${kept}, and those sent are ${sent}`];
  }

  async #end(espera: EsperaChild): Promise<void> {
    espera.kill("SIGTERM");
    const { code, signal } = await espera.ended;
    if (code !== 0) this.#wrong(`ordered to stop, it ended otherwise (${signal ?? code}): ${espera.said}`);
    while (this.#story.world.isThere) await pause(1);
  }

  /** Says it once, with the life after which it was seen first. */
  #wrong(problem: string): void {
    if (this.#seen.has(problem)) return;
    this.#seen.add(problem);
    this.#problems.push(`after life ${this.#endings.length}: ${problem}`);
  }
}

function wantsUpload(ending: Ending | null): boolean {
  return ending !== null && "at" in ending && (ending.at === "in-upload" || ending.at === "after-upload");
}

/** How many migrations were applied to the journal. */
function schemaOf(directory: string): number {
  const database = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
    if (!table) return 0;
    return Number(database.prepare("SELECT count(*) AS applied FROM migrations").get()!["applied"]);
  } finally {
    database.close();
  }
}

async function tokenFor(directory: string): Promise<string> {
  const store = await openSqliteStore({ directory });
  try {
    const { id } = (await store.operations()).find(({ name }) => name === OPERATION)!;
    return (await createToken(store, { operation: id, scopes: ["reports", "upload"] }, 0)).token;
  } finally {
    await store.close();
  }
}

/** Asked again where the machine was too slow for it. */
async function diagram2(url: string, token: string): Promise<SkillCounts[]> {
  const query = "api=diagram_2&date_ini=20261123000000&date_end=20261123235959";
  for (;;) {
    const response = await fetch(`${url}/api/v2/reports_manager.php?${query}`, {
      headers: { "wolkvox-token": token },
    });
    const { data } = (await response.json()) as { data?: SkillCounts[] };
    if (response.status < 500) return data ?? [];
  }
}
