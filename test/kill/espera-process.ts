import { scaledClock } from "../../src/exchange/clock.ts";
import { LiveOperation } from "../../src/server/live-operation.ts";
import { startServer } from "../../src/server/server.ts";
import { Death } from "./deadly-points.ts";
import { RemoteExchange } from "./remote-exchange.ts";
import { type EsperaGiven, OPERATION, settingsOfStory, TIME_ZONE } from "./story-settings.ts";

/**
 * A real server, as `espera start` runs it, with the exchange in another process and a clock that runs faster. It
 * says `READY url` once it answers, ends by SIGTERM, and dies where ESPERA_DIE_AT says.
 */
const given = JSON.parse(process.argv[2]!) as EsperaGiven;
const death = new Death(process.env["ESPERA_DIE_AT"]);
const { began, speed } = given.time;
// The same time as in the process of the exchange: the origin is one moment of the machine's clock.
const clock = scaledClock({ startAt: began.at + (Date.now() - began.machine) * speed, speed });

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
    if (!kept) await store.addSettings(record.id, settings, clock.now());
    const exchange = death.around(new RemoteExchange(given.exchangePort));
    const live = new LiveOperation({ ...base, journal: store, record, settings, exchange, clock });
    await live.start();
    return [
      {
        record,
        now: () => clock.now(),
        get running() {
          return live.running;
        },
        get lacking() {
          return live.lacking;
        },
        view: () => ({ ...live.view(), generation: null }),
        fillInThePast: () => undefined,
        adopt: async () => {},
        stop: () => live.stop(),
      },
    ];
  },
});
process.once("SIGTERM", () => {
  void server.stop().then(() => process.exit(0));
});
process.stdout.write(`READY ${server.url}\n`);
