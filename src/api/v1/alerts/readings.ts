import type { SkillNow } from "../../../desk/skill-desk.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { ShownCallback } from "../../../journal/rows/callback-members.ts";
import type { Sources } from "../sources.ts";
import type { AlertReading } from "./alert-watch.ts";
import { closesAt } from "./closing.ts";

/**
 * How far everything is gone that a supervisor is alerted of, in an operation at this moment; of one that does not answer, as little
 * as that.
 */
export async function alertReadings(
  sources: Pick<Sources, "store" | "skills" | "owner" | "callbacks" | "now">,
  operation: OperationRecord,
): Promise<AlertReading[]> {
  const known = await sources.skills.now(operation);
  const readings = await readingsOf(sources, operation, known);
  if (sources.owner.silentSince(operation) === null) return readings;
  // One without promises may be out of use.
  return [{ kind: "not-answering", skill: null, measure: known.some(({ open }) => open > 0) ? 1 : 0 }];
}

async function readingsOf(
  { store, owner, callbacks, now }: Pick<Sources, "store" | "owner" | "callbacks" | "now">,
  operation: OperationRecord,
  known: readonly SkillNow[],
): Promise<AlertReading[]> {
  if (known.some(({ why }) => why === "not-connected"))
    return [{ kind: "not-connected", skill: null, measure: 1 }];
  // One that does not run may only have been imported: nobody waits in it.
  if (known.every((skill) => skill.now === null)) return [];
  const lines = (await owner.callers(operation, 1)) ?? [];
  const { callbacks: open } = await callbacks.page(
    operation,
    { status: "open" },
    { limit: MOST_OPEN },
    false,
  );
  const settings = await store.settings(operation.id);
  const at = now();
  return known.flatMap((skill): AlertReading[] => {
    const [first] = lines.find((line) => line.skill === skill.id)?.callers ?? [];
    const waited = first ? (at - first.arrivedAt) / boundOf(skill) : 0;
    const loggedIn = Object.values(skill.now?.agents ?? {}).reduce((sum, count) => sum + count, 0);
    const ofSkill = open.filter((one) => one.skill.id === skill.id);
    const kept = settings?.skills.find(({ id }) => id === skill.id);
    const closes = settings && kept ? closesAt(settings, kept, at) : null;
    const isClosing = closes !== null && closes - at <= CLOSING_MS;
    const isLeft = isClosing && ofSkill.some((one) => isPromisedBeyond(one, closes));
    const isDue = ofSkill.some((one) => isInDanger(one, at));
    return [
      { kind: "line-over-bound", skill: skill.id, measure: waited },
      { kind: "promise-in-danger", skill: skill.id, measure: isDue ? 1 : 0 },
      { kind: "left-at-closing", skill: skill.id, measure: isLeft ? 1 : 0 },
      { kind: "nobody-logged-in", skill: skill.id, measure: loggedIn === 0 && skill.open > 0 ? 1 : 0 },
      { kind: "offers-stopped", skill: skill.id, measure: STOPPED.has(skill.why) ? waited : 0 },
    ];
  });
}

/** The wait of the first in line that is too long: twice what the target allows, and a minute at least. */
function boundOf({ target }: Pick<SkillNow, "target">): number {
  return Math.max(2 * target.withinMs, LEAST_BOUND_MS);
}

/**
 * Whether a promise ends soon, or has ended, and the customer was not called; what was put off is as agreed. Once they were called, further
 * calls were agreed with them, or follow an attempt that nobody took.
 */
function isInDanger({ attempts, promisedUntil, notBefore }: ShownCallback, at: number): boolean {
  const isPutOff = notBefore !== null && notBefore > promisedUntil;
  return attempts === 0 && promisedUntil - at < SOON_MS && !isPutOff;
}

/** Whether a callback was promised until after closing; what was put off to another opening is as agreed. */
function isPromisedBeyond({ waits, promisedUntil, notBefore }: ShownCallback, closes: number): boolean {
  const isPutOff = notBefore !== null && notBefore >= closes;
  return promisedUntil > closes && !isPutOff && (waits === null || !UNDER_WAY.has(waits));
}

const STOPPED: ReadonlySet<string> = new Set(["too-many-pending", "registration-closed"]);
const UNDER_WAY: ReadonlySet<string> = new Set(["being-called", "on-the-way"]);
const LEAST_BOUND_MS = 60_000;
const SOON_MS = 5 * 60_000;
/** So long before closing there is still time to do something. */
const CLOSING_MS = 30 * 60_000;
const MOST_OPEN = 1_000;
