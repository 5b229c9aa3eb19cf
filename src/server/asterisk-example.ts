import { dialplan } from "../exchange/asterisk/dialplan.ts";
import { usualAsterisk } from "./asterisk-schema.ts";

/** What an administrator is shown of how a queue is brought to Espera. */
export interface AsteriskExampleWanted {
  /** Names of queues. */
  readonly queues: readonly string[];
  /** Where Asterisk finds Espera, `host:port`. */
  readonly agi: string;
  /** Folder of the prompts in Asterisk's sounds, with a slash at its end. */
  readonly prompts: string;
  /** The channel that a return call dials. */
  readonly trunk: string;
  /** The manager user's secret. */
  readonly secret: string;
  readonly queueOptions?: string;
  readonly queueTimeoutS?: number;
}

/** The parts of it, each for a file of its own. */
export type AsteriskExamplePart = "extensions" | "manager" | "configuration";

/** The three parts, each a text that can be put into its file as it is. */
export function asteriskExample(wanted: AsteriskExampleWanted): Readonly<Record<AsteriskExamplePart, string>> {
  return { extensions: dialplan(wanted), manager: managerUser(wanted), configuration: configuration(wanted) };
}

/** What Espera reads and does through the manager, and no more: no commands, no files but those of the configuration. */
function managerUser({ secret }: AsteriskExampleWanted): string {
  return [
    `[${usualAsterisk.ami.username}]`,
    `secret = ${secret}`,
    "deny = 0.0.0.0/0.0.0.0",
    "permit = 127.0.0.1/255.255.255.255",
    "read = system,call,agent,user",
    "write = system,call,originate,reporting,user",
    "writetimeout = 5000",
    "",
  ].join("\n");
}

function configuration({ queues, agi, prompts, trunk }: AsteriskExampleWanted): string {
  const port = Number(agi.slice(agi.lastIndexOf(":") + 1));
  const host = agi.slice(0, agi.lastIndexOf(":"));
  return [
    "operations:",
    "  - name: Mi centro",
    "    timeZone: America/Bogota",
    "    skills:",
    ...queues.map(
      (queue, index) => `      - { id: ${index + 1}, name: ${queue}, target: 80 % in 20 s, smartWait: shadow }`,
    ),
    "    exchange:",
    "      asterisk:",
    ...(host === usualAsterisk.agi.host && port === usualAsterisk.agi.port
      ? []
      : [`        agi: { host: ${JSON.stringify(host)}, port: ${port} }`]),
    `        trunk: ${JSON.stringify(trunk)}`,
    ...(prompts === usualAsterisk.prompts ? [] : [`        prompts: ${JSON.stringify(prompts)}`]),
    "        queues:",
    ...queues.map((queue, index) => `          - { queue: ${queue}, skill: ${index + 1}, wrapUpS: 0 }`),
    "",
  ].join("\n");
}
