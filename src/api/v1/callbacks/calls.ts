import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { listCalls } from "../schema/forms.ts";
import { momentText } from "../schema/moments.ts";
import { skillAsked } from "../seen-skills.ts";
import type { Sources } from "../sources.ts";
import { noteSeen } from "./callbacks.ts";

/** The newest calls, to choose one. */
export function callsEndpoint({ calls, store }: Sources): Endpoint {
  return endpoint(listCalls, async ({ operation, rights, query: { skill, limit } }) => {
    const settings = (await store.settings(operation.id)) ?? { skills: [] };
    const skills = skill === undefined ? rights.skills : [skillAsked(settings, rights, skill)];
    const wanted = { limit, ...(skills === null ? {} : { skills: [...skills] }) };
    const newest = await calls.newest(operation, wanted, rights.seesNumbers);
    await noteSeen({ rights, operation }, newest);
    return {
      calls: newest.map(({ id, skill, arrivedAt, number, choice, outcome, offerReason }) => ({
        id,
        skill,
        arrivedAt: momentText(arrivedAt, operation.timeZone),
        number,
        choice,
        outcome,
        offerReason,
      })),
    };
  });
}
