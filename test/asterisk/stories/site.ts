import { keyContext } from "../../../src/exchange/asterisk/printed/dialplan.ts";
import type { NamedQueue } from "../../../src/exchange/asterisk/queues/queue-names.ts";

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
