import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { AsteriskExchange } from "../../../src/exchange/asterisk/asterisk-exchange.ts";
import { Operation } from "../../../src/operation/operation.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { startServer } from "../../../src/server/server.ts";
import { realClock } from "../../../src/time/real-clock.ts";
import { offeringAs } from "../../line/judgements.ts";
import { addresses, managerUser } from "../bed/configuration.ts";
import {
  AGI_SECRET,
  type EsperaGiven,
  OPERATION,
  QUEUE,
  SKILL,
  settingsOfCentre,
  TIME_ZONE,
} from "./centre-settings.ts";
import { type DeadlyPoint, type Death, deadly } from "./deadly-points.ts";

/**
 * A real server on a real Asterisk. It says `CONNECTED` whenever it knows what Asterisk holds, ends by SIGTERM, and
 * dies where ESPERA_DIE_AT (a deadly point, a signal and the customer's number) says. Callers that nobody is free for are
 * offered a return call, so that a story need not begin with an hour's traffic.
 */
const given = JSON.parse(process.argv[2]!) as EsperaGiven;
const [point, death, customer] = (process.env["ESPERA_DIE_AT"] ?? "").split(" ");
const say = (level: string) => (details: object, message: string) => {
  if (message === "Asterisk is connected") writeSync(1, "CONNECTED\n");
  writeSync(2, `${new Date().toISOString().slice(17, 23)} ${level} ${message} ${JSON.stringify(details)}\n`);
};

const server = await startServer({
  data: given.data,
  host: "127.0.0.1",
  port: 0,
  logLevel: "warn",
  print: () => undefined,
  operations: async ({ store }) => {
    const record = await store.openOperation({ name: OPERATION, timeZone: TIME_ZONE, simulated: false });
    const asterisk = new AsteriskExchange({
      ami: {
        host: addresses.asterisk,
        port: given.amiPort,
        username: managerUser.name,
        secret: managerUser.secret,
      },
      agi: { host: addresses.asterisk, port: given.agiPort, secret: () => AGI_SECRET },
      queues: [{ queue: QUEUE, skill: SKILL }],
      trunks: ["PJSIP/{number}@trunk"],
      country: "CO",
      prompts: given.prompts,
      clock: realClock,
      random: new RandomSource(randomUUID()).stream("asterisk"),
      log: { info: say("info"), warn: say("warn") },
    });
    const operation = await Operation.open({
      store,
      record,
      run: await store.openRun(record.id, { kind: "live", name: "live" }),
      exchange: point ? deadly(asterisk, point as DeadlyPoint, death as Death, customer!) : asterisk,
      clock: realClock,
      settings: settingsOfCentre,
      newPersonId: randomUUID,
      onFault: (fault) => {
        writeSync(2, `FAULT ${String(fault)}\n`);
        process.exit(3);
      },
      judgements: offeringAs(({ freeAgents, ahead }) => {
        const offer = freeAgents <= ahead;
        return { offer, reason: offer ? "wait-long" : "agent-free" };
      }),
    });
    operation.start();
    return [
      {
        record,
        now: () => realClock.now(),
        lacking: null,
        running: operation,
        view: () => ({
          id: record.id,
          name: OPERATION,
          timeZone: TIME_ZONE,
          simulated: false,
          skills: [],
          generation: null,
        }),
        fillInThePast: () => undefined,
        adopt: async () => {},
        stop: () => operation.stop(),
      },
    ];
  },
});
process.once("SIGTERM", () => {
  void server.stop().then(() => process.exit(0));
});
