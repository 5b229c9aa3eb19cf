import { dirname } from "node:path";
import pg from "pg";
import { openPostgresStore } from "../../../src/journal/postgres/store.ts";
import { verifyRun } from "../../../src/journal/verify/verify.ts";
import { problemsOf } from "../judge.ts";
import { Phones } from "../phones.ts";
import { Database, type DatabaseLink } from "./database.ts";
import { happeningsOf, type Planned, TEXTS } from "./happenings.ts";
import { giveMachinesTheirGlobals } from "./machine-globals.ts";
import { askOtherNode, NodesOfWorld, type WorldNode } from "./nodes-of-world.ts";
import { SupervisorOfNodes } from "./supervisor-of-nodes.ts";
import { VirtualWorld } from "./virtual-world.ts";

/** What came of a schedule. */
export interface RanSchedule {
  readonly problems: readonly string[];
  readonly judged: Readonly<Record<"promises" | "rings" | "orders" | "takeovers", number>>;
  /** What befell nodes, and at what: `killed at a dial, arrived`. */
  readonly blows: readonly string[];
  /** What happened, and what the nodes logged, in order. */
  readonly told: readonly string[];
  /** How long it lasted for its machines, ms. */
  readonly lastedMs: number;
}

giveMachinesTheirGlobals(askOtherNode);

/**
 * Three nodes of one process run two operations on the real database server behind `socket`, in virtual time, while what the seed says
 * befalls them and their connections. Then everything is judged by what people outside heard and saw. What is in the database of that
 * name is lost.
 */
export async function runSchedule(
  seed: number,
  { socket, name }: { readonly socket: string; readonly name: string },
): Promise<RanSchedule> {
  const world = new VirtualWorld(`nodes ${seed}`);
  const client = new pg.Client({ host: dirname(socket), user: "espera", database: name });
  await client.connect();
  const database = await Database.open(world, socket, client);
  const phoneSystem = world.machine("phones");
  const phones = new Map(
    OPERATIONS.map((name) => [
      name,
      phoneSystem.run(() => new Phones(`${name} ${seed}`, phoneSystem.aheadMs, SIZE)),
    ]),
  );
  const all = [...phones.values()];
  const nodes = new NodesOfWorld(world, { phones, phoneSystem, address: database.address });
  const told = nodes.said;
  const tell = (what: string) => told.push(`${world.now.toFixed(1)} ${what}`);
  const problems: string[] = [];
  const blows: string[] = [];
  const require = async (
    what: string,
    holds: () => boolean | Promise<boolean>,
    withinMs = HANGS_AFTER_MS,
  ) => {
    if (!(await world.until(holds, withinMs))) throw new Unmet(what);
  };
  const ownerOf = (operation: number) => {
    const name = all[operation]!.owner;
    return nodes.living.find(({ machine }) => machine.name === name) ?? null;
  };
  let supervisor: SupervisorOfNodes | null = null;
  try {
    const first = nodes.begin("a");
    await require("the first node has joined", () => first.joined !== null);
    const others = ["b", "c"].map((name) => nodes.begin(name));
    await require("all nodes have joined", () => others.every(({ joined }) => joined));
    supervisor = new SupervisorOfNodes(world, nodes, all);
    const promises = ({ observer }: Phones) =>
      observer.hearings.filter(({ what }) => what.what === "promise").length;
    await world.until(() => all.every((one) => promises(one) >= 2), BUSY_WITHIN_MS);
    for (const planned of happeningsOf(seed)) {
      await world.until(() => false, planned.afterMs);
      const node = befallen(planned, nodes, ownerOf);
      if (!node) continue;
      const isOver = begin(planned, node, { world, database, nodes, tell, blows });
      if (planned.isWaitedFor) await require(`${planned.happening} is over`, isOver);
    }
    await require("everything is over", () =>
      nodes.living.length === 3 &&
      !database.isAway &&
      nodes.living.every(
        ({ machine, joined }) => joined && !machine.isFrozen && !database.isCutOff(machine),
      ));
    await require("both operations are run", () => all.every(({ owner }) => owner !== null));
    await world.until(() => false, 1_000);
    for (const { traffic } of all) traffic.stop();
    supervisor.stop();
    await require("all orders are answered", () => supervisor!.isAnswered);
    let lookAt = 0;
    await require("all callbacks ended", async () => {
      if (world.now < lookAt) return false;
      lookAt = world.now + 250;
      const { rows } = await client.query("SELECT count(*) AS open FROM callbacks WHERE ended_at IS NULL");
      return Number(rows[0].open) === 0;
    });
    nodes.endBeginning();
    let stopped = 0;
    for (const node of nodes.living) void nodes.stop(node).then(() => stopped++);
    await require("all nodes stopped", () => stopped === 3);
  } catch (error) {
    if (!(error instanceof Unmet)) throw error;
    problems.push(`not within ${HANGS_AFTER_MS} ms: ${error.message}`);
  } finally {
    nodes.endBeginning();
    world.end();
  }
  problems.push(...nodes.problems);
  const store = await openPostgresStore({ url: database.address });
  for (const { id, name } of await store.operations()) {
    problems.push(...(await problemsOf(phones.get(name)!, client, id, { inVirtualTime: true })));
    for (const run of await store.runs(id))
      problems.push(...(await verifyRun(store, run, { all: true })).problems);
  }
  await store.close();
  if (supervisor) problems.push(...(await supervisor.problemsOf(client)));
  await client.end();
  const observers = all.map(({ observer }) => observer);
  return {
    problems,
    judged: {
      promises: observers.flatMap(({ hearings }) => hearings).filter(({ what }) => what.what === "promise")
        .length,
      rings: observers.flatMap(({ rings }) => rings).length,
      orders: supervisor?.given.length ?? 0,
      takeovers: all.flatMap(({ arrivals }) => arrivals).length,
    },
    blows,
    told,
    lastedMs: world.now,
  };
}

