import type { CallSighting, ServedLeg } from "../../../line/facts.ts";
import type { AttemptId, CallId } from "../../../line/ids.ts";
import type { Report } from "../../port.ts";
import { type Ami, channels, getvar, type QueueSnapshot, queueStatus } from "../ami/actions.ts";
import type { AmiMessage } from "../ami/messages.ts";
import type { FoundLegs } from "../attempts.ts";
import { attemptOf, callerNumberOf, isNobody, placeOf } from "../identity.ts";
import { CLASS_VARIABLE, CREDIT_VARIABLE, classOf } from "../printed/caller-class.ts";
import { IN_CONTEXT, RETURN_CONTEXT } from "../printed/dialplan.ts";
import { argumentsIn } from "../printed/queue-arguments.ts";
import type { AsteriskQueue, Queues } from "./queues.ts";
import type { ServedNote, ServedNotes } from "./served-notes.ts";

type Snapshot = Extract<Report, { type: "snapshot" }>;

/** What Asterisk holds of ours. */
export interface Sight {
  readonly calls: Snapshot["calls"];
  readonly attempts: Snapshot["attempts"];
  readonly served: readonly ServedLeg[];
  /** Legs of attempts, wherever they are. */
  readonly legs: FoundLegs;
}

/**
 * Asks Asterisk for everything; `null` when it did not say. First the channels, then the queues: who came into a queue
 * between the two is in the second, and the events that come after say who left it. The notes last: whose leg
 * is in none of the lists any more is in them. `each` is called with the channels and the queues' parts in their place among the events.
 */
export async function askForSight(
  ami: Ami,
  queues: Queues,
  notes: ServedNotes,
  each: (item: AmiMessage) => void,
  now: number,
): Promise<Sight | null> {
  const living = await channels(ami, each);
  const status = living && (await queueStatus(ami, { each }));
  const noted = status && (await notes.all());
  return noted && queueSight(living, status, noted, await seatsOf(ami, living, queues), queues, now);
}

/** What the dialplan keeps on a channel of where its call stands. */
interface Seat {
  readonly priority: string;
  readonly ofClass: ReturnType<typeof classOf>;
}

/** The seats of the channels in our contexts, by their Uniqueids. */
async function seatsOf(
  ami: Ami,
  living: readonly AmiMessage[],
  queues: Queues,
): Promise<ReadonlyMap<string, Seat>> {
  const ours = living.filter((channel) => queueOf(channel, queues));
  const found = ours.map(async (channel): Promise<[string, Seat]> => {
    const name = channel.get("Channel") ?? "";
    const [priority, ...ofClass] = await Promise.all([
      getvar(ami, "QUEUE_PRIO", name),
      getvar(ami, CLASS_VARIABLE, name),
      getvar(ami, CREDIT_VARIABLE, name),
    ]);
    return [channel.get("Uniqueid") ?? "", { priority: priority ?? "", ofClass: classOf(...ofClass) }];
  });
  return new Map(await Promise.all(found));
}

/** A sight out of them; `now` (epoch ms) is the place of callers who have none. */
export function queueSight(
  living: readonly AmiMessage[],
  status: readonly QueueSnapshot[],
  noted: readonly ServedNote[],
  seats: ReadonlyMap<string, Seat>,
  queues: Queues,
  now: number,
): Sight {
  const ours = status.filter(({ queue }) => queues.named(queue));
  const members = ours.flatMap((one) => one.members);
  const agentAt = new Map(
    members.flatMap((member) =>
      ["Location", "StateInterface"].map((name) => [device(member.get(name)), member.get("Location") ?? ""]),
    ),
  );
  const waiting = new Map<string, Entry>();
  for (const { queue, entries } of ours)
    for (const entry of entries) waiting.set(entry.get("Uniqueid") ?? "", { queue, entry });
  for (const uniqueid of waiting.keys()) if (isNobody(uniqueid)) waiting.delete(uniqueid);

  const calls = new Map<CallId | AttemptId, Snapshot["calls"][number]>();
  const attempts: Snapshot["attempts"][number][] = [];
  const legs = new Map<AttemptId, { channelId: string; answered: boolean; inQueue: boolean }>();
  const served = new Set(noted.map(({ attempt }) => attempt));
  for (const channel of living) {
    const uniqueid = channel.get("Uniqueid") ?? "";
    if (isNobody(uniqueid)) continue;
    const attempt = attemptOf(uniqueid);
    const entry = waiting.get(uniqueid);
    waiting.delete(uniqueid);
    const inQueue = entry !== undefined || channel.get("Application") === "Queue";
    if (attempt !== null) {
      const answered = channel.get("ChannelStateDesc") === "Up";
      legs.set(attempt, { channelId: uniqueid, answered, inQueue });
      if (!inQueue) {
        // An agent had them, and gave them on to another place.
        if (served.has(attempt)) continue;
        const ringing = channel.get("ChannelStateDesc") === "Ringing";
        attempts.push({ attempt, progress: answered ? "answered" : ringing ? "ringing" : "dialling" });
        continue;
      }
    }
    const queue = entry ? queues.named(entry.queue) : queueOf(channel, queues);
    if (!queue) continue;
    const { agent, talks } = withAgent(channel, living, agentAt);
    const sighting = inQueue ? sightingOf(entry !== undefined, agent, talks) : "in-dialogue";
    const { priority, ofClass = {} } = seats.get(uniqueid) ?? {};
    const place = placeOf(entry?.entry.get("Priority") ?? priority) ?? now;
    const number = callerNumberOf(channel.get("CallerIDNum"));
    const call = attempt ?? uniqueid;
    const seen = { call, ...queues.saidOf(queue), sighting, number, place, ...ofClass };
    const busyWith = sighting === "ringing" || sighting === "talking" ? agent : undefined;
    calls.set(call, busyWith === undefined ? seen : { ...seen, agent: busyWith });
  }
  for (const [uniqueid, { queue, entry }] of waiting) {
    // It came after the channels were listed.
    const call = attemptOf(uniqueid) ?? uniqueid;
    const place = placeOf(entry.get("Priority")) ?? now;
    const said = queues.saidOf(queues.named(queue)!);
    calls.set(call, {
      call,
      ...said,
      sighting: "waiting",
      number: callerNumberOf(entry.get("CallerIDNum")),
      place,
    });
    if (call !== uniqueid) legs.set(call, { channelId: uniqueid, answered: true, inQueue: true });
  }
  return { calls: [...calls.values()], attempts, served: over(noted, calls, legs, agentAt), legs };
}

