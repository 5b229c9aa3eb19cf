import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { LineCounter, parseDocument } from "yaml";
import type { CdrMark } from "../exchange/asterisk/attempts.ts";
import type { NamedQueue } from "../exchange/asterisk/queues/queue-names.ts";
import type { AgentGroup } from "../exchange/simulated/roster.ts";
import type { CallerMix, SkillTraffic } from "../exchange/simulated/traffic/configured-traffic.ts";
import { Fault } from "../faults/faults.ts";
import type { SkillId } from "../line/ids.ts";
import type { Settings } from "../line/settings.ts";
import { danglingLines, mistakeLines, problemLines, problemsOf } from "./configuration-problems.ts";
import { callerClasses, configuredSettings, wholeMilliseconds } from "./configuration-settings.ts";
import { contradictions } from "./contradictions.ts";
import {
  configurationSchema,
  type ParsedConfiguration,
  usualOfExchange,
} from "./schema/configuration-schema.ts";

/** What a server runs. */
export interface Configuration {
  readonly operations: readonly ConfiguredOperation[];
  readonly signIn: ConfiguredSignIn;
  /** Nothing was configured: this is the demonstration. */
  readonly demonstration: boolean;
  /** The file that was read, absolute; `null`: none, this is the demonstration. */
  readonly file: string | null;
  /** An `espera.yaml` in the working folder that was not read, since another file goes before it; absolute. */
  readonly passedOver: string | null;
}

/** How people sign in to the page. */
export type ConfiguredSignIn = ParsedConfiguration["signIn"];

export interface ConfiguredOperation {
  readonly name: string;
  readonly settings: Omit<Settings, "version">;
  /** Who rules the settings of skills that were known before: this file, or what administrators saved on the page. */
  readonly rules: "file" | "page";
  /** By which the day's quota of the compatible API is counted. */
  readonly licences: number;
  readonly exchange: ConfiguredSimulation | ConfiguredAsterisk;
  /** All but the exchange by the keys of the file, in its units and with what it leaves out. */
  readonly written: WrittenOperation;
}

type WrittenOperation = Omit<ParsedConfiguration["operations"][number], "exchange">;

/** A simulated exchange: who phones, who answers, and how many past days are lived through at the first start. */
export interface ConfiguredSimulation {
  readonly kind: "simulated";
  readonly seed: string;
  readonly historyDays: number;
  readonly classes: CallerMix["classes"];
  readonly traffic: readonly SkillTraffic[];
  readonly agents: readonly AgentGroup[];
}

/** A real Asterisk: where it is, and which of its queues are skills. */
export interface ConfiguredAsterisk {
  readonly kind: "asterisk";
  readonly ami: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean | { readonly ca?: string | undefined; readonly serverName?: string | undefined };
    readonly username: string;
    /** At most one of the two; without them it is in the environment. */
    readonly secret?: string | undefined;
    readonly secretFile?: string | undefined;
  };
  readonly agi: {
    readonly host: string;
    readonly port: number;
    readonly allowed?: readonly string[] | undefined;
  };
  readonly trunk: readonly string[];
  readonly callerId?: string | undefined;
  readonly cdr?: CdrMark | undefined;
  /** The folder in Asterisk's sounds, with a slash at its end; or one of their own, as Asterisk and as Espera sees it. */
  readonly prompts: string | { readonly asterisk: string; readonly espera: string };
  /** The folder for recorded names, as Asterisk and as Espera sees it; without one none are recorded. */
  readonly recordings?: { readonly asterisk: string; readonly espera: string } | undefined;
  readonly queues: readonly (NamedQueue & {
    readonly skill: SkillId;
    readonly wrapUpMs: number;
    readonly leastPenalty?: number | undefined;
    readonly mostPenalty?: number | undefined;
    readonly holdsAgents?: boolean | undefined;
    readonly callerId?: string | undefined;
  })[];
}

const demonstrationFile = fileURLToPath(new URL("demonstration.yaml", import.meta.url));

/** An `espera.yaml` to begin with: that of the demonstration. */
export function exampleConfiguration(): string {
  return readFileSync(demonstrationFile, "utf8");
}

/** The operations that run when nothing is configured: one, on a simulated exchange. */
export function demonstrationOperations(): SimulatedOperation[] {
  return parseConfiguration(exampleConfiguration(), demonstrationFile).filter(isSimulated);
}

/** An operation whose callers and agents are made up. */
export type SimulatedOperation = ConfiguredOperation & { readonly exchange: ConfiguredSimulation };

export type AsteriskOperation = ConfiguredOperation & { readonly exchange: ConfiguredAsterisk };

export function isSimulated(operation: ConfiguredOperation): operation is SimulatedOperation {
  return operation.exchange.kind === "simulated";
}

export function isOnAsterisk(operation: ConfiguredOperation): operation is AsteriskOperation {
  return operation.exchange.kind === "asterisk";
}

/**
 * The configuration in `file`; without one that in `directory`/espera.yaml; without that the espera.yaml of the working
 * folder; without that the demonstration. Faults: `config-not-found`, `config-invalid`.
 */
