import type { Crew } from "../crew.ts";
import type { LineView } from "../line-view.ts";
import type { MaybeAhead } from "../wait/expected-wait.ts";
import { hazardAt, type Staying } from "../wait/staying.ts";
import {
  type Credit,
  type Credits,
  creditIn,
  type LineMember,
  type ServingOrder,
  servedBefore,
} from "./credits.ts";

/** The line as it lies before somebody who comes now. Numbers of callers are means: who may be ahead counts in part. */
interface LineAhead {
  /** Who may be served before, by agents who serve both; who is furthest ahead first. */
  readonly line: readonly MaybeAhead[];
  /** Callers of the own skill in line. */
  readonly own: number;
  /** Callers of any skill and of any agent: in line, and ahead. */
  readonly all: number;
  readonly allAhead: number;
  /** How long those have waited who wait longest, ms: of the own skill, and of all who share agents with it. */
  readonly ownLongest: number;
  readonly longest: number;
}

/** Who is before a caller of that credit. */
export function lineAhead(
  { credits, staying }: { readonly credits: Credits; readonly staying: Staying },
  caller: LineMember,
  credit: Credit,
  order: ServingOrder,
  crew: Crew,
  { at, waiting }: LineView,
): LineAhead {
  const line: MaybeAhead[] = [];
  let [own, ownLongest, all, allAhead, longest] = [0, 0, 0, 0, 0];
  for (const other of waiting) {
    const isOwn = other.skill === caller.skill;
    const theirs = creditIn(order, credits, other);
    const leadMs = caller.place - other.place + theirs.mean - credit.mean;
    const isBefore = servedBefore(theirs, credit, leadMs, order);
    const share = isOwn ? isBefore : isBefore * crew.shared(other.skill);
    const elapsedMs = Math.max(0, at - other.since);
    all++;
    allAhead += isBefore;
    if (isOwn) {
      own++;
      ownLongest = Math.max(ownLongest, elapsedMs);
    }
    if (share < LEAST_SHARE) continue;
    longest = Math.max(longest, elapsedMs);
    line.push({ leadMs, share, elapsedMs, hazard: hazardAt(staying, elapsedMs), pickUp: other.pickUp });
  }
  line.sort((one, other) => other.leadMs - one.leadMs);
  return { line: inBlocks(line), own, ownLongest, all, allAhead, longest };
}

/**
 * Of a long line, neighbours on the phone taken together as one who counts for all of them: so that a line of hundreds costs no more
 * than one of a hundred, and a wait is off by less than one service.
 */
function inBlocks(line: readonly MaybeAhead[]): readonly MaybeAhead[] {
  const size = Math.ceil(line.length / MOST_BLOCKS);
  if (size === 1) return line;
  const blocks: MaybeAhead[] = [];
  let left = 0;
  for (const one of line) {
    const last = blocks.at(-1);
    if (left > 0 && last?.pickUp === undefined && one.pickUp === undefined) {
      left--;
      blocks[blocks.length - 1] = { ...last!, share: last!.share + one.share };
    } else {
      blocks.push(one);
      left = size - 1;
    }
  }
  return blocks;
}

const MOST_BLOCKS = 100;
/** Callers who are ahead with less than this probability are not counted. */
const LEAST_SHARE = 0.001;
