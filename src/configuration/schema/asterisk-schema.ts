import { isIP } from "node:net";
import * as z from "zod";
import {
  described,
  keys,
  line,
  list,
  numberBetween,
  saying,
  skillId,
  trueOrFalse,
  wholeNumber,
} from "./configuration-values.ts";
import { namesFit, queueNames } from "./queue-name-schema.ts";

/** What is used where nothing is written; `espera asterisk dialplan` prints the same. */
export const usualAsterisk = {
  ami: { host: "127.0.0.1", port: 5038, username: "espera" },
  agi: { host: "127.0.0.1", port: 4573 },
  prompts: "espera/",
} as const;

const hostHint = "write an address or a host's name, like 127.0.0.1";
const host = z.string(saying(hostHint)).regex(/^[A-Za-z0-9.:_-]{1,253}$/, hostHint);
const port = wholeNumber(1, 65_535);
const secretHint = "write a text of up to 128 characters, in quotes";
const fileHint = "write a whole path, like /etc/espera/ami-secret";
const serverNameHint = "write the name in Asterisk's certificate, like asterisk.example.com";
const folderHint = "write a whole path, like /var/spool/asterisk/espera";
const networkHint = "write an address or a network, like 10.0.0.7 or 10.0.0.0/8";

const tlsHint = "write true, or ca and serverName";
const tls = z.union(
  [
    z.boolean(),
    keys(
      {
        ca: described(
          z
            .string(saying(fileHint))
            .regex(/^(\/|[A-Za-z]:[\\/])[^\p{C}]{1,1000}$/u, fileHint)
            .optional(),
          "whole path",
          "The certificates (PEM) of the authority that signed Asterisk's; Asterisk's own, if it signed itself.",
          "the authorities that this machine trusts",
        ),
        serverName: described(
          z
            .string(saying(serverNameHint))
            .regex(/^(?=.*[A-Za-z])[A-Za-z0-9.-]{1,253}$/, serverNameHint)
            .optional(),
          "a host's name",
          "The name in Asterisk's certificate, if it differs from `host`.",
          "that of `host`",
        ),
      },
      tlsHint,
    ),
  ],
  { error: tlsHint },
);

const ami = keys(
  {
    host: described(host.prefault(usualAsterisk.ami.host), "address or name", "Where Asterisk's manager is."),
    port: described(port.prefault(usualAsterisk.ami.port), "whole number, 1 to 65535", "Its port."),
    tls: described(
      tls.prefault(false),
      "`true`, `false` or keys",
      "Speak [TLS](asterisk.md#an-espera-on-another-machine), to the port of `tlsbindaddr`.",
    ),
    username: described(
      z
        .string(saying("write the user's name in manager.conf"))
        .regex(/^[A-Za-z0-9_.-]{1,80}$/, "write the user's name in manager.conf")
        .prefault(usualAsterisk.ami.username),
      "text",
      "The user in manager.conf.",
    ),
    secret: described(
      z
        .string(saying(secretHint))
        .regex(/^[^\p{C}]{1,128}$/u, secretHint)
        .optional(),
      "text",
      "Its secret. Better not here: a file of its own, or the environment.",
      "that of `secretFile`, or of the variable `ESPERA_AMI_SECRET`",
    ),
    secretFile: described(
      z
        .string(saying(fileHint))
        .regex(/^(\/|[A-Za-z]:[\\/])[^\p{C}]{1,1000}$/u, fileHint)
        .optional(),
      "whole path",
      "A file whose only line is the secret. Not together with `secret`.",
      "none",
    ),
  },
  "write host, port, username and secretFile, or leave it out",
);

const agi = keys(
  {
    host: described(
      host.prefault(usualAsterisk.agi.host),
      "address or name",
      "Where Espera listens for Asterisk's `AGI()` lines.",
    ),
    port: described(port.prefault(usualAsterisk.agi.port), "whole number, 1 to 65535", "The port."),
    allowed: described(
      list(z.string(saying(networkHint)).refine(isNetwork, networkHint), "address").optional(),
      "list of addresses or networks",
      "From where calls may be brought.",
      "this machine",
    ),
  },
  "write host and port, or leave it out",
);

const penalty = wholeNumber(0, 1_000_000);
const callerId = line('write it like "Clinic <6011234567>", up to 80 characters').optional();

