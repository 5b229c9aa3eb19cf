import { LiveOperation } from "../../../src/server/operations/live-operation.ts";
import { startServer } from "../../../src/server/server.ts";
import {
  CHECKPOINT_EVERY,
  type EsperaGiven,
  OPERATION,
  settingsOfStory,
  TIME_ZONE,
} from "../story-settings.ts";
import { Death } from "./death.ts";
import { RemoteWorld } from "./remote-world.ts";

/**
 * A real server, as `espera start` runs it, with the phone system and the time in another process. It says `READY url`
 * once it answers, ends by SIGTERM, and dies where ESPERA_DIE_AT says.
 */
const given = JSON.parse(process.argv[2]!) as EsperaGiven;
const death = new Death(process.env["ESPERA_DIE_AT"]);

const server = await startServer({
  data: given.data,
  host: "127.0.0.1",
  port: 0,
  logLevel: "warn",
  print: () => undefined,
  operations: async (base) => {
    const { store } = base;
    const record = await store.openOperation({ name: OPERATION, timeZone: TIME_ZONE, simulated: true });
    const kept = await store.settings(record.id);
    const settings = kept ?? settingsOfStory;
    if (!kept) await store.addSettings(record.id, settings, given.now);
    let live: LiveOperation | null = null;
    const world = new RemoteWorld({
      port: given.port,
      now: given.now,
      settled: () => live?.settled() ?? null,
    });
    const { clock } = world;
    const exchange = death.around(world.exchange);
    live = new LiveOperation({
      ...base,
      record,
      settings,
      exchange,
      clock,
      checkpointEvery: CHECKPOINT_EVERY,
    });
    const running = live;
    await running.start();
    return [
      {
        record,
        now: () => clock.now(),
        get running() {
          return running.running;
        },
        get lacking() {
          return running.lacking;
        },
        view: () => ({ ...running.view(), generation: null }),
        fillInThePast: () => undefined,
        adopt: async () => {},
        stop: () => running.stop(),
      },
    ];
  },
});
process.once("SIGTERM", () => {
  void server.stop().then(() => process.exit(0));
});
process.stdout.write(`READY ${server.url}\n`);
