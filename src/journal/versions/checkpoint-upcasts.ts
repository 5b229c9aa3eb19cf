import { completeSettings } from "../../line/complete-settings.ts";
import type { Settings } from "../../line/settings.ts";
import { localDateOf } from "../../time/local-time.ts";
import { zonesOfCountry } from "../../time/zones-of-country.ts";
import { clocksAtAllTimes } from "./clocks-at-all-times.ts";

/** A record of a checkpoint of any version: what a version does not change goes on as it is. */
type Fields = Readonly<Record<string, unknown>>;

/** What every version has in a checkpoint. */
interface WrittenCheckpoint extends Fields {
  readonly version: number;
  readonly settings: Settings;
  readonly calls: readonly Fields[];
  readonly callbacks: readonly Fields[];
  readonly agents: readonly Fields[];
  readonly skills: readonly Fields[];
  readonly closed: readonly (readonly [id: string, closed: { readonly presumed: Fields | null }])[];
}

/** The members that a version changes; all others stay. */
type Upcast = (checkpoint: WrittenCheckpoint) => Fields;

/** A checkpoint in the form of version `to`. `to` is today's version, and the checkpoint's lies from 1 to it. */
export function upcastCheckpoint(checkpoint: WrittenCheckpoint, to: number): WrittenCheckpoint {
  if (checkpoint.version === to) return checkpoint;
  let upcast = { ...checkpoint, settings: completeSettings(checkpoint.settings) };
  for (let from = checkpoint.version; from < to; from++)
    upcast = { ...upcast, ...checkpointUpcasts[from]!(upcast), version: from + 1 };
  return upcast;
}

/** By the version that wrote a checkpoint: what makes it one of the next version. */
export const checkpointUpcasts: Readonly<Record<number, Upcast>> = {
  1: toWholeLife,
  2: toHoldOut,
  3: toTalks,
  4: unchanged,
  5: toDaysOfDraws,
  6: toClasses,
  7: toZones,
  8: toReservations,
  // Agents have names, where the exchange has any, and skills several queues.
  9: unchanged,
  10: toOffered,
  11: toUsualDays,
  12: toSinceOfAgents,
  13: toOrderOfService,
  14: toOutlooks,
  15: toSpans,
  16: toClocks,
  17: toOffersAgain,
  // A skill's settings say which lift is shown.
  18: unchanged,
};

/** Only the meaning of what is in it changed. */
function unchanged(): Fields {
  return {};
}

/**
 * Callbacks may be put off, moved and keyed for another number. How attempts failed was not kept: none counts against
 * the limits of one kind. Who is on the phone is not asked again: whether they were asked before was not kept either.
 */
function toWholeLife({ calls, callbacks, agents, skills, closed }: WrittenCheckpoint): Fields {
  const registered = new Map(callbacks.map((callback) => [callback["id"], callback]));
  const ofCall = (call: Fields): Fields => {
    const callback = registered.get(call["id"]);
    const wasAsked = call["phase"] === "offering" || call["phase"] === "asked" || callback !== undefined;
    return {
      shared: false,
      country: null,
      offers: wasAsked ? 1 : 0,
      unheard: call["phase"] === "offering",
      treated: wasAsked && call["phase"] !== "offering",
      decidedInQueue: true,
      passedOn: false,
      promised: callback ? { from: callback["promisedFrom"], until: callback["promisedUntil"] } : null,
      registered: callback !== undefined,
      callee: null,
    };
  };
  return {
    ...inCalls({ calls, closed }, ofCall),
    callbacks: inEach(callbacks, ({ skill, promisedUntil, attended }) => ({
      registeredFor: skill,
      shared: false,
      country: null,
      otherNumber: false,
      by: null,
      nameRecorded: false,
      dueAt: promisedUntil,
      carriedOver: false,
      failures: { busy: 0, "no-answer": 0, machine: 0, failed: 0 },
      answeredOn: "",
      attended: undefined,
      endsAs: attended === true ? { status: "STOP NEW", reason: "attended-before" } : null,
    })),
    agents: inEach(agents, () => ({ with: null })),
    skills: inEach(skills, () => ({ releasedUntil: 0 })),
    canWithdraw: false,
    today: { date: "", registered: 0, anonymous: 0, people: [] },
  };
}

/** The offer is withheld from a few. */
function toHoldOut({ calls, closed, skills }: WrittenCheckpoint): Fields {
  return {
    ...inCalls({ calls, closed }, () => ({ draw: null })),
    skills: inEach(skills, () => ({ heldOut: 0 })),
  };
}

/** How long a return call lasts is waited for. */
function toTalks(): Fields {
  return { talks: [] };
}

/** Draws are for the day on which a call came, and who was held out by them is kept by that day. */
function toDaysOfDraws({ calls, closed, settings, today }: WrittenCheckpoint): Fields {
  const { date, people } = today as { date: string; people: [string, { heldOut?: readonly number[] }][] };
  const heldOut = people.flatMap(([person, { heldOut = [] }]) =>
    heldOut.length === 0 ? [] : [[person, heldOut] as const],
  );
  return {
    ...inCalls({ calls, closed }, ({ arrivedAt }) => ({
      drawnFor: localDateOf(arrivedAt as number, settings.timeZone),
    })),
    today: {
      ...(today as Fields),
      people: people.map(([person, theirs]) => [person, { ...theirs, heldOut: undefined }] as const),
    },
    heldOut: heldOut.length === 0 ? [] : [[date, heldOut]],
  };
}