const queue = keys(
  {
    ...queueNames,
    skill: described(
      skillId,
      "a skill's `id`",
      "The skill that it is in Espera. Several queues may be one skill: [one line](asterisk.md#one-skill-of-several-queues).",
    ),
    wrapUpS: described(
      numberBetween(0, 3600).prefault(0),
      "number, 0 to 3600",
      "Its `wrapuptime` in queues.conf, which Asterisk's events do not report.",
    ),
    leastPenalty: described(
      penalty.optional(),
      "whole number, 0 to 1000000",
      "The smallest penalty of the agents who get its callers when they arrive: `QUEUE_MIN_PENALTY` of the dialplan, or of its rule at 0 seconds.",
      "any",
    ),
    mostPenalty: described(
      penalty.optional(),
      "whole number, 0 to 1000000",
      "The largest: `QUEUE_MAX_PENALTY`. Agents beyond the two are not counted as free for the queue.",
      "any",
    ),
    holdsAgents: described(
      trueOrFalse.prefault(false),
      "`true`, `false`",
      "Whether an agent is held for its return calls, by a placeholder in the queue: [where that works, and what it costs](asterisk.md#holding-an-agent).",
    ),
    callerId: described(
      callerId,
      "like `Clinic <6011234567>`",
      "What the customer's phone shows in its return calls.",
      "that of the exchange",
    ),
  },
  "write queue and skill",
).superRefine(namesFit);

const folder = z.string(saying(folderHint)).regex(/^(\/|[A-Za-z]:[\\/])[^\p{C},|&()]{1,1000}$/u, folderHint);

const recordings = keys(
  {
    asterisk: described(folder, "whole path", "The folder as Asterisk sees it."),
    espera: described(folder, "whole path", "The same folder as Espera sees it."),
  },
  "write asterisk and espera: the folder as each of them sees it",
);

const trunkHint =
  'write the channel to dial with {number} or {national} in it once, like "PJSIP/{number}@trunk", or a list of them';
const promptsHint = 'write a folder of letters, digits, _ . - and /, with a slash at its end, like "espera/"';

/** A channel that a return call dials. */
export const trunkChannel = z
  .string(saying(trunkHint))
  .regex(/^[A-Za-z0-9]+\/[^\s,&{}|\p{C}]*\{(number|national)\}[^\s,&{}|\p{C}]*$/u, trunkHint);

const trunks = z.union(
  [trunkChannel.transform((trunk) => [trunk]), z.array(trunkChannel).min(1, trunkHint)],
  saying(trunkHint),
);

const markHint = "write up to 80 letters, digits, blanks and any of _ . : -";
const mark = z
  .string(saying(markHint))
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.:-]{0,79}$/u, markHint)
  .optional();

const cdr = keys(
  {
    userfield: described(mark, "text", "Its field `userfield`.", "empty"),
    accountcode: described(
      mark,
      "text",
      "Its field `accountcode`, which the agent's leg has as well.",
      "empty",
    ),
  },
  "write userfield or accountcode",
);

/** A folder of prompts in Asterisk's sounds, or anywhere by its whole path. */
export const promptsFolder = z.string(saying(promptsHint)).regex(/^[A-Za-z0-9_./-]{1,200}\/$/, promptsHint);

const ownPromptsHint = "write a whole path with a slash at its end, like /var/lib/asterisk/espera/";
const prompts = z.union(
  [
    promptsFolder,
    keys(
      {
        asterisk: described(
          z.string(saying(ownPromptsHint)).regex(/^\/([A-Za-z0-9_.-]+\/){1,20}$/, ownPromptsHint),
          "whole path with a slash at its end",
          "The folder as Asterisk sees it.",
        ),
        espera: described(folder, "whole path", "The same folder as Espera sees it."),
      },
      "write asterisk and espera: the folder as each of them sees it",
    ),
  ],
  { error: promptsHint },
);

/** A real Asterisk. */
export const asterisk = keys(
  {
    ami: described(ami.prefault({}), "keys", "How Espera reaches Asterisk's manager."),
    agi: described(agi.prefault({}), "keys", "How Asterisk reaches Espera."),
    trunk: described(
      trunks,
      "like `PJSIP/{number}@trunk`, or a list",
      "The channel that a return call dials. `{number}` is `+573001112233`, `{national}` is `3001112233`. Of several the next is dialled where [one cannot place the call](asterisk.md#trunks-and-what-customers-see).",
    ),
    callerId: described(
      callerId,
      "like `Clinic <6011234567>`",
      "What the customer's phone shows. Without it many trunks show `Anonymous`.",
      "the trunk's",
    ),
    cdr: described(cdr.optional(), "keys", "What the CDR of a return call says.", "nothing"),
    prompts: described(
      prompts.prefault(usualAsterisk.prompts),
      "folder with a slash at its end, or keys",
      "Where the [prompts](prompts.md) are in Asterisk's sounds; or, with `asterisk` and `espera`, a folder of their own, in which [administrators replace them](prompts.md#replacing-one-on-the-page) on the page.",
    ),
    recordings: described(
      recordings.optional(),
      "keys",
      "The folder for recorded names, which both Asterisk and Espera must reach: it is the same one, by the path that each sees.",
      "none: names are not recorded",
    ),
    queues: described(list(queue, "queue"), "list", "The queues that are skills of Espera."),
  },
  "write trunk and queues",
);

function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
