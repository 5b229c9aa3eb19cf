import type { OperationRecord } from "../../journal/port/registry.ts";
import type { LineCaller } from "../../line/now/line-callers.ts";
import { momentText } from "./schema/moments.ts";
import type { Sources } from "./sources.ts";

/** The callers of one skill who wait on the phone, in the order of the line; the first of them, where they are many. */
export interface SkillCallers {
  readonly skill: number;
  readonly callers: readonly ShownCaller[];
}

/** Moments are text. Nothing here shows who it is, or whether they were held out. */
interface ShownCaller extends Omit<LineCaller, "place" | "arrivedAt"> {
  readonly place: string;
  readonly arrivedAt: string;
}

/** Of every skill of an operation; none where it does not run. */
export async function callersAsText(
  { owner }: Pick<Sources, "owner">,
  operation: OperationRecord,
): Promise<SkillCallers[]> {
  const lines = (await owner.callers(operation, MOST_CALLERS)) ?? [];
  return lines.map(({ skill, callers }) => ({
    skill,
    callers: callers.map((caller) => ({
      ...caller,
      place: momentText(caller.place, operation.timeZone),
      arrivedAt: momentText(caller.arrivedAt, operation.timeZone),
    })),
  }));
}

const MOST_CALLERS = 200;
