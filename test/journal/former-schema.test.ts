import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import type { Store } from "../../src/journal/port/store.ts";
import { migrateSqlite, sqliteMigrations } from "../../src/journal/sqlite/database/migrations.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";

const T = Date.parse("2026-03-02T14:00:00Z");
const settings = {
  version: 1,
  timeZone: "America/Bogota",
  country: "CO",
  skills: [
    { id: 7, name: "Citas", target: { share: 0.8, withinMs: 20000 }, smartWait: "on", offerAfterMs: 30000 },
  ],
  attempts: {
    max: 3,
    ringForMs: 25000,
    gapMs: { busy: 120000, "no-answer": 300000, machine: 900000, failed: 60000 },
    keepPlaceWithinMs: 120000,
  },
  callingHours: Array.from({ length: 7 }, () => ({ fromMinute: 0, toMinute: 1440 })),
  callbackExpiresAfterMs: 86400000,
};

/** Events as the first Espera wrote them, by the time after `T` of their step. */
function events(call: string, from: number): [number, object[]][] {
  const arrivedAt = T + from;
  const inputs = { aliveInSkill: 0, aliveAtMost: 1, freeAgents: 1, answersPerMinute: null };
  const offer = {
    ahead: 3,
    freeAgents: 0,
    answersPerMinute: null,
    predictedWaitMs: 90000,
    thresholdMs: 30000,
  };
  const common = { call, skill: 7, arrivedAt };
  const attempt = { callback: call, attempt: `${call}~1` };
  return [
    [
      from,
      [
        {
          type: "call-arrived",
          call,
          skill: 7,
          person: `p-${call}`,
          number: "dialable",
          arrivedAt,
          place: arrivedAt,
          announced: true,
        },
        {
          type: "call-decided",
          call,
          skill: 7,
          decision: "offer",
          reason: "wait-long",
          inputs: offer,
        },
      ],
    ],
    [from + 1000, [{ type: "question-began", ...common }]],
    [
      from + 4000,
      [
        { type: "choice-made", ...common, choice: "yes", source: "key" },
        {
          type: "callback-registered",
          callback: call,
          skill: 7,
          person: `p-${call}`,
          arrivedAt,
          place: arrivedAt,
          promisedFrom: arrivedAt + 60000,
          promisedUntil: arrivedAt + 600000,
          expiresAt: arrivedAt + 86400000,
        },
      ],
    ],
    [from + 9000, [{ type: "call-closed", ...common, outcome: "accepted", presumed: false }]],
    [from + 60000, [{ type: "attempt-dialled", ...attempt, n: 1, skill: 7, inputs }]],
  ];
}

/** A callback that rests after a busy phone, and one that was joined to an agent. */
const told: [number, object[]][] = [
  [0, [{ type: "settings-adopted", settings }]],
  ...events("busy", 1000),
  [
    70000,
    [
      { type: "attempt-ended", callback: "busy", attempt: "busy~1", result: "busy" },
      { type: "callback-rested", callback: "busy", notBefore: T + 190000, place: T + 1000 },
    ],
  ],
  ...events("joined", 100000),
  [
    170000,
    [
      {
        type: "attempt-progressed",
        callback: "joined",
        attempt: "joined~1",
        progress: "joined",
        agent: "ana",
      },
      { type: "attempt-ended", callback: "joined", attempt: "joined~1", result: "joined" },
      {
        type: "callback-ended",
        callback: "joined",
        skill: 7,
        arrivedAt: T + 100000,
        status: "OK",
        reason: "joined",
      },
    ],
  ],
];