/** The legs that an agent answered, without those that are seen talking to them. */
function over(
  noted: readonly ServedNote[],
  calls: ReadonlyMap<CallId | AttemptId, Snapshot["calls"][number]>,
  legs: FoundLegs,
  agentAt: ReadonlyMap<string, string>,
): ServedLeg[] {
  return noted
    .filter(({ attempt }) => calls.get(attempt)?.sighting !== "talking")
    .map(({ attempt, channel, endedAt }) => {
      const agent = agentAt.get(deviceOf(channel));
      return {
        attempt,
        ...(agent === undefined ? {} : { agent }),
        ...(legs.has(attempt) ? { alive: true } : endedAt === null ? {} : { endedAt }),
      };
    });
}

interface Entry {
  readonly queue: string;
  readonly entry: AmiMessage;
}

/** A caller who is in no queue's list any more was taken out by an agent's answer; the agent's phone says which caller it was. */
function sightingOf(listed: boolean, agent: string | undefined, talks: boolean): CallSighting {
  if (agent === undefined) return "waiting";
  return !listed && talks ? "talking" : "ringing";
}

/**
 * The agent whose phone is linked to the call. An agent behind a Local channel that took itself out of the call is known by
 * the phone that is left.
 */
function withAgent(
  channel: AmiMessage,
  living: readonly AmiMessage[],
  agentAt: ReadonlyMap<string, string>,
): { agent: string | undefined; talks: boolean } {
  const uniqueid = channel.get("Uniqueid");
  const bridge = channel.get("BridgeId") ?? "";
  let ringing: string | undefined;
  let bridged: string | undefined;
  for (const other of living) {
    if (other.get("Uniqueid") === uniqueid) continue;
    if (bridge !== "" && other.get("BridgeId") === bridge) bridged = phoneOf(other.get("Channel"));
    if (other.get("Linkedid") !== uniqueid) continue;
    const agent = agentAt.get(deviceOf(other.get("Channel")));
    if (agent === undefined) continue;
    if (other.get("ChannelStateDesc") === "Up") return { agent, talks: true };
    ringing = agent;
  }
  return bridged === undefined ? { agent: ringing, talks: false } : { agent: bridged, talks: true };
}

/** The queue that a channel is on its way to, or in. */
function queueOf(channel: AmiMessage, queues: Queues): AsteriskQueue | undefined {
  if (channel.get("Application") === "Queue")
    return queues.named(argumentsIn(channel.get("ApplicationData") ?? "")[0]);
  const context = channel.get("Context");
  return context === IN_CONTEXT || context === RETURN_CONTEXT ? queues.at(channel.get("Exten")) : undefined;
}

/** The device's name in a channel's. */
function deviceOf(channel: string | undefined): string {
  return device(phoneOf(channel));
}

/** A channel's name without the part that distinguishes it from others of the same phone. */
function phoneOf(channel: string | undefined): string {
  return channel?.replace(/-[0-9a-f]{8}(;[12])?$/, "") ?? "";
}

/** A device's name without the options of a Local channel. */
function device(name: string | undefined): string {
  return (name ?? "").replace(/(@[^/]+)\/[a-z]+$/, "$1").toLowerCase();
}
