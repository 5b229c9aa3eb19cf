import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { AsteriskExchange } from "../../src/exchange/asterisk/asterisk-exchange.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { Settings } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { Operation } from "../../src/operation/operation.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { realClock } from "../../src/time/real-clock.ts";
import { addresses, managerUser } from "../../test/asterisk/bed/configuration.ts";
import { offeringAs } from "../../test/line/judgements.ts";

/** A queue that Espera has, and whether each of its callers is offered a return call or each is passed. */
export interface EsperaQueue {
  readonly queue: string;
  readonly skill: number;
  readonly offers: boolean;
}

export interface EsperaGiven {
  /** Its data directory. */
  readonly data: string;
  readonly amiPort: number;
  readonly agiPort: number;
  /** Folder of the prompts, with a slash at its end. */
  readonly prompts: string;
  readonly queues: readonly EsperaQueue[];
}

/** What it says of itself on standard output, a line of JSON twice a second. */
export interface EsperaState {
  /** It knows what Asterisk holds. */
  readonly connected: boolean;
  readonly openCallbacks: number;
  /** Of the loop that does everything: how much later than wanted it came round, since the start. */
  readonly loopLateMs: { readonly p99: number; readonly max: number };
  readonly warnings: number;
}

export const OPERATION = "bench";
export const TIME_ZONE = "America/Bogota";
const SAYS_EVERY_MS = 500;
const LOOP_RESOLUTION_MS = 10;

if (import.meta.main) await run(JSON.parse(process.argv[2]!) as EsperaGiven);

/** An operation on a real Asterisk, with its journal on disk, until SIGTERM. */
async function run(given: EsperaGiven): Promise<void> {
  let connected = false;
  let warnings = 0;
  const store = await openSqliteStore({ directory: given.data });
  const record = await store.openOperation({ name: OPERATION, timeZone: TIME_ZONE, simulated: false });
  const operation = await Operation.open({
    store,
    record,
    run: await store.openRun(record.id, { kind: "live", name: "live" }),
    exchange: new AsteriskExchange({
      ami: {
        host: addresses.asterisk,
        port: given.amiPort,
        username: managerUser.name,
        secret: managerUser.secret,
      },
      agi: { host: addresses.asterisk, port: given.agiPort },
      queues: given.queues,
      trunks: ["PJSIP/{number}@trunk"],
      country: "CO",
      prompts: given.prompts,
      clock: realClock,
      random: new RandomSource(randomUUID()).stream("asterisk"),
      log: {
        info: (_, message) => {
          if (message === "Asterisk is connected") connected = true;
        },
        warn: (details, message) => {
          warnings++;
          writeSync(2, `${message} ${JSON.stringify(details)}\n`);
        },
      },
    }),
    clock: realClock,
    settings: settingsFor(given.queues),
    newPersonId: randomUUID,
    onFault: (fault) => {
      writeSync(2, `${String(fault)}\n`);
      process.exit(3);
    },
    // Predicted and paced as usual; who is asked is the bench's, so that the mixture of calls is too.
    judgements: offeringAs((_view, _wait, { id }) => {
      const offer = given.queues.some(({ skill, offers }) => skill === id && offers);
      return { offer, reason: offer ? "wait-long" : "wait-short" };
    }),
  });
  operation.start();

  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - LOOP_RESOLUTION_MS);
  const say = setInterval(() => {
    const loopLateMs = { p99: late(loop.percentile(99)), max: late(loop.max) };
    const openCallbacks = operation.coreState.callbacks.size;
    const state: EsperaState = { connected, openCallbacks, loopLateMs, warnings };
    writeSync(1, `${JSON.stringify(state)}\n`);
  }, SAYS_EVERY_MS);
  process.once("SIGTERM", () => {
    clearInterval(say);
    void operation.stop().then(() => store.close());
  });
}

/** As operations usually are, but that it is always the hour to call, and what is retried is retried soon. */
function settingsFor(queues: readonly EsperaQueue[]): Settings {
  const usual = defaultSettings(TIME_ZONE);
  const allDay = { fromMinute: 0, toMinute: 1440 };
  const soonMs = 5_000;
  return {
    ...usual,
    skills: queues.map(({ queue, skill }) => ({
      ...defaultSkill,
      id: skill,
      name: queue,
      smartWait: "on",
      holdOut: false,
    })),
    attempts: {
      ...usual.attempts,
      max: 2,
      gapMs: { busy: soonMs, "no-answer": soonMs, machine: soonMs, failed: soonMs },
    },
    callingHours: usual.callingHours.map(() => allDay),
  };
}
