import { randomUUID } from "node:crypto";
import {
  type AsteriskOperation,
  isOnAsterisk,
  readConfiguration,
} from "../../configuration/configuration.ts";
import { sentence } from "../../exchange/asterisk/check/findings.ts";
import { type TestCallStep, type TestCallStop, testCall } from "../../exchange/asterisk/check/test-call.ts";
import { NumberRules } from "../../operation/number-rules.ts";
import { RandomSource } from "../../queueing/random.ts";
import { realClock } from "../../time/real-clock.ts";
import type { Language } from "../../words/language.ts";
import { asteriskAccess } from "./asterisk-access.ts";
import { asteriskGiven } from "./asterisk-operation.ts";

interface TestCallWanted {
  readonly directory: string;
  readonly file?: string;
  readonly number: string;
  /** In whose line the call ends; left out: the first queue on Asterisk that is configured. */
  readonly queue?: string | undefined;
  readonly language: Language;
  readonly print: (line: string) => void;
}

/**
 * Places one test call and prints each step that it reaches, then why it stopped. Gives whether an agent answered it. A number
 * that the operation's rules refuse is not dialled. Faults: those of the configuration and of the access.
 */
export async function callForTest({
  directory,
  file,
  number,
  queue,
  language,
  print,
}: TestCallWanted): Promise<boolean> {
  const { operations } = await readConfiguration({ directory, ...(file === undefined ? {} : { file }) });
  const say = words[language];
  const found = queueIn(operations.filter(isOnAsterisk), queue);
  if (!found) {
    print(say.noQueue(queue ?? ""));
    return false;
  }
  const { exchange, settings } = found.operation;
  const judged = new NumberRules(settings).judge(number);
  if (judged.verdict !== "dialable" || judged.number === null) {
    print(say.notDialled);
    return false;
  }
  const given = asteriskGiven(exchange, await asteriskAccess(exchange.ami, process.env), {
    directory,
    country: settings.country,
    clock: realClock,
    random: new RandomSource(randomUUID()).stream("test-call"),
    log: { info() {}, warn() {} },
  });
  const stop = await testCall({
    ...given,
    number: judged.number,
    queue: found.queue,
    reached: (step) => print(`  ${say.steps[step]}`),
  });
  if (stop === null) print(say.done);
  else print(typeof stop === "string" ? say.stopped(say.stops[stop]) : sentence(stop, language));
  return stop === null;
}

/** The queue of that name or alias, or the first of all. */
function queueIn(operations: readonly AsteriskOperation[], named: string | undefined) {
  return operations
    .flatMap((operation) => operation.exchange.queues.map((queue) => ({ operation, queue })))
    .find(({ queue }) => named === undefined || queue.queue === named || queue.alias === named);
}

interface Words {
  readonly steps: Readonly<Record<TestCallStep, string>>;
  readonly stops: Readonly<Record<TestCallStop, string>>;
  readonly noQueue: (queue: string) => string;
  readonly notDialled: string;
  readonly done: string;
  readonly stopped: (why: string) => string;
}

const words: Readonly<Record<Language, Words>> = {
  es: {
    steps: {
      dialled: "Asterisk tomó la orden de marcar.",
      rang: "El teléfono timbra.",
      "picked-up": "Contestaron.",
      asked: "Suena el diálogo: pida que marquen 1.",
      confirmed: "Marcaron 1.",
      joined: "Está en la cola.",
      "agent-rung": "Le timbra a un agente.",
      answered: "Un agente contestó.",
    },
    stops: {
      "no-trunk": "ninguna de las troncales configuradas toma un número de ese país.",
      refused: "Asterisk no tomó la orden (¿al usuario le falta originate?).",
      busy: "ocupado, o rechazada por quien la recibió.",
      "no-answer": "nadie contestó.",
      invalid: "el operador dice que ese número no existe.",
      failed:
        "Asterisk o el operador no la pudo cursar (vea trunk; con Local/, que termine en Hangup con HANGUPCAUSE).",
      "hung-up": "colgaron.",
      declined: "marcaron 2: «no soy yo».",
      nobody: "nadie marcó una tecla: así se reconoce un contestador.",
      "not-asked": "pasó a la cola sin que Espera preguntara nada: ¿está en marcha el servidor?",
      "turned-away": "la cola no la recibió, o la soltó (llena, sin agentes o cerrada).",
      "too-long": "se esperó demasiado el paso siguiente; la llamada se colgó.",
      "connection-lost": "se perdió la conexión con el manager de Asterisk.",
    },
    noQueue: (queue) => `Ninguna operación en Asterisk tiene la cola ${queue}.`,
    notDialled: "Ese número no se marca: las reglas de la operación no lo permiten, o no es un teléfono.",
    done: "Todo funcionó, de la marcación al agente.",
    stopped: (why) => `Se detuvo ahí: ${why}`,
  },
  en: {
    steps: {
      dialled: "Asterisk took the order to dial.",
      rang: "The phone rings.",
      "picked-up": "Somebody picked up.",
      asked: "The dialogue is heard: have them press 1.",
      confirmed: "They pressed 1.",
      joined: "The call is in the queue.",
      "agent-rung": "An agent's phone rings.",
      answered: "An agent answered.",
    },
    stops: {
      "no-trunk": "none of the configured trunks takes a number of that country.",
      refused: "Asterisk did not take the order (does the user lack originate?).",
      busy: "busy, or refused by the phone that was called.",
      "no-answer": "nobody answered.",
      invalid: "the carrier says that there is no such number.",
      failed:
        "Asterisk or the carrier could not place it (see trunk; a Local/ has to end in Hangup with HANGUPCAUSE).",
      "hung-up": "they hung up.",
      declined: "they pressed 2: “not me”.",
      nobody: "nobody pressed a key: a machine is known by that.",
      "not-asked": "it went on to the queue without a question of Espera: does the server run?",
      "turned-away": "the queue did not take it, or gave it up (full, without agents, or closed).",
      "too-long": "the next step took too long; the call was hung up.",
      "connection-lost": "the connection to Asterisk's manager was lost.",
    },
    noQueue: (queue) => `No operation on Asterisk has the queue ${queue}.`,
    notDialled: "That number is not dialled: the operation's rules do not allow it, or it is no telephone.",
    done: "All of it worked, from dialling to the agent.",
    stopped: (why) => `It stopped there: ${why}`,
  },
};
