import { growsWithoutEnd, mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";
import { erlangB } from "./erlang-b.ts";

/**
 * Erlang's delay formula (1917): the probability that a caller has to wait when nobody gives up, for `load` =
 * arrivals × handle time in Erlangs. Exact to about 1e-13 relative for any size. What else there is to know of such a
 * line `erlangA` with patience rate 0 says.
 *
 * @throws ParameterError, `line-grows-without-end` when the load reaches the agents
 */
export function erlangC(agents: number, load: number): number {
  mustBeWhole("agents", agents, 1);
  mustNotBeNegative("load", load);
  if (load >= agents) throw growsWithoutEnd();
  const blocked = erlangB(agents, load);
  return (agents * blocked) / (agents - load + load * blocked);
}
