import type { Story } from "../story.ts";
import type { Rows } from "./rows.ts";

/** Each call that the problems name: what its person heard and did, what a supervisor asked, and what is kept of it. */
export function accountsOf(
  { world, supervisor }: Pick<Story, "world" | "supervisor">,
  rows: Rows,
  problems: readonly string[],
): string[] {
  const { observer, traffic, presence } = world;
  const named = new Set(problems.join(" ").match(/\b\d{8}-\d+-\d+/g));
  return [...named].map((id) => {
    const caller = traffic.callers.get(id);
    const isOwn = (call: string) =>
      call === id ||
      call.startsWith(`${id}~`) ||
      (caller?.number != null && traffic.callers.get(call)?.number === caller.number);
    const own = <T extends { readonly call: string }>(all: readonly T[]) =>
      all.filter(({ call }) => isOwn(call));
    return JSON.stringify({
      id,
      caller: { ...caller, redial: undefined },
      heard: own(observer.hearings),
      did: own(observer.acts),
      stays: own(observer.stays),
      services: own(observer.services),
      rings: observer.rings.filter(({ attempt }) => isOwn(attempt)),
      ended: [...observer.ends].filter(([call]) => isOwn(call)),
      asked: supervisor.asked.filter(({ callback }) => callback === id),
      erasures: supervisor.erasures.filter(({ callback }) => callback === id),
      call: rows.calls.get(id),
      callback: rows.callbacks.get(id),
      attempts: [...rows.attempts.values()].filter(({ callback }) => callback === id),
      presence,
    });
  });
}
