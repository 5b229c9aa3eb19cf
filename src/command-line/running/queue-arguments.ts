import { type Command, InvalidArgumentError, Option } from "commander";
import type { QueueArguments } from "../../exchange/asterisk/printed/queue-arguments.ts";
import { wrongUse } from "../program.ts";
import { toReader } from "../reader.ts";

/** An argument of `Queue()` as it was typed: for one queue, or for all (`null`). */
interface Typed {
  readonly queue: string | null;
  readonly value: string;
}

interface ArgumentOption {
  readonly flags: string;
  /** As commander names its value. */
  readonly name: string;
  readonly help: string;
  readonly pattern: RegExp;
  readonly hint: string;
}

/** A comma, a semicolon or a parenthesis would end the argument, or the line. */
const text = /^(?:[A-Za-z0-9_.:/@%&?=+~#-]|\$\{\w+\})+$/;
const textHint = toReader(
  "van letras, cifras, variables entre llaves y . : / @ % & ? = + ~ # _ -",
  "use letters, digits, variables in braces and any of . : / @ % & ? = + ~ # _ -",
);
const name = /^(?:[A-Za-z0-9_.-]|\$\{\w+\})+$/;
const nameHint = toReader(
  "va un nombre de letras, cifras, _ . y -",
  "give a name of letters, digits, _ . and -",
);
const number = /^(?:[1-9]\d{0,5}|\$\{\w+\})$/;

const argumentOptions = {
  options: {
    flags: "--queue-options <letters>",
    name: "queueOptions",
    help: toReader("opciones de Queue(), como tT", "options of Queue(), like tT"),
    pattern: /^(?:[A-Za-z]|\([\w.^-]*\)|\$\{\w+\})+$/,
    hint: toReader("van letras, como tT", "give letters, like tT"),
  },
  url: {
    flags: "--queue-url <url>",
    name: "queueUrl",
    help: toReader("su URL", "its URL"),
    pattern: text,
    hint: textHint,
  },
  announcement: {
    flags: "--queue-announcement <sound>",
    name: "queueAnnouncement",
    help: toReader(
      "qué oye un agente antes de una llamada; no antes de una devolución",
      "what an agent hears before a call; not before a return call",
    ),
    pattern: text,
    hint: textHint,
  },
  timeout: {
    flags: "--queue-timeout-s <seconds>",
    name: "queueTimeoutS",
    help: toReader("cuánto retiene a quien llama", "how long it keeps a caller"),
    pattern: number,
    hint: toReader("va un número entero mayor que 0", "give a whole number above 0"),
  },
  agi: {
    flags: "--queue-agi <script>",
    name: "queueAgi",
    help: toReader("su script AGI cuando contesta un agente", "its AGI script when an agent answers"),
    pattern: text,
    hint: textHint,
  },
  gosub: {
    flags: "--queue-gosub <context>",
    name: "queueGosub",
    help: toReader(
      "su rutina para agentes, o el membergosub de la cola",
      "its routine for agents, or the queue's membergosub",
    ),
    pattern: name,
    hint: nameHint,
  },
  rule: {
    flags: "--queue-rule <rule>",
    name: "queueRule",
    help: toReader("su regla de queuerules.conf", "its rule of queuerules.conf"),
    pattern: name,
    hint: nameHint,
  },
  position: {
    flags: "--queue-position <number>",
    name: "queuePosition",
    help: toReader(
      "en qué puesto pone a quien llama; no a una devolución",
      "the position at which it puts a caller; not a return call",
    ),
    pattern: number,
    hint: toReader("va un número entero mayor que 0", "give a whole number above 0"),
  },
} as const satisfies Record<keyof QueueArguments, ArgumentOption>;

/** Adds an option for each argument of `Queue()`. */
export function addQueueArguments(command: Command): void {
  for (const option of Object.values<ArgumentOption>(argumentOptions))
    command.addOption(
      new Option(
        option.flags,
        `${option.help}; ${toReader("COLA=… para una sola", "QUEUE=… for one queue only")}`,
      ).argParser((written, before: Typed[] | undefined) => [...(before ?? []), typed(written, option)]),
    );
}

function typed(written: string, { pattern, hint }: ArgumentOption): Typed {
  const [, queue = null, value = written] = /^([A-Za-z0-9][\w-]*)=(.*)$/.exec(written) ?? [];
  if (!pattern.test(value)) throw new InvalidArgumentError(hint);
  return { queue, value };
}

/** The arguments of each queue out of what was typed: what was said for one counts more than what was said for all. */
export function queueArgumentsOf(
  queues: readonly string[],
  typedOptions: Readonly<Record<string, unknown>>,
): Record<string, QueueArguments> {
  const given = Object.entries<ArgumentOption>(argumentOptions).map(([key, option]) => {
    const all = (typedOptions[option.name] ?? []) as readonly Typed[];
    for (const { queue } of all)
      if (queue !== null && !queues.includes(queue))
        wrongUse(
          `${option.flags}: ${queue} ${toReader("no es ninguna de las colas que se imprimen", "is none of the queues that are printed")}`,
        );
    return [key, all] as const;
  });
  return Object.fromEntries(
    queues.map((queue) => [
      queue,
      Object.fromEntries(
        given.flatMap(([key, all]) => {
          const one =
            all.findLast((each) => each.queue === queue) ?? all.findLast((each) => each.queue === null);
          return one ? [[key, one.value]] : [];
        }),
      ),
    ]),
  );
}
