import { parseConfiguration } from "../../configuration/configuration.ts";
import { usualAsterisk } from "../../configuration/schema/asterisk-schema.ts";
import { dialplan } from "../../exchange/asterisk/printed/dialplan.ts";
import type { QueueArguments } from "../../exchange/asterisk/printed/queue-arguments.ts";
import type { NamedQueue } from "../../exchange/asterisk/queues/queue-names.ts";

/** What an administrator is shown of how a queue is brought to Espera. */
interface AsteriskExampleWanted {
  readonly queues: readonly NamedQueue[];
  /** Where Asterisk finds Espera, `host:port`. */
  readonly agi: string;
  /** The installation's secret, for the addresses in the dialplan. */
  readonly agiSecret?: string;
  /** Folder of the prompts in Asterisk's sounds, with a slash at its end. */
  readonly prompts: string;
  /** The channels that a return call dials, in order. */
  readonly trunks: readonly string[];
  /** The manager user's secret. */
  readonly secret: string;
  /** Espera gets the secret from its environment: it is not to stand in the configuration. */
  readonly secretInEnvironment?: boolean;
  /** Classes of callers, with the seconds of their credit. */
  readonly classes?: Readonly<Record<string, number>>;
  /** What else the site says in its `Queue()`, by the queue's extension. */
  readonly queueArguments?: Readonly<Record<string, QueueArguments>>;
}

/** The parts of it, each for a file of its own. */
type AsteriskExamplePart = "extensions" | "manager" | "configuration";

/** The three parts, each a text that can be put into its file as it is. Fault: `config-invalid`. */
export function asteriskExample(
  wanted: AsteriskExampleWanted,
): Readonly<Record<AsteriskExamplePart, string>> {
  const text = configuration(wanted);
  // What is shown is taken, or the reason is said here.
  parseConfiguration(text, "espera.yaml");
  return { extensions: dialplan(wanted), manager: managerUser(wanted), configuration: text };
}

/** The parts in one text, each under the name of its file. */
export function asteriskExampleText(wanted: AsteriskExampleWanted): string {
  const { extensions, manager, configuration: yaml } = asteriskExample(wanted);
  return [
    "; extensions.conf: bring calls by Goto(espera-in,QUEUE,1), then dialplan reload",
    extensions,
    "; manager.conf, with enabled = yes in its [general], then manager reload",
    manager,
    "# espera.yaml",
    yaml,
  ].join("\n");
}

/**
 * What Espera reads and does through the manager, and no more: with `system` beside `originate` it would have a shell on
 * Asterisk's machine. What comes by the thousand and says nothing to us is filtered out here, as a session may do that only
 * with `system`.
 */
function managerUser({ secret }: AsteriskExampleWanted): string {
  return [
    `[${usualAsterisk.ami.username}]`,
    `secret = ${secret}`,
    "deny = 0.0.0.0/0.0.0.0",
    "permit = 127.0.0.1/255.255.255.255",
    "read = system,call,agent,user",
    "write = call,originate,reporting",
    "eventfilter = !Event: DeviceStateChange",
    "eventfilter = !Event: Newexten",
    "writetimeout = 5000",
    "",
  ].join("\n");
}

function configuration(wanted: AsteriskExampleWanted): string {
  const { queues, agi, prompts, trunks, classes = {}, secret, secretInEnvironment = false } = wanted;
  const colon = agi.lastIndexOf(":");
  const [host, port] = [agi.slice(0, colon), Number(agi.slice(colon + 1))];
  const usualAgi = host === usualAsterisk.agi.host && port === usualAsterisk.agi.port;
  const text = (value: string) => JSON.stringify(value);
  return [
    "operations:",
    "  - name: Mi centro",
    "    timeZone: America/Bogota",
    "    skills:",
    ...queues.map(
      ({ queue }, index) => `      - { id: ${index + 1}, name: ${text(queue)}, smartWait: shadow }`,
    ),
    ...(Object.keys(classes).length === 0 ? [] : ["    classes:"]),
    ...Object.entries(classes).map(([name, creditS]) => `      - { name: ${name}, creditS: ${creditS} }`),
    "    exchange:",
    "      asterisk:",
    ...(secretInEnvironment ? [] : [`        ami: { secret: ${text(secret)} }`]),
    ...(usualAgi ? [] : [`        agi: { host: ${text(host)}, port: ${port} }`]),
    `        trunk: ${trunks.length === 1 ? text(trunks[0]!) : `[${trunks.map(text).join(", ")}]`}`,
    "        # What the customer's phone shows; without it, and without a callerid of the trunk, Anonymous, which few pick up:",
    '        # callerId: "Mi centro <6015550100>"',
    ...(prompts === usualAsterisk.prompts ? [] : [`        prompts: ${text(prompts)}`]),
    "        queues:",
    ...queues.map(({ queue, alias }, index) => {
      const names = `queue: ${text(queue)}${alias === undefined ? "" : `, alias: ${text(alias)}`}`;
      return `          - { ${names}, skill: ${index + 1} }`;
    }),
    "",
  ].join("\n");
}