export async function readConfiguration(given: {
  readonly directory: string;
  readonly file?: string;
  /** The process's own when left out. */
  readonly workingFolder?: string;
}): Promise<Configuration> {
  const here = resolve(given.workingFolder ?? ".", FILE_NAME);
  const usual = join(given.directory, FILE_NAME);
  for (const file of given.file === undefined ? [usual, here] : [given.file]) {
    const text = await textOf(file);
    if (text === null) continue;
    const read = resolve(file);
    const passedOver = read !== here && existsSync(here) ? here : null;
    return {
      ...parseFile(text, file, read === resolve(usual)),
      demonstration: false,
      file: read,
      passedOver,
    };
  }
  if (given.file !== undefined) throw new Fault("config-not-found", { file: given.file });
  return {
    ...parseFile(exampleConfiguration(), demonstrationFile, true),
    demonstration: true,
    file: null,
    passedOver: null,
  };
}

const FILE_NAME = "espera.yaml";

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw new Fault("config-invalid", { file, problems: `\n  ${file}: ${message}` }, { cause: error });
  }
}

/** The operations that an `espera.yaml` describes. `file` names it in problems. Fault: `config-invalid`, with all of them. */
export function parseConfiguration(text: string, file: string): ConfiguredOperation[] {
  return parseFile(text, file, true).operations;
}

/** `mayNameStore`: it is the file of a data folder, in which every command looks for the journal. Fault: `config-invalid`. */
function parseFile(text: string, file: string, mayNameStore: boolean) {
  const invalid = (lines: readonly string[], options?: ErrorOptions) =>
    new Fault("config-invalid", { file, problems: lines.map((line) => `\n  ${line}`).join("") }, options);
  const lines = new LineCounter();
  let document: ReturnType<typeof parseDocument>;
  let content: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
    const mistakes = [...document.errors, ...document.warnings];
    if (mistakes.length > 0) throw invalid(mistakeLines(mistakes, file, lines));
    const dangling = danglingLines(document, file, lines);
    if (dangling.length > 0) throw invalid(dangling);
    content = document.toJS();
  } catch (error) {
    if (error instanceof Fault) throw error;
    // Nested too deep, or anchors that multiply without end.
    throw invalid([`${file}: ${error instanceof Error ? error.message : String(error)}`], { cause: error });
  }
  const parsed = configurationSchema.safeParse(content);
  const problems = [...problemsOf(parsed.error?.issues ?? []), ...contradictions(content)];
  if (!parsed.success || problems.length > 0) throw invalid(problemLines(problems, file, document, lines));
  if (parsed.data.store && !mayNameStore)
    throw invalid([
      `${file}: store: put it into the espera.yaml of the data folder, where every command looks for it`,
    ]);
  const { operations, signIn } = parsed.data;
  return { operations: operations.map(configuredOperation), signIn };
}

function configuredOperation(parsed: ParsedConfiguration["operations"][number]): ConfiguredOperation {
  const exchange = exchangeOf(parsed);
  const { exchange: _, ...written } = parsed;
  const usual = usualOfExchange[exchange.kind];
  return {
    name: parsed.name,
    settings: configuredSettings(parsed, usual),
    rules: parsed.settings,
    licences: parsed.licences,
    exchange,
    written: {
      ...written,
      limits: { ...written.limits, perDay: written.limits.perDay ?? usual.perDay },
      skills: written.skills.map((skill) => ({ ...skill, smartWait: skill.smartWait ?? usual.smartWait })),
    },
  };
}

function exchangeOf(parsed: ParsedConfiguration["operations"][number]): ConfiguredOperation["exchange"] {
  const { simulated, asterisk } = parsed.exchange;
  if (asterisk) {
    const { queues, ...rest } = asterisk;
    return {
      kind: "asterisk",
      ...rest,
      queues: queues.map(({ wrapUpS, ...queue }) => ({ ...queue, wrapUpMs: wholeMilliseconds(wrapUpS) })),
    };
  }
  // That there is one of the two was seen to before.
  const { seed, historyDays, classes = [], traffic, agents } = simulated!;
  const known = callerClasses(parsed);
  return {
    kind: "simulated",
    seed: seed ?? parsed.name,
    historyDays,
    // That each is there was seen to as well.
    classes: classes.map(({ class: name, share }) => ({
      class: known.find((one) => one.name === name)!,
      share,
    })),
    traffic: traffic.map(({ meanHandleS, meanPatienceS, ...rest }) => ({
      ...rest,
      meanHandleMs: wholeMilliseconds(meanHandleS),
      meanPatienceMs: wholeMilliseconds(meanPatienceS),
    })),
    agents: agents.map(({ wrapUpS, ...group }) => ({ ...group, wrapUpMs: wholeMilliseconds(wrapUpS) })),
  };
}

/** Whether two settings say the same, whatever their versions and the order of their skills. */
export function settingsEqual(a: Omit<Settings, "version">, b: Omit<Settings, "version">): boolean {
  return isDeepStrictEqual(comparable(a), comparable(b));
}

function comparable(settings: Omit<Settings, "version">) {
  return { ...settings, version: null, skills: settings.skills.toSorted((one, other) => one.id - other.id) };
}
