import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { listCallbacks } from "../../src/api/v1/schema/forms.ts";
import type { AnswerOf } from "../../src/command-line/server-client.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { espera, MAIN } from "./command-line.ts";
import { noonClinic } from "./noon-clinic.ts";

const DAY_AND_HOUR_MS = 25 * 3_600_000;
const WRONG_CLOCK = fileURLToPath(new URL("wrong-clock.ts", import.meta.url));
/** The two clocks of a machine are not read at one moment. */
const BY = "(?:89999|9000[01]) s";
const SUSPECT = new RegExp(
  `^- the machine's clock was set ahead by ${BY}: Espera goes on .* espera clock accept$`,
  "m",
);

test("a clock that is a day ahead ends no promise and freezes nothing, until a person accepts it", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const data = await mkdtemp(join(tmpdir(), "espera-clock-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  await writeFile(join(data, "espera.yaml"), CONFIGURATION);
  const file = join(data, "wrong-by");
  const setClock = (byMs: number) => writeFile(file, String(byMs));
  const typed = (...words: string[]) => espera([...words, "--data", data]);
  const listed = async (...options: string[]) =>
    (
      JSON.parse((await typed("callbacks", "list", ...options, "--json")).out) as AnswerOf<
        typeof listCallbacks
      >
    ).callbacks;
  const expired = async () =>
    (await listed("--all", "--limit", "1000")).filter(({ reason }) => reason === "expired").length;
  const open = async () => (await listed()).length;
  assert.match((await typed("clock", "accept", "--lang", "en")).err, /\[server-not-running\]/);

  await setClock(0);
  let server = await start(context, data, file);
  const expiredBefore = await expired();
  assert.ok((await open()) > 0, "somebody waits to be called back");
  assert.doesNotMatch(await readiness(server), /clock/);
  assert.match(
    (await typed("clock", "accept", "--lang", "en")).out,
    /^The clock is not in doubt: it is 20\d\d-\S+Z\.$/m,
  );

  await setClock(DAY_AND_HOUR_MS);
  assert.match(await readiness(server), SUSPECT);
  if (existsSync("/proc/sys/kernel/random/boot_id")) {
    server.child.kill("SIGKILL");
    await once(server.child, "close");
    server = await start(context, data, file);
    assert.match(await readiness(server), SUSPECT, "also where it is started while the clock is wrong");
  }
  assert.equal(await expired(), expiredBefore);
  await setClock(0);
  assert.doesNotMatch(await readiness(server), /clock/);
  assert.equal(await expired(), expiredBefore);
  assert.ok((await open()) > 0);

  await setClock(DAY_AND_HOUR_MS);
  const accepted = await typed("clock", "accept", "--lang", "es");
  assert.deepEqual([accepted.code, accepted.err], [0, ""]);
  assert.match(
    accepted.out,
    new RegExp(`^Espera le cree al reloj, adelantado ${BY}: son las 20\\d\\d-\\S+Z\\.$`, "m"),
  );
  assert.doesNotMatch(await readiness(server), /clock/);
  await setClock(0);
  assert.match(await readiness(server), new RegExp(`^- the machine's clock was set back by ${BY}: `, "m"));
  server.child.kill("SIGINT");
  assert.deepEqual(await once(server.child, "close"), [0, null]);
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

/** The text of `/readyz` of a server that does its work. */
async function readiness({ url }: Started): Promise<string> {
  const response = await fetch(`${url}/readyz`);
  assert.equal(response.status, 200);
  return response.text();
}

async function start(context: TestContext, data: string, file: string): Promise<Started> {
  const child = spawn(
    process.execPath,
    ["--import", WRONG_CLOCK, MAIN, "start", "--data", data, "--port", "0"],
    {
      env: { ...process.env, ESPERA_LOG: "error", ESPERA_TEST_CLOCK: file },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  context.after(() => child.kill("SIGKILL"));
  const [greeting] = await Promise.race([
    once(child.stdout, "data") as Promise<[Buffer]>,
    once(child, "close").then(() => assert.fail("the server ended before it listened")),
  ]);
  return { child, url: /http:\S+/.exec(greeting.toString())![0] };
}

/** Few enough to live through the day by which the clock is ahead while a command waits for its answer. */
const CONFIGURATION = noonClinic({ callsPerDay: 1200, agents: 1 });
