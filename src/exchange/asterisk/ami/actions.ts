import type { AmiConnection } from "./connection.ts";
import type { AmiMessage } from "./messages.ts";
import type { ActionResult } from "./results.ts";

/** What can send actions. */
export type Ami = Pick<AmiConnection, "action" | "list">;

export interface Originate {
  /** Names this attempt in its OriginateResponse; never used twice. */
  readonly actionId: string;
  /** The new channel's Uniqueid. Asterisk accepts it again after the call ended. */
  readonly channelId: string;
  /** What to dial, such as `PJSIP/600111222@trunk`. */
  readonly channel: string;
  /** Where an answered call goes on, at priority 1; or the application that it runs. */
  readonly goesOn:
    | { readonly context: string; readonly extension: string }
    | { readonly application: string };
  readonly ringForMs: number;
  /** As shown to the customer: `Name <number>`. */
  readonly callerId?: string;
  readonly account?: string;
  /** Channel variables; `__NAME` is inherited by the agent's leg. Values may hold no comma. */
  readonly variables: Readonly<Record<string, string | number>>;
}

/**
 * Dials. An answer of success only says that Asterisk took the order: what came of it is in the events of the
 * channel (Newchannel … Hangup with Uniqueid = `channelId`), or by a failed OriginateResponse without any of them.
 */
export async function originate(ami: Ami, wanted: Originate): Promise<ActionResult> {
  const variables = Object.entries(wanted.variables).map(([name, value]) => `${name}=${value}`);
  // Asterisk takes a comma for the beginning of the next variable.
  if (variables.some((variable) => variable.includes(","))) return { outcome: "not-sent", why: "refused" };
  return ami.action(
    "Originate",
    {
      Async: "true",
      ChannelId: wanted.channelId,
      Channel: wanted.channel,
      ...("application" in wanted.goesOn
        ? { Application: wanted.goesOn.application }
        : { Context: wanted.goesOn.context, Exten: wanted.goesOn.extension, Priority: 1 }),
      Timeout: Math.round(wanted.ringForMs),
      ...(wanted.callerId === undefined ? {} : { CallerID: wanted.callerId }),
      ...(wanted.account === undefined ? {} : { Account: wanted.account }),
      Variable: variables,
    },
    { actionId: wanted.actionId },
  );
}

/** The cause of a call that ended as calls do (Q.850). */
const NORMAL_CLEARING = 16;

/** Ends a channel, named by its name or its Uniqueid. Error "No such channel" when it is gone. */
export async function hangup(ami: Ami, channel: string): Promise<ActionResult> {
  // Between slashes Asterisk takes a pattern, and would end every channel that it fits.
  if (channel.startsWith("/")) return { outcome: "not-sent", why: "refused" };
  return ami.action("Hangup", { Channel: channel, Cause: NORMAL_CLEARING });
}

/**
 * Asks for a waiting caller (their channel's name) to be taken out of a queue: within a second, after the ring where an agent
 * is rung for them, and never where that agent answers. The dialplan goes on with `QUEUESTATUS` `WITHDRAW`. Error "No such
 * caller" when they do not wait there, "Already requested" when it was asked before.
 */
export async function withdrawCaller(ami: Ami, queue: string, channel: string): Promise<ActionResult> {
  return ami.action("QueueWithdrawCaller", { Queue: queue, Caller: channel });
}

/** Asterisk's own time, epoch s; `null` when it did not say. */
export async function asterisksTime(ami: Ami): Promise<number | null> {
  const ping = await ami.action("Ping");
  const time = ping.outcome === "answered" ? Number(ping.response.get("Timestamp")) : 0;
  return time > 0 ? time : null;
}

/** Sets a global variable of the dialplan; it lives until Asterisk ends. */
export async function setGlobal(ami: Ami, name: string, value: string | number): Promise<ActionResult> {
  return ami.action("Setvar", { Variable: name, Value: value });
}

/** Sets a variable, or a function such as `TIMEOUT(absolute)`, of a channel, by its name or its Uniqueid. */
export async function setChannelVariable(
  ami: Ami,
  channel: string,
  name: string,
  value: string | number,
): Promise<ActionResult> {
  return ami.action("Setvar", { Channel: channel, Variable: name, Value: value });
}

/** A global variable, or one of `channel`; empty when it is not set, `null` when Asterisk did not say. */
export async function getvar(ami: Ami, name: string, channel?: string): Promise<string | null> {
  const headers = channel === undefined ? { Variable: name } : { Variable: name, Channel: channel };
  const result = await ami.action("Getvar", headers);
  return result.outcome === "answered" && result.success ? (result.response.get("Value") ?? "") : null;
}

/** A queue as QueueStatus shows it, each part with Asterisk's own headers. */
export interface QueueSnapshot {
  readonly queue: string;
  readonly params: AmiMessage;
  readonly members: readonly AmiMessage[];
  /** Callers who wait, in order; callers who talk are in no queue. */
  readonly entries: readonly AmiMessage[];
}

/**
 * All queues, or the one named `queue`; `null` when Asterisk did not say. Events that come meanwhile may be in it already: `each` is called with its
 * parts among them, in the order of the stream.
 */
export async function queueStatus(
  ami: Ami,
  { queue, each }: { readonly queue?: string; readonly each?: (item: AmiMessage) => void } = {},
): Promise<readonly QueueSnapshot[] | null> {
  const headers = queue === undefined ? {} : { Queue: queue };
  const options = each === undefined ? {} : { each };
  const result = await ami.list("QueueStatus", headers, "QueueStatusComplete", options);
  if (result.outcome !== "answered" || !result.success) return null;
  const queues = new Map<string, { params: AmiMessage; members: AmiMessage[]; entries: AmiMessage[] }>();
  for (const item of result.items) {
    const name = item.get("Queue") ?? "";
    const event = item.get("Event");
    if (event === "QueueParams") queues.set(name, { params: item, members: [], entries: [] });
    else if (event === "QueueMember") queues.get(name)?.members.push(item);
    else if (event === "QueueEntry") queues.get(name)?.entries.push(item);
  }
  return [...queues].map(([name, parts]) => ({ queue: name, ...parts }));
}

/**
 * The channels that are up, one CoreShowChannel event each; `null` when Asterisk did not say. `each` is called with them in the
 * order of the stream.
 */
export async function channels(
  ami: Ami,
  each: (item: AmiMessage) => void,
): Promise<readonly AmiMessage[] | null> {
  const result = await ami.list("CoreShowChannels", {}, "CoreShowChannelsComplete", { each });
  return result.outcome === "answered" && result.success ? result.items : null;
}

/**
 * The keys and values of Asterisk's own database below `family`, by their full names (`/family/key`); `null` when
 * Asterisk did not say. Where this user may not ask, or Asterisk cannot, there are none.
 */
export async function databaseTree(ami: Ami, family: string): Promise<ReadonlyMap<string, string> | null> {
  const result = await ami.list("DBGetTree", { Family: family }, "DBGetTreeComplete");
  if (result.outcome !== "answered") return null;
  return new Map(result.items.map((item) => [item.get("Key") ?? "", item.get("Val") ?? ""]));
}

/**
 * Deletes a key of Asterisk's own database, by a function of the dialplan: the action `DBDel` needs the class `system`, which
 * opens a shell. `family` and `key` may have no parenthesis.
 */
export async function databaseDelete(ami: Ami, family: string, key: string): Promise<ActionResult> {
  return setGlobal(ami, `DB_DELETE(${family}/${key})`, "");
}
