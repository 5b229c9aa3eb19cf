import { extensionOf, type NamedQueue } from "../../../src/exchange/asterisk/queues/queue-names.ts";
import { freepbx, ways } from "./freepbx-site.ts";
import type { Site } from "./site.ts";

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
