import * as z from "zod";
import type { NamedQueue } from "../../exchange/asterisk/queues/queue-names.ts";
import { described, saying } from "./configuration-values.ts";

/** An extension of Asterisk holds 79 characters, and so does the name of a context: `espera-key-NAME` is one. */
const LONGEST_EXTENSION = 68;
/** Asterisk cuts what is longer off the name of a section of queues.conf. */
const MOST_NAME_BYTES = 79;

const nameHint = "write the queue's name in queues.conf";
const inexpressibleHint =
  'no alias helps here: give the queue another name in queues.conf, of at most 79 bytes, with no blank at either end, and without control characters, unpaired parentheses and any of " \\ ; $ [ ]';
const aliasHint = `write up to ${LONGEST_EXTENSION} letters, digits, _ and -, not beginning with _ or -`;
const takenHint = "the dialplan needs this name for itself: choose another one";

/** What means nothing within quotes in the arguments of an application: brackets and parentheses count there too. */
const inexpressible = /^\s|\s$|[\p{C}"\\;$[\]]/u;
const paired = /^(?:[^()]|\([^()]*\))+$/;

/** The two names of a queue, as keys of the configuration. Whether they go together {@link namesFit} says. */
export const queueNames = {
  queue: described(
    z
      .string(saying(nameHint))
      .refine((name) => !inexpressible.test(name) && paired.test(name) && bytesOf(name) <= MOST_NAME_BYTES, {
        error: ({ input }) => (input === "" ? nameHint : inexpressibleHint),
        abort: true,
      }),
    "text",
    "Its name in queues.conf. Of letters, digits, `_` and `-` it is its extension in the dialplan too.",
  ),
  alias: described(
    z
      .string(saying(aliasHint))
      .refine(isExtension, { error: aliasHint, abort: true })
      .refine((alias) => !isTaken(alias), { error: takenHint, abort: true })
      .optional(),
    "letters, digits, `_` and `-`",
    "Its extension in the dialplan, where [its name cannot be one](asterisk.md#names-of-queues).",
    "none",
  ),
};

/** Whether a queue has an alias where it needs one, and nowhere else. */
export const namesFit = fitting((alias) => `alias: ${alias}`);

function fitting(written: (alias: string, queue: string) => string) {
  return ({ queue, alias }: NamedQueue, context: z.RefinementCtx): void => {
    const needs = !isExtension(queue) || isTaken(queue);
    if (needs === (alias !== undefined)) return;
    const message = needs
      ? `no extension can have this name: give the queue an alias, like ${written(aliasLike(queue), queue)}`
      : "leave it out: the dialplan can have the queue's own name";
    context.addIssue({ code: "custom", message, path: [needs ? "queue" : "alias"], input: queue });
  };
}

/** A queue as it is typed: its name, or `ALIAS=NAME`. */
export const typedQueue = z
  .string()
  .transform((text): { queue: string; alias?: string | undefined } => {
    const [, alias, queue = text] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    return { queue, alias };
  })
  .pipe(z.strictObject(queueNames).superRefine(fitting((alias, queue) => `"${alias}=${queue}"`)));

/** What stands behind `ESPERA_` in the variables of the dialplan. */
const dialplanVariables: ReadonlySet<string> = new Set(
  "AGAIN ASKED AT BEFORE CALL CLASS CREDIT DO FOR LATER LEFT MACRO NAME NOTE NUM ROOM RULE SERVED STEP TO".split(
    " ",
  ),
);

function isExtension(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) && name.length <= LONGEST_EXTENSION;
}

/** Extensions that mean something to Asterisk (`h`, `failed`) or to our dialplan (`T`), and variables of ours: a lease is one as well. */
function isTaken(name: string): boolean {
  return /^[A-Za-z]$|^(failed|fax)$/.test(name) || dialplanVariables.has(name);
}

/** What somebody might call the queue; of a name in another script than ours, any. */
function aliasLike(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words =
    plain
      .match(/[a-z0-9]+/g)
      ?.join("-")
      .slice(0, LONGEST_EXTENSION) ?? "";
  return words === "" || isTaken(words) ? `queue-${words}`.replace(/-$/, "-1") : words;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
