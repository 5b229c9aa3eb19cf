import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { refusals } from "../../src/api/wolkvox/answer.ts";
import { apiInMemory } from "../api/in-memory-journal.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { Poller } from "./poller.ts";
import { languages, missing } from "./runtimes.ts";
import { type Scripted, ScriptedReports } from "./scripted-reports.ts";

const TOKEN = "esp_0123456789ab_secret";
const PATIENCE = { timeout: HANGS_AFTER_MS };

const rows = [
  {
    skill_id: "11",
    treatment: "197",
    customer_say_no: "128",
    customer_say_yes: "69",
    recall_fail: "9",
    recall_ok: "60",
    service_level_up: "3.19 %",
  },
  {
    skill_id: "12",
    treatment: "8",
    customer_say_no: "8",
    customer_say_yes: "0",
    recall_fail: "0",
    recall_ok: "0",
    service_level_up: "",
  },
];
const printed = (at: string) =>
  `${at} skill_id=11 treatment=197 customer_say_no=128 customer_say_yes=69 recall_fail=9 recall_ok=60 service_level_up=3.19 %\n` +
  `${at} skill_id=12 treatment=8 customer_say_no=8 customer_say_yes=0 recall_fail=0 recall_ok=0 service_level_up=\n`;

function found(data: readonly object[], code: number | string = 200): Scripted {
  const msg = `${data.length} records were found`;
  return { status: 200, body: JSON.stringify({ code, error: null, msg, data }) };
}

function refused(
  status: number,
  error: string,
  msg: string,
  headers: Record<string, string> = {},
  code: number | string = status,
): Scripted {
  return { status, headers, body: JSON.stringify({ code, error, msg, data: [] }) };
}

