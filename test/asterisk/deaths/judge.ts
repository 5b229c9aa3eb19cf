import { attemptOf } from "../../../src/exchange/asterisk/identity.ts";
import type { FinalStatus } from "../../../src/line/events.ts";
import { national } from "../bed/national.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import type { Centre } from "./centre.ts";

export interface Verdict {
  /** What does not hold, in sentences. */
  readonly problems: readonly string[];
  /** How the callback ended; `null`: there is none, or it is open. */
  readonly status: FinalStatus | null;
  readonly attempts: number;
}

/**
 * Compares what the phones and the witness saw with what was promised, after everybody has hung up. `lost`: calls that
 * an exchange which was killed took with it.
 */
export async function judge(
  centre: Centre,
  customer: string,
  { lost = new Set<PhoneCall>() } = {},
): Promise<Verdict> {
  const problems: string[] = [];
  await atRest(centre);
  const { events, state } = await centre.journal();
  const registered = events.filter(({ type }) => type === "callback-registered");
  const ended = events.filter((event) => event.type === "callback-ended");
  const dialled = events.filter((event) => event.type === "attempt-dialled");
  const connected = centre.saw("AgentConnect").map((message) => national(message["CallerIDNum"]));

  for (const call of centre.callers) {
    if (lost.has(call)) continue;
    const end = call.events().at(-1);
    const served = connected.includes(call.number);
    const promised = call.number === customer && registered.length > 0;
    if (end?.what !== "hung-up") problems.push(`the call of ${call.number} is not over: ${end?.what}`);
    else if (end.by === "exchange" && !served && !promised) problems.push(`${call.number} was hung up on`);
  }
  if (!connected.includes(customer)) problems.push("the customer never spoke to the agent");

  const rings = centre.customers.calls.filter((call) => national(call.number) === customer);
  if (rings.length > dialled.length)
    problems.push(`their phone rang ${rings.length} times for ${dialled.length} attempts`);
  const legs = centre
    .saw("Newchannel")
    .map((message) => attemptOf(message["Uniqueid"] ?? ""))
    .filter((attempt) => attempt !== null);
  if (new Set(legs).size < legs.length) problems.push(`an attempt was dialled twice: ${legs.join(" ")}`);
  for (const [index, ring] of rings.entries()) {
    const next = rings[index + 1]?.messages[0]?.at;
    const end = ring.events().findLast(({ what }) => what === "hung-up" || what === "refused");
    if (next !== undefined && !lost.has(ring) && (end === undefined || end.at > next))
      problems.push("two attempts at once");
    const answered = ring.event("answered");
    if (!answered || lost.has(ring) || end?.by !== "exchange") continue;
    const speaks = centre
      .saw("AgentConnect", (message) => national(message["CallerIDNum"]) === customer)
      .some(({ at }) => at >= answered.at && at <= end.at);
    if (!speaks) problems.push("the customer who picked up the return call was hung up on");
  }
  const spoke = centre.saw("AgentConnect", (message) => national(message["CallerIDNum"]) === customer)[0]?.at;
  if (rings.some((ring) => (ring.messages[0]?.at ?? 0) > (spoke ?? Number.POSITIVE_INFINITY)))
    problems.push("they were phoned again after they had spoken to the agent");
  if (registered.length > 1) problems.push(`${registered.length} callbacks were registered`);
  if (ended.length < registered.length) problems.push("a promise has no final status");
  if (ended.length > registered.length) problems.push("a callback ended twice");
  for (const call of state.calls.values()) problems.push(`the journal still has a call ${call.phase}`);
  for (const agent of state.agents.values())
    if (agent.status !== "free") problems.push(`the journal has ${agent.id} ${agent.status}`);
  return { problems, status: ended[0]?.status ?? null, attempts: dialled.length };
}

/** The journal comes a moment after the phones; what does not come at all is judged as it is. */
async function atRest(centre: Centre): Promise<void> {
  await until("nobody is left in the journal", 10_000, async () => {
    const { state } = await centre.journal();
    const free = [...state.agents.values()].every(({ status }) => status === "free");
    return free && state.calls.size === 0 && state.callbacks.size === 0;
  }).catch(() => undefined);
}

/** The longest time without sound at a phone between two moments, s. */
export function silence(call: PhoneCall, from: number, until: number): number {
  let last = from;
  let longest = 0;
  for (const sound of call.ear.heard()) {
    if (sound.until < from || sound.from > until) continue;
    longest = Math.max(longest, sound.from - last);
    last = Math.max(last, sound.until);
  }
  return Math.max(longest, until - last) / 1000;
}
