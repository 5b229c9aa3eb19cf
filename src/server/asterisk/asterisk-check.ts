import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { isOnAsterisk, readConfiguration } from "../../configuration/configuration.ts";
import { checkAsterisk } from "../../exchange/asterisk/check/check.ts";
import { findingLevel, sentence } from "../../exchange/asterisk/check/findings.ts";
import { Fault } from "../../faults/faults.ts";
import { RandomSource } from "../../queueing/random.ts";
import { realClock } from "../../time/real-clock.ts";
import type { Language } from "../../words/language.ts";
import { asteriskAccess } from "./asterisk-access.ts";
import { asteriskGiven, queuesAsking, queuesByMode } from "./asterisk-operation.ts";
import { type NodesNow, withNodes } from "./checked-nodes.ts";

interface AsteriskCheckWanted {
  /** The data directory, where `espera.yaml` is unless `file` names another. */
  readonly directory: string;
  readonly file?: string;
  readonly language: Language;
  /** How long a server that is starting is waited for, ms. */
  readonly waitMs: number;
  readonly print: (line: string) => void;
}

/**
 * Tests each part of every configured operation on Asterisk, and the nodes that run them, and prints what is missing, what to beware
 * of and what could not be tested. Gives whether nothing is missing. Faults: those of the configuration and of the access, and
 * `database-unreachable`.
 */
export function checkConfigured(wanted: AsteriskCheckWanted): Promise<boolean> {
  return withNodes(wanted.directory, (nodesNow) => check(wanted, nodesNow));
}

async function check(
  { directory, file, language, waitMs, print }: AsteriskCheckWanted,
  nodesNow: NodesNow | null,
): Promise<boolean> {
  const configuration = await readConfiguration({ directory, ...(file === undefined ? {} : { file }) });
  const operations = configuration.operations.filter(isOnAsterisk);
  if (operations.length === 0)
    throw new Fault("asterisk-not-configured", {
      file: configuration.file ?? join(directory, "espera.yaml"),
    });
  let sound = true;
  const said = words[language];
  for (const { name, exchange, settings } of operations) {
    const queues = queuesAsking(exchange.queues, settings.skills);
    const given = asteriskGiven({ ...exchange, queues }, await asteriskAccess(exchange.ami, process.env), {
      directory,
      country: settings.country,
      clock: realClock,
      random: new RandomSource(randomUUID()).stream("check"),
      log: { info() {}, warn() {} },
    });
    const at = `${given.agi.host}:${given.agi.port}`;
    const { version, findings } = await checkAsterisk({
      ...given,
      queues: queuesByMode(given.queues, settings.skills),
      ...(nodesNow ? { nodes: () => nodesNow(name) } : {}),
      waitMs,
      waits: () => print(nodesNow ? said.waitingForNodes(waitMs / 1000) : said.waiting(at, waitMs / 1000)),
    });
    print(`${name}: Asterisk ${version ?? "?"}, ${exchange.ami.host}:${exchange.ami.port}`);
    for (const level of ["missing", "beware", "untested"] as const)
      for (const one of findings.filter((each) => findingLevel(each) === level))
        print(`  ${said[level]}  ${one.code}  ${sentence(one, language)}`);
    const missing = findings.some((each) => findingLevel(each) === "missing");
    if (!missing) print(`  ${said.nothing}`);
    sound &&= !missing;
  }
  return sound;
}

const words = {
  es: {
    missing: "FALTA",
    beware: "OJO",
    untested: "SIN PROBAR",
    nothing: "No falta nada.",
    waiting: (at: string, seconds: number) =>
      `Espera aún no escucha en ${at}: se le dan ${seconds} s para arrancar (Ctrl-C termina).`,
    waitingForNodes: (seconds: number) =>
      `Los nodos aún no están todos listos: se les dan ${seconds} s (Ctrl-C termina).`,
  },
  en: {
    missing: "MISSING",
    beware: "BEWARE",
    untested: "UNTESTED",
    nothing: "Nothing is missing.",
    waiting: (at: string, seconds: number) =>
      `Espera does not listen on ${at} yet: it is given ${seconds} s to start (Ctrl-C ends).`,
    waitingForNodes: (seconds: number) =>
      `Not all nodes are ready yet: they are given ${seconds} s (Ctrl-C ends).`,
  },
} as const;