class Unmet extends Error {}

function befallen(
  { of }: Planned,
  nodes: NodesOfWorld,
  ownerOf: (operation: number) => WorldNode | null,
): WorldNode | null {
  if (of === 0 || of === 1) return ownerOf(of);
  return nodes.living.find((node) => node !== ownerOf(0) && node !== ownerOf(1)) ?? ownerOf(0);
}

interface Stage {
  readonly world: VirtualWorld;
  readonly database: Database;
  readonly nodes: NodesOfWorld;
  readonly tell: (what: string) => void;
  readonly blows: string[];
}

/** Has it happen, at its moment or when that has not come for a while; gives whether it is over. */
function begin(planned: Planned, node: WorldNode, stage: Stage): () => boolean {
  const { world, database, nodes, tell, blows } = stage;
  const { moment, happening } = planned;
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  let hasStruck = false;
  const strikes = (by: WorldNode, link: DatabaseLink | null) => {
    if (hasStruck) return;
    hasStruck = true;
    if (by.machine.isDead) {
      over();
      return;
    }
    const blow = link && moment ? `${happening} at ${moment.at}, ${moment.when}` : happening;
    blows.push(blow);
    tell(`${by.machine.name}: ${blow}`);
    strike(planned, by, link, stage, over);
  };
  if (moment) {
    const springs = (link: DatabaseLink) =>
      strikes(nodes.all.find(({ machine }) => machine === link.machine)!, link);
    const trap = {
      machine: planned.of === "whoever sends it" ? null : node.machine,
      texts: TEXTS[moment.at],
      moment: moment.when,
      springs,
    };
    database.setTrap(trap);
    world.at(world.now + COMES_WITHIN_MS, () => {
      // Its message may have come, and been lost before the moment.
      database.removeTrap(trap);
      if (trap.machine) strikes(node, null);
      else if (!hasStruck) {
        hasStruck = true;
        over();
      }
    });
  } else strikes(node, null);
  return () => isOver;
}

function strike(
  { happening, lastsMs, resets }: Planned,
  node: WorldNode,
  link: DatabaseLink | null,
  { world, database, nodes, tell }: Stage,
  over: () => void,
): void {
  const { machine } = node;
  const later = (ends: () => void) =>
    world.at(world.now + lastsMs, () => {
      tell(`${machine.name}: no longer ${happening}`);
      ends();
      over();
    });
  switch (happening) {
    case "killed":
      machine.die();
      over();
      return;
    case "frozen":
      machine.freeze();
      later(() => machine.thaw());
      return;
    case "stopped":
      void nodes.stop(node).then(over);
      return;
    case "cut off":
      database.cutOff(machine);
      later(() => database.reconnect(machine, { resets }));
      return;
    case "without a database":
      database.goAway();
      later(() => database.comeBack());
      return;
    case "reset":
      database.resetOf(machine);
      over();
      return;
    case "request lost":
      link?.reset();
      over();
      return;
    case "answer lost":
      link?.loseAnswer();
      over();
      return;
    case "answer stalled":
      link?.mute();
      over();
  }
}

const OPERATIONS = ["north", "south"];
/** Of the centre of each operation. */
const SIZE = 0.15;
const BUSY_WITHIN_MS = 15_000;
/** A moment that has not come by then is not waited for. */
const COMES_WITHIN_MS = 4_000;
const HANGS_AFTER_MS = 90_000;