/** Callers have a class, whose credit counts. */
function toClasses({ calls, closed }: WrittenCheckpoint): Fields {
  return inCalls({ calls, closed }, () => ({ class: null }));
}

/** A number has zones instead of a country. The last of version 7 knew who was put through. */
function toZones({ calls, callbacks, closed, standIns }: WrittenCheckpoint): Fields {
  const zones = ({ country }: Fields) => ({
    country: undefined,
    zones: typeof country === "string" ? zonesOfCountry(country) : null,
  });
  const ofCall = (call: Fields) => {
    const callee = call["callee"] as Fields | null;
    return {
      ...zones(call),
      ...(typeof callee?.["country"] === "string" ? { callee: { ...callee, ...zones(callee) } } : {}),
    };
  };
  return {
    ...inCalls({ calls, closed }, ofCall),
    callbacks: inEach(callbacks, zones),
    standIns: standIns ?? [],
  };
}

/** Agents are held for return calls, and handle times learned. When an attempt was dialled is known while it is dialled. */
function toReservations({ callbacks, agents, skills }: WrittenCheckpoint): Fields {
  return {
    callbacks: inEach(callbacks, ({ attempts, since }) => ({
      dialledAt: attempts === 0 ? 0 : since,
      phoneDownAt: 0,
    })),
    agents: inEach(agents, () => ({ serving: null })),
    skills: inEach(skills, () => ({ reserved: [] })),
    canReserve: false,
  };
}

/** A caller is promised what they were offered; who is being asked now hears the promise that follows from the line. */
function toOffered({ calls, closed }: WrittenCheckpoint): Fields {
  return inCalls({ calls, closed }, () => ({ offered: null }));
}

/** What is usual on a day is learned from the days before. */
function toUsualDays({ today }: WrittenCheckpoint): Fields {
  return { today: { ...(today as Fields), shadowed: 0, before: [] } };
}

/** Since when agents do what they do is known from their next change on; what the line learns begins with the next call. */
function toSinceOfAgents({ agents, calls }: WrittenCheckpoint): Fields {
  const latest = Math.max(0, ...calls.map(({ since }) => since as number));
  return {
    agents: inEach(agents, ({ serving }) => ({ since: (serving as Fields | null)?.["since"] ?? latest })),
  };
}

/** Whether a line is served by credit or by place alone is learned too, and people's credits are kept more exactly. */
function toOrderOfService({ learnedLine }: WrittenCheckpoint): Fields {
  if (learnedLine === undefined) return {};
  const { credits } = learnedLine as { credits: Fields & { people: Fields & { deviations: number[] } } };
  const people = { ...credits.people, deviations: credits.people.deviations.map((seconds) => seconds * 10) };
  return {
    learnedLine: { ...(learnedLine as Fields), credits: { ...credits, people, likelihoods: [0, 0, 0, 0] } },
  };
}

/** Half hours are foreseen, and smart wait switches itself: what it learns begins with the next caller. */
function toOutlooks({ skills }: WrittenCheckpoint): Fields {
  return {
    skills: inEach(skills, () => ({ outlook: null, auto: { on: false, since: null, why: null } })),
    learnedRisk: { scopes: {}, ofSkills: [], ofAll: [] },
  };
}

/** The span of a wait is kept as it is said. */
function toSpans({ calls, closed }: WrittenCheckpoint): Fields {
  return inCalls({ calls, closed }, () => ({ predictedSpan: null }));
}

/** Zones were looked up when they were asked for: now the state has what their clocks show. */
function toClocks({ settings, calls, callbacks }: WrittenCheckpoint): Fields {
  const zones = [...calls, ...callbacks].flatMap(({ zones }) => (zones as readonly string[] | null) ?? []);
  return { clocks: clocksAtAllTimes([settings.timeZone, ...zones]) };
}

/** Why callers were let pass was not kept: nobody who waits is asked again. */
function toOffersAgain({ calls, closed }: WrittenCheckpoint): Fields {
  return inCalls({ calls, closed }, () => ({ passedFor: null }));
}

/** The records with the members that `change` gives for each. */
function inEach(records: readonly Fields[], change: (record: Fields) => Fields): readonly Fields[] {
  return records.map((record) => ({ ...record, ...change(record) }));
}

/** The same of all calls, also of those that only a deadline closed. */
function inCalls(
  { calls, closed }: Pick<WrittenCheckpoint, "calls" | "closed">,
  change: (call: Fields) => Fields,
): Pick<WrittenCheckpoint, "calls" | "closed"> {
  return {
    calls: inEach(calls, change),
    closed: closed.map(([id, { presumed, ...rest }]) => [
      id,
      { ...rest, presumed: presumed && { ...presumed, ...change(presumed) } },
    ]),
  };
}