/** What the first Espera kept beside its steps: rows and counts. */
const rows = `
  INSERT INTO operations VALUES (1, 'centro', 'America/Bogota', 0, x'${"07".repeat(32)}', -18000000, 9);
  INSERT INTO settings_versions VALUES (1, 1, ${T}, '${JSON.stringify(settings)}');
  INSERT INTO tokens VALUES ('0123456789ab', 1, 'power query', ${T}, NULL, x'${"09".repeat(32)}', 1, 0);
  INSERT INTO runs VALUES (1, 1, 'live', 'live', 0, ${told.length});
  INSERT INTO people VALUES (1, 'p-busy', 'aa', '+573001112233', ${T + 1000}, NULL);
  INSERT INTO calls VALUES
    (1, 1, 'busy', 7, 'p-busy', 1, ${T + 1000}, ${T + 1000}, ${T + 2000}, 'yes', 'key', ${T + 5000}, NULL, NULL, NULL,
      NULL, ${T + 10000}, 'accepted'),
    (1, 1, 'joined', 7, 'p-joined', 1, ${T + 100000}, ${T + 100000}, ${T + 101000}, 'yes', 'key', ${T + 104000}, NULL,
      NULL, NULL, NULL, ${T + 109000}, 'accepted');
  INSERT INTO callbacks VALUES
    (1, 1, 'busy', 7, 'p-busy', ${T + 1000}, ${T + 5000}, ${T + 1000}, ${T + 61000}, ${T + 601000}, 'YES', NULL, 1, 0, 0,
      ${T + 61000}, ${T + 61000}, NULL),
    (1, 1, 'joined', 7, 'p-joined', ${T + 100000}, ${T + 104000}, ${T + 100000}, ${T + 160000}, ${T + 700000}, 'OK',
      'joined', 1, 0, 0, ${T + 160000}, ${T + 160000}, ${T + 170000});
  INSERT INTO attempts VALUES
    (1, 1, 'busy~1', 'busy', 1, 7, ${T + 61000}, NULL, NULL, NULL, NULL, NULL, NULL, ${T + 70000}, 'busy'),
    (1, 1, 'joined~1', 'joined', 1, 7, ${T + 160000}, NULL, NULL, NULL, NULL, ${T + 170000}, 'ana', ${T + 170000},
      'joined');`;

describe("a journal that the first Espera wrote", () => {
  let directory: string;
  let store: Store;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "espera-former-"));
    const file = join(directory, "espera.db");
    const database = new DatabaseSync(file);
    migrateSqlite(database, file, T, [sqliteMigrations[0]!]);
    database.exec(rows);
    const step = database.prepare("INSERT INTO steps VALUES (1, 1, ?, ?, NULL, 1, 1, ?, ?, '[]')");
    for (const [index, [ms, its]] of told.entries()) {
      const fact = index === 0 ? { type: "settings-adopted", settings, at: T } : { type: "woke", at: T + ms };
      step.run(index + 1, T + ms, JSON.stringify(fact), JSON.stringify(its));
    }
    for (const [level, lengthMs] of [60_000, 3_600_000, 86_400_000].entries()) {
      const count = database.prepare(
        `INSERT INTO counts VALUES (1, ?, ?, 7, 1, 1, ?, 0) ON CONFLICT DO UPDATE
         SET treatment = treatment + 1, yes = yes + 1, recall_ok = recall_ok + excluded.recall_ok`,
      );
      for (const [at, ok] of [
        [T + 1000, 0],
        [T + 100000, 1],
      ] as const)
        count.run(level, Math.floor((at - 18_000_000) / lengthMs) * lengthMs + 18_000_000, ok);
    }
    database.close();
    store = await openSqliteStore({ directory });
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  it("opens, and verifies from its first step", async () => {
    const [run] = await store.runs(1);
    const { problems, steps } = await verifyRun(store, run!, { all: true });
    assert.deepEqual(problems, []);
    assert.equal(steps, told.length);
    assert.equal((await store.settings(1))?.skills[0]?.discipline.kind, "place");
  });

  it("leaves its tokens what they were made for: reports, as long as nobody revokes them", () => {
    const { label, scopes, expiresAt, lastUsedAt, codeAsString } = store.token("0123456789ab")!;
    assert.deepEqual(
      { label, scopes, expiresAt, lastUsedAt, codeAsString },
      { label: "power query", scopes: ["reports"], expiresAt: null, lastUsedAt: null, codeAsString: true },
    );
  });

  it("knows of its callbacks all that its steps say", async () => {
    const models = store.readModels();
    const busy = (await models.callback(1, "busy", { numbers: true }))!;
    const { stage, registeredFor, expiresAt, notBefore, number, otherNumber, putOff } = busy.callback;
    assert.deepEqual(
      { stage, registeredFor, expiresAt, notBefore, number, otherNumber, putOff },
      {
        stage: "resting",
        registeredFor: 7,
        expiresAt: T + 86_401_000,
        notBefore: T + 190_000,
        number: "+573001112233",
        otherNumber: false,
        putOff: null,
      },
    );
    assert.deepEqual(
      busy.decisions.map(({ kind, reason }) => [kind, reason]),
      [
        ["offer", "wait-long"],
        ["dial", "turn-came"],
      ],
    );
    const joined = (await models.callback(1, "joined"))!;
    assert.deepEqual(joined.decisions.at(-1)?.reason, "joined");
    assert.deepEqual([joined.callback.stage, joined.callback.status], [null, "OK"]);
    assert.deepEqual(await models.smartWaitCounts(1, T, T + 86_400_000), [
      { skill: 7, treatment: 2, yes: 2, recallOk: 1, recallFail: 0 },
    ]);
  });
});
