import type { NewPerson } from "../src/journal/port/people.ts";
import type { OperationRecord } from "../src/journal/port/registry.ts";
import type { Store } from "../src/journal/port/store.ts";
import { Changes } from "../src/journal/rows/projection.ts";
import { uniform } from "../src/queueing/laws/distributions.ts";
import { RandomSource } from "../src/queueing/random.ts";

/** A past to ask reports about. */
export interface History {
  /** Epoch ms, whole minutes. */
  readonly from: number;
  readonly to: number;
  readonly skills: number;
  readonly calls: number;
  /** Every call is asked, and its person and attempts are written too: a detail of it is as it is in real life. */
  readonly inDetail?: boolean;
}

/**
 * Writes a past into a run of its own, through the journal's own append, so that the counts are kept as they always
 * are: calls evenly over skills and hours, half of them asked (or all), of those two fifths with a callback that came true. The
 * steps themselves are left out: no report reads them.
 */
export async function writeHistory(store: Store, record: OperationRecord, history: History): Promise<void> {
  const run = await store.openRun(record.id, {
    kind: "generated",
    name: `history of ${history.calls} calls`,
  });
  const random = new RandomSource("bench").stream("history", history.calls);
  const spacing = (history.to - history.from) / history.calls;
  for (let begin = 0; begin < history.calls; begin += AT_ONCE) {
    const end = Math.min(history.calls, begin + AT_ONCE);
    const changes = new Changes();
    for (let n = begin; n < end; n++) {
      const skill = 1 + Math.floor(uniform(random, 0, history.skills));
      addCall(changes, `h${n}`, skill, Math.floor(history.from + n * spacing), history.inDetail ?? false);
    }
    await store.append(run, {
      steps: [],
      changes,
      people: history.inDetail ? peopleOf(changes) : [],
      checkpoint: "",
      completes: end === history.calls,
    });
  }
}

function peopleOf(changes: Changes): NewPerson[] {
  return [...changes.calls.created].map(([id, row], n) => ({
    id: String(row["person"]),
    numberHash: `hash-of-${id}`,
    number: `+57300${String(n).padStart(7, "0")}`,
    firstSeenAt: Number(row["arrived_at"]),
  }));
}

function addCall(changes: Changes, id: string, skill: number, arrivedAt: number, inDetail: boolean): void {
  const asked = inDetail || arrivedAt % 2 === 0;
  const accepted = arrivedAt % 10 < 4 && asked;
  const person = `person-of-${id}`;
  const minute = Math.floor(arrivedAt / MINUTE_MS) * MINUTE_MS;
  changes.calls.create(id, {
    skill,
    person,
    announced: 1,
    arrived_at: arrivedAt,
    place: arrivedAt,
    question_at: asked ? arrivedAt + 500 : null,
    asked_for: asked ? skill : null,
    choice: asked ? (accepted ? "yes" : "no") : null,
    choice_source: asked ? "key" : null,
    choice_at: asked ? arrivedAt + 9_000 : null,
    joined_at: accepted ? null : arrivedAt + 9_500,
    rung_at: accepted ? null : arrivedAt + 60_000,
    answered_at: accepted ? null : arrivedAt + 64_000,
    agent: accepted ? null : "agent-01",
    ended_at: arrivedAt + 300_000,
    outcome: accepted ? "accepted" : "answered",
  });
  if (!asked) return;
  const key = `${skill}/${minute}`;
  const count = changes.counts.get(key) ?? {
    skill,
    minute,
    treatment: 0,
    yes: 0,
    recallOk: 0,
    recallFail: 0,
  };
  changes.counts.set(key, count);
  count.treatment++;
  if (!accepted) return;
  count.yes++;
  count.recallOk++;
  changes.callbacks.create(id, {
    skill,
    registered_for: skill,
    person,
    other_number: 0,
    name_recorded: 0,
    version: 0,
    arrived_at: arrivedAt,
    registered_at: arrivedAt + 9_000,
    place: arrivedAt,
    promised_from: arrivedAt + 60_000,
    promised_until: arrivedAt + 600_000,
    status: "OK",
    reason: "joined",
    attempts: 1,
    overtakes_dialled: 0,
    overtakes_held_back: 0,
    first_dialled_at: arrivedAt + 200_000,
    last_dialled_at: arrivedAt + 200_000,
    ended_at: arrivedAt + 230_000,
  });
  if (!inDetail) return;
  changes.attempts.create(`${id}~1`, {
    callback: id,
    n: 1,
    skill,
    dialled_at: arrivedAt + 200_000,
    answered_at: arrivedAt + 210_000,
    joined_at: arrivedAt + 230_000,
    ended_at: arrivedAt + 230_000,
    result: "joined",
    talk_lost: 0,
  });
}

const AT_ONCE = 20_000;
const MINUTE_MS = 60_000;