const NOTHING = refused(...refusals["no-records"]);
const FAILED = refused(...refusals.failed);
const page = (status: number): Scripted => ({
  status,
  headers: { "content-type": "text/html" },
  body: "<html><body>Welcome to the hotel</body></html>",
});
const limited = (msg: string, retryAfter?: number) =>
  refused(403, "FORBIDDEN", msg, retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
const AT_ONCE = "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)";
const DAY = "TOKEN LIMIT EXCEEDED";

for (const language of languages)
  describe(`the example in ${language.name}`, { concurrency: 4, skip: missing(language) }, () => {
    let folder = "";
    let command: readonly string[] = [];
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "espera-example-"));
      command = language.command(folder);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    /** Runs the example against a script, with no waits before it tries again unless the test wants some. */
    async function poll(
      t: TestContext,
      script: readonly Scripted[],
      options: readonly string[],
      environment: Record<string, string> = {},
    ) {
      const reports = await ScriptedReports.listen(...script);
      t.after(() => reports.close());
      const poller = new Poller(t, [...command, ...options], {
        ESPERA_URL: reports.url,
        ESPERA_TOKEN: TOKEN,
        ESPERA_RETRY_S: "0",
        TMPDIR: folder,
        ...environment,
      });
      return { reports, poller };
    }

    /** Polls once; gives the exit code and what was asked and said. */
    async function pollOnce(
      t: TestContext,
      script: readonly Scripted[],
      environment: Record<string, string> = {},
    ) {
      const { reports, poller } = await poll(t, script, ["--once"], environment);
      const code = await poller.ended();
      return { code, asked: reports.asked, out: poller.out, err: poller.err };
    }

    for (const code of [200, "200"])
      test(`prints a line for each skill, where code is ${JSON.stringify(code)}`, PATIENCE, async (t) => {
        const polled = await pollOnce(t, [found(rows, code)]);
        assert.deepEqual([polled.code, polled.err], [0, ""]);
        assert.equal(polled.out, printed(polled.asked[0]!.query["date_end"]!));
      });

    for (const [zone, environment] of [
      ["America/Bogota", {}],
      ["Pacific/Kiritimati", { ESPERA_TIME_ZONE: "Pacific/Kiritimati" }],
    ] as [string, Record<string, string>][])
      test(
        `asks once, from midnight to now in ${zone}, with the token in its header`,
        PATIENCE,
        async (t) => {
          const began = compactNow(zone);
          const { reports, poller } = await poll(t, [found(rows)], ["--once"], environment);
          await poller.ended();
          const ended = compactNow(zone);
          assert.equal(reports.asked.length, 1);
          const { method, path, query, headers } = reports.asked[0]!;
          assert.deepEqual([method, path], ["GET", "/api/v2/reports_manager.php"]);
          assert.deepEqual(Object.keys(query).sort(), ["api", "date_end", "date_ini"]);
          assert.equal(query["api"], "diagram_2");
          const until = query["date_end"]!;
          assert.ok(until >= began && until <= ended, `${began} ${until} ${ended}`);
          assert.equal(query["date_ini"], `${until.slice(0, 8)}000000`);
          assert.equal(headers["wolkvox-token"], TOKEN);
        },
      );

    for (const code of [404, "404"])
      test(
        `takes no records for an empty result, where code is ${JSON.stringify(code)}`,
        PATIENCE,
        async (t) => {
          const polled = await pollOnce(t, [refused(...refusals["no-records"], {}, code)]);
          assert.deepEqual([polled.code, polled.out, polled.err], [0, "", "no records yet\n"]);
        },
      );

    test("takes 200 without rows for an empty result", PATIENCE, async (t) => {
      const polled = await pollOnce(t, [found([])]);
      assert.deepEqual([polled.code, polled.out, polled.err], [0, "", "no records yet\n"]);
    });

    for (const [why, [status, error, msg]] of Object.entries({
      "the api is not known": refusals["api-unknown"],
      "a date is wrong": refusals["date-invalid"],
      "there is no token": refusals["token-missing"],
      "the token is bad": refusals["token-bad"],
      "the path is wrong": refusals["path-unknown"],
    }))
      test(`stops with what the server says when ${why}`, PATIENCE, async (t) => {
        for (const code of [status, String(status)]) {
          const polled = await pollOnce(t, [refused(status, error, msg, {}, code), found(rows)]);
          assert.deepEqual([polled.code, polled.out], [1, ""]);
          assert.equal(polled.err, `stopped: ${status} ${msg}\n`);
          assert.equal(polled.asked.length, 1);
        }
      });

    test("stops without --once too", PATIENCE, async (t) => {
      const { reports, poller } = await poll(t, [refused(...refusals["token-bad"])], []);
      assert.equal(await poller.ended(), 1);
      assert.equal(reports.asked.length, 1);
    });

    test("stops at a page that is not the API's", PATIENCE, async (t) => {
      const polled = await pollOnce(t, [page(404), found(rows)]);
      assert.deepEqual([polled.code, polled.out], [1, ""]);
      assert.match(polled.err, /^stopped: 404 /m);
    });

    test("follows no redirect, because the token is for one server only", PATIENCE, async (t) => {
      const elsewhere = await ScriptedReports.listen(found(rows));
      t.after(() => elsewhere.close());
      const polled = await pollOnce(t, [
        { status: 302, headers: { location: `${elsewhere.url}/api/v2/reports_manager.php` }, body: "" },
      ]);
      assert.deepEqual([polled.code, polled.out], [1, ""]);
      assert.match(polled.err, /^stopped: 302 /m);
      assert.equal(elsewhere.asked.length, 0);
    });

    for (const name of ["ESPERA_URL", "ESPERA_TOKEN"])
      test(`says that ${name} is not set`, PATIENCE, async (t) => {
        const polled = await pollOnce(t, [found(rows)], { [name]: "" });
        assert.deepEqual([polled.code, polled.err], [1, `stopped: ${name} is not set\n`]);
        assert.equal(polled.asked.length, 0);
      });

    for (const [what, first] of Object.entries({
      "a 500": FAILED,
      "a 504": refused(504, "GATEWAY TIMEOUT", "THE QUERY EXCEEDED 60 SECONDS", { "retry-after": "0" }),
      "a proxy's page that says 522": page(522),
      "a page of somebody else's that says 200": page(200),
      "a limit": limited(AT_ONCE),
      "a request that came too slowly": refused(...refusals["request-slow"]),
      "a proxy's page that says 429": page(429),
      "a connection that breaks": "cut off",
      "an answer that breaks off": "cut off in the middle",
    } satisfies Record<string, Scripted>))
      test(`asks again after ${what}`, PATIENCE, async (t) => {
        const polled = await pollOnce(t, [first, found(rows)]);
        assert.equal(polled.code, 0, polled.err);
        assert.equal(polled.out, printed(polled.asked.at(-1)!.query["date_end"]!));
        assert.ok(polled.asked.every(({ others }) => others === 0));
      });

    for (const silence of ["silent", "silent in the middle"] as const)
      test(`asks again when the server is ${silence}`, PATIENCE, async (t) => {
        const polled = await pollOnce(t, [silence, found(rows)], { ESPERA_TIMEOUT_S: "2" });
        assert.equal(polled.code, 0, polled.err);
        assert.equal(polled.out, printed(polled.asked.at(-1)!.query["date_end"]!));
        assert.match(polled.err, /^no answer: .*; again in 0 s$/m);
      });

    test("waits at a limit for as long as Retry-After says", PATIENCE, async (t) => {
      const polled = await pollOnce(t, [limited(AT_ONCE, 1), found(rows)]);
      assert.deepEqual([polled.code, polled.err], [0, `403 ${AT_ONCE}; again in 1 s\n`]);
      assert.equal(polled.asked.length, 2);
      assertApart(polled.asked, 0, 1_000);
    });

    test("waits until tomorrow when the day's requests are used up", PATIENCE, async (t) => {
      const { reports, poller } = await poll(t, [limited(DAY, 30_000), found(rows)], []);
      await poller.says(/\n/);
      assert.deepEqual([poller.out, poller.err], ["", `403 ${DAY}; again in 30000 s\n`]);
      assert.equal(reports.asked.length, 1);
    });

    test("but not with --once: then it stops, and says why", PATIENCE, async (t) => {
      const polled = await pollOnce(t, [limited(DAY, 30_000), found(rows)]);
      assert.deepEqual([polled.code, polled.err], [1, `stopped: 403 ${DAY}\n`]);
      assert.equal(polled.asked.length, 1);
    });

    test("waits twice as long each time", PATIENCE, async (t) => {
      const { reports, poller } = await poll(t, [FAILED], [], { ESPERA_RETRY_S: "1" });
      await poller.says(/again in 2 s/);
      const trouble = `500 ${refusals.failed[2]}`;
      assert.equal(poller.err, `${trouble}; again in 1 s\n${trouble}; again in 2 s\n`);
      assert.equal(reports.asked.length, 2);
      assertApart(reports.asked, 0, 1_000);
    });

    test("waits a little longer than it has to, so that not all come at once", PATIENCE, async (t) => {
      const again = limited(AT_ONCE, 0);
      const polled = await pollOnce(t, [again, again, found(rows)], { ESPERA_RETRY_S: "1" });
      assert.equal(polled.code, 0, polled.err);
      assert.equal(polled.err, `403 ${AT_ONCE}; again in 0 s\n`.repeat(2));
      const [first, , last] = polled.asked;
      // Of up to three seconds: by chance nothing at all once in many thousand times; in whole ones, once in six.
      if (language.name !== "curl") assert.ok(last!.at - first!.at > 15, `${last!.at - first!.at} ms`);
    });

    test("gives up after five attempts with --once", PATIENCE, async (t) => {
      const polled = await pollOnce(t, [FAILED]);
      assert.equal(polled.code, 1);
      assert.equal(polled.asked.length, 5);
      assert.match(polled.err, /^stopped: 500 /m);
    });

    test("goes on with the next poll otherwise", PATIENCE, async (t) => {
      const script = [...Array<Scripted>(5).fill(FAILED), found(rows)];
      const { poller } = await poll(t, script, [], { ESPERA_INTERVAL_S: "0" });
      await poller.says(/skill_id=12.*\n/);
      assert.match(poller.err, /^500 .*; given up until the next poll$/m);
    });

    test("polls again after the interval, one request at a time", PATIENCE, async (t) => {
      const { reports, poller } = await poll(t, [NOTHING, found(rows)], [], { ESPERA_INTERVAL_S: "1" });
      await poller.says(/skill_id=12.*\n/);
      assert.equal(poller.err, "no records yet\n");
      assertApart(reports.asked, 0, 1_000);
      assert.ok(reports.asked.every(({ others }) => others === 0));
    });

    test("polls every five minutes when nobody says otherwise", PATIENCE, async (t) => {
      // Five minutes are not waited for; a wait longer than the interval is what --once refuses.
      const polled = await pollOnce(t, [limited(AT_ONCE, 301)]);
      assert.deepEqual([polled.code, polled.asked.length], [1, 1]);
      const { poller } = await poll(t, [limited(AT_ONCE, 300)], ["--once"]);
      await poller.says(/again in 300 s\n/);
    });

    for (const [name, value, sentence] of [
      ["ESPERA_TIME_ZONE", "Nope/Zone", "is no time zone that this machine knows: Nope/Zone"],
      ["ESPERA_TIMEOUT_S", "abc", "must be whole seconds from 1 to 999999, and is abc"],
      ["ESPERA_TIMEOUT_S", "0", "must be whole seconds from 1 to 999999, and is 0"],
      ["ESPERA_INTERVAL_S", "5m", "must be whole seconds from 0 to 999999, and is 5m"],
      ["ESPERA_RETRY_S", "-1", "must be whole seconds from 0 to 999999, and is -1"],
      ["ESPERA_RETRY_S", "1000000", "must be whole seconds from 0 to 999999, and is 1000000"],
    ] as const)
      test(`asks nothing where ${name} is ${value}, and says why`, PATIENCE, async (t) => {
        const polled = await pollOnce(t, [found(rows)], { [name]: value });
        assert.deepEqual([polled.code, polled.out, polled.err], [1, "", `stopped: ${name} ${sentence}\n`]);
        assert.equal(polled.asked.length, 0);
      });

    test(
      "asks for each day from --from to --to by itself, whole and in order, and ends",
      PATIENCE,
      async (t) => {
        const script = [found(rows), NOTHING, FAILED, found(rows)];
        const { reports, poller } = await poll(t, script, ["--from", "2024-02-28", "--to", "2024-03-01"]);
        assert.equal(await poller.ended(), 0, poller.err);
        assert.deepEqual(
          reports.asked.map(({ query }) => `${query["date_ini"]} ${query["date_end"]}`),
          ["20240228", "20240229", "20240301", "20240301"].map((day) => `${day}000000 ${day}235959`),
        );
        assert.equal(poller.out, printed("20240228235959") + printed("20240301235959"));
      },
    );

    test("stops at a day of --from to which there is no answer", PATIENCE, async (t) => {
      const { reports, poller } = await poll(t, [FAILED], ["--to", "2024-03-01", "--from", "2024-02-28"]);
      assert.equal(await poller.ended(), 1);
      assert.equal(reports.asked.length, 5);
    });

    for (const days of [
      ["--from"],
      ["--from", "20240228"],
      ["--from", "2023-02-29"],
      ["--from", "ayer"],
      ["--to", "2024-02-28"],
      ["--from", "2024-02-28", "--to", "2024-02-27"],
      ["--from", "2024-02-28", "--to", "9999-01-01"],
    ])
      test(`asks nothing where it is called with ${days.join(" ")}, and says why`, PATIENCE, async (t) => {
        const { reports, poller } = await poll(t, [found(rows)], days);
        const code = await poller.ended();
        assert.deepEqual([code, poller.out, reports.asked.length], [1, "", 0]);
        assert.equal(
          poller.err,
          "stopped: --from and --to are days like 2026-11-22: the first not after the last, and none after today\n",
        );
      });

    test("takes zeros before a number for nothing", PATIENCE, async (t) => {
      const polled = await pollOnce(t, [FAILED, found(rows)], {
        ESPERA_TIMEOUT_S: "08",
        ESPERA_RETRY_S: "00",
      });
      assert.equal(polled.code, 0, polled.err);
      assert.match(polled.err, /; again in 0 s\n$/);
    });

    describe("by a clock of the test's", { skip: language.commandByClock === undefined }, () => {
      let byClock: readonly string[] = [];
      before(() => {
        byClock = language.commandByClock!(folder);
      });

      /**
       * Polls without a pause by a clock that stands still at the first of `times`, and at the next ones once as many
       * requests have come as are named before them. Gives the dates of the first `count` requests.
       */
      async function askedFor(
        t: TestContext,
        count: number,
        script: readonly Scripted[],
        ...times: readonly [after: number, time: string][]
      ): Promise<string[]> {
        return askedWith(t, [], count, script, ...times);
      }

      async function askedWith(
        t: TestContext,
        options: readonly string[],
        count: number,
        script: readonly Scripted[],
        ...times: readonly [after: number, time: string][]
      ): Promise<string[]> {
        const reports = await ScriptedReports.listen(...script);
        t.after(() => reports.close());
        const CLOCK = join(mkdtempSync(join(folder, "clock-")), "now");
        const enough = Promise.withResolvers<void>();
        reports.heard = (asked) => {
          for (const [after, time] of times)
            if (after === asked) writeFileSync(CLOCK, String(Date.parse(time) / 1_000));
          if (asked === count) enough.resolve();
        };
        reports.heard(0);
        const poller = new Poller(t, [...byClock, ...options], {
          ESPERA_URL: reports.url,
          ESPERA_TOKEN: TOKEN,
          ESPERA_RETRY_S: "0",
          ESPERA_INTERVAL_S: "0",
          TMPDIR: folder,
          CLOCK,
        });
        await Promise.race([enough.promise, poller.ended()]);
        return reports.asked
          .slice(0, count)
          .map(({ query }) => `${query["date_ini"]} ${query["date_end"]}`.replaceAll("202611", ""));
      }

      test("asks after midnight for the day that has ended, once and whole", PATIENCE, async (t) => {
        const asked = await askedFor(
          t,
          5,
          [NOTHING, found(rows)],
          [0, "2026-11-22T23:55:10-05:00"],
          [1, "2026-11-23T00:00:10-05:00"],
        );
        assert.deepEqual(asked, [
          "22000000 22235510",
          "22000000 22235959",
          "23000000 23000010",
          "23000000 23000010",
          "23000000 23000010",
        ]);
      });

      test("asks with --from for the days until today, and for today until now", PATIENCE, async (t) => {
        const from = ["--from", "2026-11-21"];
        const now = [0, "2026-11-23T03:00:10Z"] as const;
        const asked = await askedWith(t, from, 3, [found(rows)], [...now]);
        assert.deepEqual(asked, ["21000000 21235959", "22000000 22220010"]);
      });

      test("takes no other midnight than the operation's", PATIENCE, async (t) => {
        const asked = await askedFor(
          t,
          3,
          [found(rows)],
          [0, "2026-11-22T23:59:00Z"],
          [1, "2026-11-23T00:04:00Z"],
        );
        assert.deepEqual(asked, ["22000000 22185900", "22000000 22190400", "22000000 22190400"]);
      });

      test("asks again for the day that has ended until there is an answer", PATIENCE, async (t) => {
        const asked = await askedFor(
          t,
          10,
          [found(rows), ...Array<Scripted>(5).fill(FAILED), found(rows)],
          [0, "2026-11-22T23:55:00-05:00"],
          [1, "2026-11-23T00:00:00-05:00"],
        );
        assert.deepEqual(asked, [
          "22000000 22235500",
          ...Array<string>(5).fill("22000000 22235959"),
          "23000000 23000000",
          "22000000 22235959",
          "23000000 23000000",
          "23000000 23000000",
        ]);
      });

      test("loses no day when midnight comes before the second attempt", PATIENCE, async (t) => {
        const asked = await askedFor(
          t,
          4,
          [FAILED, found(rows)],
          [0, "2026-11-22T23:59:59-05:00"],
          [1, "2026-11-23T00:00:01-05:00"],
        );
        assert.deepEqual(asked, [
          "22000000 22235959",
          "23000000 23000001",
          "22000000 22235959",
          "23000000 23000001",
        ]);
      });

      test("asks for each day that has ended while it could not ask", PATIENCE, async (t) => {
        const asked = await askedFor(
          t,
          5,
          [found(rows)],
          [0, "2026-11-29T23:55:00-05:00"],
          [1, "2026-12-02T08:00:00-05:00"],
        );
        assert.deepEqual(asked, [
          "29000000 29235500",
          "29000000 29235959",
          "30000000 30235959",
          "20261201000000 20261201235959",
          "20261202000000 20261202080000",
        ]);
      });
    });

    test("works with Espera itself: rows, none yet, a token that is wrong", PATIENCE, async (t) => {
      // Where it is about noon, so that no midnight comes in between.
      const hours = 12 - new Date().getUTCHours();
      const zone = `Etc/GMT${hours >= 0 ? "-" : "+"}${Math.abs(hours)}`;
      const at = await apiInMemory();
      t.after(() => at.api.close());
      await at.api.listen({ host: "127.0.0.1", port: 0 });
      const url = `http://127.0.0.1:${(at.api.server.address() as AddressInfo).port}/`;
      const operation = await at.journal.addOperation("mediodía", zone);
      const askedFor = async (wanted: { codeAsString?: boolean; emptyAsSuccess?: boolean }) => {
        const { token } = await createToken(at.journal.store, { operation, label: "", ...wanted }, 0);
        const environment = { ESPERA_URL: url, ESPERA_TOKEN: token, ESPERA_TIME_ZONE: zone };
        const poller = new Poller(t, [...command, "--once"], environment);
        return [await poller.ended(), poller.out.replace(/^\d{14} /gm, ""), poller.err];
      };
      assert.deepEqual(await askedFor({}), [0, "", "no records yet\n"]);
      assert.deepEqual(await askedFor({ emptyAsSuccess: true }), [0, "", "no records yet\n"]);
      const now = Date.now() - 1_000;
      await at.journal.add(
        operation,
        { skill: 9012, at: now, yes: true, end: "OK" },
        { skill: 9012, at: now },
        { skill: 87, at: now, yes: true },
      );
      const lines =
        "skill_id=87 treatment=1 customer_say_no=0 customer_say_yes=1 recall_fail=0 recall_ok=0 service_level_up=\n" +
        "skill_id=9012 treatment=2 customer_say_no=1 customer_say_yes=1 recall_fail=0 recall_ok=1 service_level_up=\n";
      assert.deepEqual(await askedFor({ codeAsString: true }), [0, lines, ""]);
      const wrong = new Poller(t, [...command, "--once"], { ESPERA_URL: url, ESPERA_TOKEN: TOKEN });
      assert.equal(await wrong.ended(), 1);
      assert.equal(wrong.err, "stopped: 403 PLEASE VALIDATE TOKEN\n");
    });
  });

/** `YYYYmmddHHiiss` on a zone's clock. */
function compactNow(zone: string): string {
  return Temporal.Now.plainDateTimeISO(zone)
    .toString({ smallestUnit: "second", roundingMode: "floor" })
    .replace(/\D/g, "");
}

/** Timers may be early by a few ms, and clocks of two processes differ by less; nothing makes a wait shorter. */
function assertApart(asked: readonly { readonly at: number }[], first: number, ms: number): void {
  const gap = asked[first + 1]!.at - asked[first]!.at;
  assert.ok(gap >= ms - 20, `${gap} ms`);
}
