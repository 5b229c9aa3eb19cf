import { keyContext } from "../../../src/exchange/asterisk/printed/dialplan.ts";
import { extensionOf, type NamedQueue } from "../../../src/exchange/asterisk/queues/queue-names.ts";
import { freepbx, ways } from "./freepbx-site.ts";

/** How a site has its queue, its agents and its ways in. Whatever the site, callers dial `ventas`. */
export interface Site extends NamedQueue {
  /** An agent as a member of the queue; `agents` are all of the site. */
  readonly member: (agent: string, agents: readonly string[]) => Member;
  readonly dialplan: (given: SiteGiven) => SiteDialplan;
}

export interface Member {
  /** What the queue rings. */
  readonly rung: string;
  /** What it watches, to know whether the agent is free. */
  readonly watched: string;
}

interface SiteGiven {
  /** What the product printed. */
  readonly printed: string;
  readonly agents: readonly string[];
  /** A story's own, behind `[agents]`. */
  readonly more: string;
}

interface SiteDialplan {
  /** Text of extensions.conf. */
  readonly extensions: string;
  /** The files that it includes, by name. */
  readonly included: Readonly<Record<string, string>>;
}

/** A dialplan of an administrator's own, whose agents are phones. */
const plain = (queue: NamedQueue): Site => ({
  ...queue,
  member: (agent) => ({ rung: `PJSIP/${agent}`, watched: `PJSIP/${agent}` }),
  dialplan: ({ printed, more }) => ({
    extensions: `${printed}\n[callers]\nexten => ventas,1,Goto(espera-in,${extensionOf(queue)},1)\n\n[trunk]\n\n[agents]\n${more}`,
    included: {},
  }),
});

/** The sites of stories. */
export const sites = {
  plain: plain({ queue: "ventas" }),
  /** A queue whose name no extension can have. */
  alias: plain({ queue: "Ventas y Soporte (Bogotá), 24/7", alias: "ventas-y-soporte" }),
  freepbx: freepbx(ways.override),
  "freepbx-custom-destination": freepbx(ways.customDestination),
} as const satisfies Record<string, Site>;

/** The site of stories that name none: ESPERA_ASTERISK_SITE, or the plain one. */
export function usualSite(): Site {
  const name = process.env["ESPERA_ASTERISK_SITE"] ?? "plain";
  const site = Object.entries(sites).find(([known]) => known === name)?.[1];
  if (!site) throw new Error(`there is no site ${name}, but ${Object.keys(sites).join(", ")}`);
  return site;
}

/** Lines for the site's queue in queues.conf: its members, and the context of its key. */
export function queueLines(site: Site, members: readonly string[], agents: readonly string[]): string[] {
  return [
    `context=${keyContext(site)}`,
    ...members.map((agent) => {
      const { rung, watched } = site.member(agent, agents);
      return `member=${rung},0,${agent},${watched}`;
    }),
  ];
}
