import { createConnection, type Socket } from "node:net";
import { dirname } from "node:path";
import { Duplex } from "node:stream";
import type pg from "pg";
import type { Machine, VirtualWorld } from "./virtual-world.ts";

/** What befalls a message of a machine to the database, when the message has these texts in it. */
interface Trap {
  /** `null`: whichever sends it. */
  readonly machine: Machine | null;
  readonly texts: readonly string[];
  /** Before it arrives, when it has just arrived, or when its answer has just come. */
  readonly moment: "before" | "arrived" | "answered";
  readonly springs: (link: DatabaseLink) => void;
}

/** The real database as the machines of a world reach it: over links that may be slow, stand still, and break. Its clock is the world's. */
export class Database {
  readonly #world: VirtualWorld;
  readonly #path: string;
  readonly #clock: pg.Client;
  readonly #links = new Set<DatabaseLink>();
  readonly #cutOff = new Set<Machine>();
  readonly #traps = new Set<Trap>();
  #clockAt = -1;
  #isAway = false;

  static of(world: VirtualWorld): Database {
    return databases.get(world)!;
  }

  /** `client`: connected to a database that nobody else uses; what is in it is lost. */
  static async open(world: VirtualWorld, path: string, client: pg.Client): Promise<Database> {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA};
      SET search_path = ${SCHEMA}; CREATE TABLE world_clock (at timestamptz NOT NULL) WITH (fillfactor=10);
      INSERT INTO world_clock VALUES (to_timestamp(${BEGINS_S}));
      CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT at FROM ${SCHEMA}.world_clock'`);
    return new Database(world, path, client);
  }

  private constructor(world: VirtualWorld, path: string, clock: pg.Client) {
    this.#world = world;
    this.#path = path;
    this.#clock = clock;
    databases.set(world, this);
    // A session waits for another's, which is done when its machine goes on.
    world.waitsForTime = async () => {
      const { rows } = await this.#clock.query(BLOCKED);
      return rows.length > 0;
    };
  }

  /** Its address. */
  get address(): string {
    const url = new URL(`postgres://espera@localhost/${this.#clock.database}`);
    url.searchParams.set("host", dirname(this.#path));
    // What is not named stands before everything: so `now()` is the world's.
    url.searchParams.set("options", `-c search_path=${SCHEMA},pg_catalog`);
    return url.href;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Every connection ends, and no new one comes about. */
  goAway(): void {
    this.#isAway = true;
    for (const link of this.#links) link.reset();
  }

  comeBack(): void {
    this.#isAway = false;
  }

  /** From now on nothing passes to a machine, nor from it. */
  cutOff(machine: Machine): void {
    this.#cutOff.add(machine);
  }

  /** What was under way to it passes now; or its connections are found to be gone. */
  reconnect(machine: Machine, { resets }: { readonly resets: boolean }): void {
    if (!this.#cutOff.delete(machine)) return;
    for (const link of this.#links)
      if (link.machine === machine) {
        if (resets) link.reset();
        else link.release();
      }
  }

  isCutOff(machine: Machine): boolean {
    return this.#cutOff.has(machine);
  }

  resetOf(machine: Machine): void {
    for (const link of this.#links) if (link.machine === machine) link.reset();
  }

  setTrap(trap: Trap): void {
    this.#traps.add(trap);
  }

  removeTrap(trap: Trap): void {
    this.#traps.delete(trap);
  }

  trapFor(machine: Machine, bytes: Buffer): Trap | null {
    for (const trap of this.#traps)
      if ((trap.machine ?? machine) === machine && trap.texts.every((text) => bytes.includes(text))) {
        this.#traps.delete(trap);
        return trap;
      }
    return null;
  }

  accept(socket: DatabaseSocket, machine: Machine): DatabaseLink {
    const link = new DatabaseLink(this, machine, socket);
    this.#links.add(link);
    return link;
  }

  gone(link: DatabaseLink): void {
    this.#links.delete(link);
  }

  dial(): Socket {
    return createConnection(this.#path);
  }

  /** Sets the clock of the database, which is asked for by the statements of the owners. */
  async setClock(): Promise<void> {
    const { now } = this.#world;
    if (now === this.#clockAt) return;
    this.#clockAt = now;
    await this.#clock.query(`UPDATE world_clock SET at = to_timestamp(${BEGINS_S + now / 1_000})`);
  }
}

const databases = new WeakMap<VirtualWorld, Database>();
const SCHEMA = "world";
const BEGINS_S = 1_800_000_000;

/** The socket of a machine to the database, as the driver uses it. */
export class DatabaseSocket extends Duplex {
  readonly #machine: Machine;
  #link: DatabaseLink | null = null;

  constructor(machine: Machine) {
    super({ allowHalfOpen: false });
    this.#machine = machine;
  }

  connect(): this {
    this.#link = Database.of(this.#machine.world).accept(this, this.#machine);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
    this.#link?.send(bytes);
    done();
  }

  /** What the driver writes together is one message. */
  override _writev(pieces: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this.#link?.send(Buffer.concat(pieces.map(({ chunk }) => chunk)));
    done();
  }

  override _final(done: () => void): void {
    this.#link?.send(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#link?.send(null);
    done(error);
  }
}

/** A connection of a machine to the database. */
export class DatabaseLink {
  readonly machine: Machine;
  readonly #database: Database;
  readonly #socket: DatabaseSocket;
  readonly #asked = new Messages(true);
  readonly #answered = new Messages(false);
  #server: Socket | null = null;
  #written: Promise<void> = Promise.resolve();
  /** How many questions were asked and not answered. */
  #open = 0;
  #isOver = false;
  #isMute = false;
  #held: (() => void)[] = [];
  readonly #arrivesAt = { there: 0, here: 0 };
  /** What the database said of an answer that is not whole. */
  readonly #said: Buffer[] = [];
  #onAnswer: (() => void) | null = null;

  constructor(database: Database, machine: Machine, socket: DatabaseSocket) {
    this.#database = database;
    this.machine = machine;
    this.#socket = socket;
    machine.onDeath.push(() => this.#end());
    this.#carry("there", () => this.#connect());
  }

  /** Sends bytes to the database; `null`: the machine has closed it. */
  send(bytes: Buffer | null): void {
    this.#carry("there", () => (bytes === null ? this.#end() : this.#serve(bytes)));
  }

  /** It breaks, and both sides learn of it. */
  reset(): void {
    this.#end();
    const error = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    this.machine.after(this.machine.latencyMs(), () => this.#socket.destroy(error));
  }

  /** No answer comes any more, on a connection that stands. */
  mute(): void {
    this.#isMute = true;
  }

  /** The answers that are under way are lost, and then it breaks. */
  loseAnswer(): void {
    this.#isMute = true;
    this.#onAnswer = () => this.reset();
  }

  release(): void {
    for (const passes of this.#held.splice(0)) passes();
  }

  #carry(to: "there" | "here", passes: () => void): void {
    const { world } = this.machine;
    const arrives = () => {
      if (this.#isOver) return;
      if (this.#database.isCutOff(this.machine)) this.#held.push(passes);
      else passes();
    };
    this.#arrivesAt[to] = Math.max(this.#arrivesAt[to], world.now + this.machine.latencyMs());
    world.at(this.#arrivesAt[to], arrives);
  }

  #toMachine(happens: () => void): void {
    this.#carry("here", () => this.machine.take(happens));
  }

  #connect(): void {
    if (this.#database.isAway) {
      const error = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
      this.#toMachine(() => this.#socket.destroy(error));
      return;
    }
    const server = this.#database.dial();
    this.#server = server;
    this.#ask(1);
    server.once("connect", () => {
      this.#answer(1);
      this.#toMachine(() => this.#socket.emit("connect"));
    });
    server.on("data", (bytes: Buffer) => {
      const ends = this.#answered.count(bytes, "Z");
      this.#said.push(bytes);
      if (ends > 0) this.#pass();
      this.#answer(ends);
    });
    server.on("error", () => {});
    server.on("close", () => {
      this.#answer(this.#open);
      // What is still on its way there is not answered.
      this.#server = null;
      if (this.#isOver) return;
      this.#pass();
      this.#toMachine(() => {
        this.#socket.push(null);
        this.#end();
      });
    });
  }

  /** An answer goes to the machine when it is whole, however many pieces it came in. */
  #pass(): void {
    const bytes = Buffer.concat(this.#said.splice(0));
    const then = this.#onAnswer;
    this.#onAnswer = null;
    this.#carry("here", () => {
      if (!this.#isMute && bytes.length > 0) this.machine.take(() => this.#socket.push(bytes));
      if (then) this.machine.world.at(this.machine.world.now, then);
    });
  }

  #serve(bytes: Buffer): void {
    const trap = this.#database.trapFor(this.machine, bytes);
    if (trap?.moment === "before") trap.springs(this);
    if (this.#isOver || !this.#server) return;
    if (this.#database.isCutOff(this.machine)) {
      this.#held.push(() => this.#serve(bytes));
      return;
    }
    this.#ask(this.#asked.count(bytes, "QS"));
    const server = this.#server;
    if (CLOCK.some((text) => bytes.includes(text))) {
      const { world } = this.machine;
      world.await();
      this.#written = this.#written
        .then(() => this.#database.setClock())
        .then(() => void server.write(bytes))
        .finally(() => world.answered());
    } else server.write(bytes);
    if (trap?.moment === "arrived") trap.springs(this);
    if (trap?.moment === "answered") this.#onAnswer = () => trap.springs(this);
  }

  #ask(count: number): void {
    this.#open += count;
    if (count > 0) this.machine.world.await(count);
  }

  #answer(count: number): void {
    const answered = Math.min(count, this.#open);
    this.#open -= answered;
    if (answered > 0) this.machine.world.answered(answered);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#database.gone(this);
    this.#answer(this.#open);
    // What it was asked it does to its end, as it does for a machine that is gone.
    void this.#written.then(() => this.#server?.destroy());
  }
}

/** What is said on a connection, by its letters: whether a question is asked, or the answer to it is over. */
class Messages {
  #rest: Buffer = Buffer.alloc(0);
  /** The first message of a connection has no letter. */
  #isFirst: boolean;

  constructor(beginsWithout: boolean) {
    this.#isFirst = beginsWithout;
  }

  /** How many messages with one of these letters end in the next bytes; the first without a letter counts too. */
  count(bytes: Buffer, letters: string): number {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    let found = 0;
    for (;;) {
      const head = this.#isFirst ? 0 : 1;
      if (data.length < head + 4) break;
      const length = head + data.readUInt32BE(head);
      if (data.length < length) break;
      if (this.#isFirst || letters.includes(String.fromCharCode(data[0]!))) found++;
      this.#isFirst = false;
      data = data.subarray(length);
    }
    this.#rest = data;
    return found;
  }
}

const BLOCKED =
  "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
/** What asks the database for the time. */
const CLOCK = ["now()", "take_over"];
