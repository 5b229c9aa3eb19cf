import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../journal/postgres-cluster.ts";
import { judgeTheEnd } from "./judge.ts";
import { NodeChild } from "./node-child.ts";
import { Phones } from "./phones.ts";
import type { Blow, Schedule } from "./schedule.ts";
import { until } from "./until.ts";

/** A story that was played: what is wrong, how much was judged, and what happened. */
export interface Told {
  readonly problems: readonly string[];
  readonly judged: { readonly promises: number; readonly rings: number };
  readonly told: readonly string[];
}

/** Three nodes run two operations on one database, and the blows of a schedule befall them; then everything is judged. */
export async function tellStory(schedule: Schedule, seed: number, cluster: Cluster): Promise<Told> {
  const address = cluster.freshAddress();
  const begunAt = Date.now();
  const phones = await Promise.all(OPERATIONS.map((name) => Phones.open(`${name} ${seed}`, begunAt)));
  const ports = Object.fromEntries(OPERATIONS.map((name, n) => [name, phones[n]!.port]));
  const nodes: NodeChild[] = [];
  const begin = (name: string) => {
    const node = new NodeChild({ name, address, begunAt, phones: ports });
    nodes.push(node);
    return node;
  };
  const told: string[] = [];
  try {
    // The first makes the operations; then the others know them as well.
    await begin("a").ready;
    await Promise.all(["b", "c"].map((name) => begin(name).ready));
    for (const { blow, operation, afterMs } of schedule.blows) {
      await sleep(afterMs);
      const at = phones[operation]!;
      await until("somebody runs it", () => at.owner !== null);
      const owner = nodes.find(({ name }) => name === at.owner)!;
      const before = performance.now();
      const isTaken = () =>
        until(`another runs what ${owner.name} ran`, () => at.owner !== null && at.owner !== owner.name);
      if (blow === "without a database") {
        await cluster.die();
        await sleep(DATABASE_AWAY_MS);
        await cluster.comeBack();
        await until("both operations are run again", () => phones.every((one) => one.owner !== null));
      } else await strike(blow, owner, isTaken);
      told.push(
        `${owner.name} was ${blow}; ${Math.round(performance.now() - before)} ms later ${at.owner} runs ${OPERATIONS[operation]}`,
      );
      if (owner.isGone) await begin(`${owner.name}'`).ready;
    }
    for (const { traffic } of phones) traffic.stop();
    const problems = await judgeTheEnd({
      address,
      phones: Object.fromEntries(OPERATIONS.map((name, n) => [name, phones[n]!])),
      nodes,
    });
    const hearings = phones.flatMap(({ observer }) => observer.hearings);
    return {
      problems,
      judged: {
        promises: hearings.filter(({ what }) => what.what === "promise").length,
        rings: phones.flatMap(({ observer }) => observer.rings).length,
      },
      told,
    };
  } finally {
    for (const node of nodes) node.signal("SIGKILL");
    for (const one of phones) one.close();
  }
}

async function strike(
  blow: Exclude<Blow, "without a database">,
  owner: NodeChild,
  isTaken: () => Promise<void>,
): Promise<void> {
  if (blow === "killed") {
    owner.signal("SIGKILL");
    await owner.gone;
    await isTaken();
  } else if (blow === "stopped") {
    await Promise.all([owner.stop(), isTaken()]);
  } else if (blow === "frozen") {
    owner.signal("SIGSTOP");
    await isTaken();
    await sleep(1_000);
    owner.signal("SIGCONT");
  } else {
    owner.signal("SIGSTOP");
    await sleep(800);
    owner.signal("SIGCONT");
  }
}

const OPERATIONS = ["north", "south"];
/** Longer than a lease. */
const DATABASE_AWAY_MS = 3_000;
