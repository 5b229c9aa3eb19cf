import assert from "node:assert/strict";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { FaultCode } from "../../src/faults/faults.ts";
import type { OperationRecord, TokenRecord } from "../../src/journal/port/registry.ts";
import type { Run, Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { judgements, type RecordedRun, recordRun, settings } from "./recorded-run.ts";
import { rowsOf } from "./rows-as-lists.ts";
import { aWaitOf, levelsByScan, scan } from "./scan.ts";

/** A store under test, with the ways to look at it from elsewhere. */
export interface Opened {
  readonly store: Store;
  /** Closes the store and opens what it left behind. */
  reopen(): Promise<Store>;
  /** The same journal through a connection of its own, as another process has it; `null` where there is no such. */
  readonly second: (() => Promise<Store>) | null;
  /** Where files may be put. */
  readonly directory: string;
  /** Opens a backup. */
  readonly openCopy: (file: string) => Promise<Store>;
}

/** What any store of the journal must hold. `open` gives an empty one. */
export function storeSuite(
  name: string,
  { shared, copies = true }: { readonly shared: boolean; readonly copies?: boolean },
  open: () => Promise<Opened>,
): void {
  describe(`the journal in ${name}`, () => {
    it("gives steps back as they were written, in order and without gaps", async () => {
      const { store } = await open();
      const { run } = await begin(store);
      const history = recordRun({ ...day, seed: 1, calls: 150 });
      await appendAll(store, run, history, 90);
      assert.deepEqual(await stepsOf(store, run, 0), history.steps);
      assert.deepEqual(await stepsOf(store, run, 1_000), history.steps.slice(1_000));
      assert.ok(history.steps.length > 1_100, "more steps than one chunk holds");
      await store.close();
    });

    it("has everything again after it was closed", async () => {
      const opened = await open();
      const { operation, run } = await begin(opened.store);
      const history = recordRun({ ...day, seed: 2, calls: 40, checkpointEvery: 50 });
      await opened.store.addSettings(operation.id, settings, 5);
      await opened.store.addToken(tokenOf(operation, "t1"));
      await appendAll(opened.store, run, history, 50);
      const before = await everything(opened.store, operation);
      const again = await opened.reopen();
      assert.deepEqual(await everything(again, operation), before);
      await again.close();
    });

    it("writes all of a batch or nothing", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 3, calls: 30 });
      await store.append(run, history.batch(1, 40));
      const before = await everything(store, operation);
      const models = store.readModels();
      const version = await models.countsVersion(operation.id);
      const spoilt = history.batch(41, 60);
      // Tables take no attempt without a callback.
      spoilt.changes.attempts.create("nobody", {});
      await assert.rejects(store.append(run, spoilt));
      assert.deepEqual(await everything(store, operation), before);
      assert.equal(await models.countsVersion(operation.id), version);
      await store.append(run, history.batch(41, 60));
      assert.equal((await store.runs(operation.id))[0]?.lastSeq, 100);
      await store.close();
    });

    it("refuses steps that do not follow the last one, have a gap, or come after the end", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 4, calls: 30 });
      await store.append(run, history.batch(1, 10));
      const before = await everything(store, operation);
      await rejects(store.append(run, history.batch(1, 10)), "journal-conflict");
      await rejects(store.append(run, history.batch(12, 5)), "journal-conflict");
      const gap = history.batch(11, 5);
      await rejects(store.append(run, { ...gap, steps: gap.steps.toSpliced(2, 1) }), "journal-conflict");
      assert.deepEqual(await everything(store, operation), before);
      await store.append(run, { ...history.batch(11, 5), completes: true });
      await rejects(store.append(run, history.batch(16, 5)), "journal-conflict");
      assert.deepEqual(
        (await store.runs(operation.id)).map(({ lastSeq, complete }) => ({ lastSeq, complete })),
        [{ lastSeq: 15, complete: true }],
      );
      await store.close();
    });

    it("finds operations and runs by name, or makes them, each operation with a key of its own", async () => {
      const { store } = await open();
      const north = await store.openOperation({ name: "norte", timeZone: "America/Bogota", simulated: true });
      const south = await store.openOperation({ name: "sur", timeZone: "Asia/Kolkata", simulated: false });
      assert.deepEqual(
        await store.openOperation({ name: "norte", timeZone: "America/Bogota", simulated: true }),
        north,
      );
      assert.deepEqual(await store.operations(), [north, south]);
      assert.equal(north.personKey.length, 32);
      assert.notDeepEqual(north.personKey, south.personKey);
      const live = await store.openRun(north.id, { kind: "live", name: "live" });
      const past = await store.openRun(north.id, { kind: "generated", name: "2026-03-01" });
      const other = await store.openRun(south.id, { kind: "live", name: "live" });
      assert.deepEqual(await store.openRun(north.id, { kind: "live", name: "live" }), live);
      assert.deepEqual(await store.runs(north.id), [live, past]);
      assert.deepEqual(await store.runs(south.id), [other]);
      assert.deepEqual(live, {
        operation: north.id,
        id: live.id,
        kind: "live",
        name: "live",
        lastSeq: 0,
        complete: false,
        firstSeq: 1,
        beganAt: null,
      });
      await store.close();
    });

    it("shows calls that are being imported in no report until the last of them is durable", async () => {
      const { store } = await open();
      const { operation } = await begin(store);
      const imported = await store.openRun(operation.id, { kind: "imported", name: "digest" });
      const history = recordRun({ ...day, seed: 17, calls: 40 });
      const range = { from: day.startAt, to: day.startAt + 2 * day.spreadMs, group: 0 };
      const never = new AbortController().signal;
      const models = store.readModels();
      const told = async () => {
        const rows = await rowsOf(models, operation.id, { of: "abandoned-calls", skill: null, ...range });
        const wanted = { ranges: [range], skill: null, thresholdsMs: [] };
        return {
          levels: await models.serviceLevelCounts(operation.id, range.from, range.to, 20_000),
          sums: await models.callSums(operation.id, wanted, never),
          last: await models.lastCalls(operation.id, [7, 12, 300], never),
          abandoned: rows.length,
          call: await models.call(operation.id, "c1"),
        };
      };
      const nothing = await told();
      assert.deepEqual(nothing, { levels: [], sums: [], last: new Map(), abandoned: 0, call: null });
      await appendAll(store, imported, history, 60);
      assert.deepEqual(await told(), nothing);
      await store.append(imported, { steps: [], changes: new Changes(), people: [], completes: true });
      const whole = await told();
      assert.equal(
        whole.sums.reduce((sum, { finished }) => sum + finished, 0),
        40,
      );
      assert.equal(
        whole.levels.reduce((sum, { offered }) => sum + offered, 0),
        40,
      );
      assert.ok(whole.last.size > 0 && Number(whole.abandoned) > 0 && whole.call !== null);
      await store.close();
    });

    it("takes an unfinished generated run out again as if it had never been, and no other", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const generated = await store.openRun(operation.id, { kind: "generated", name: "2026-03-02" });
      const imported = await store.openRun(operation.id, { kind: "imported", name: "digest" });
      await appendAll(store, run, recordRun({ ...day, seed: 5, calls: 40 }), 500);
      await appendAll(store, imported, recordRun({ ...day, seed: 13, calls: 40 }), 500);
      const before = await everything(store, operation);
      const models = store.readModels();
      await appendAll(store, generated, recordRun({ ...day, seed: 6, calls: 40, checkpointEvery: 50 }), 50);
      assert.notDeepEqual(await everything(store, operation), before);
      const version = await models.countsVersion(operation.id);
      await store.dropRun(generated);
      // The people stay: another run may have met them too.
      const runs = before.runs.filter(({ run }) => run.id !== generated.id);
      const { people } = await everything(store, operation);
      assert.deepEqual(await everything(store, operation), { ...before, runs, people });
      assert.ok((await models.countsVersion(operation.id)) > version);
      assert.deepEqual(await stepsOf(store, generated, 0), []);
      assert.deepEqual((await verifyRun(store, run, { all: true, judgements })).problems, []);
      await rejects(store.dropRun(run), "run-kept");
      const finished = await store.openRun(operation.id, { kind: "generated", name: "2026-03-01" });
      await store.append(finished, { steps: [], changes: new Changes(), people: [], completes: true });
      await rejects(store.dropRun(finished), "run-kept");
      await rejects(store.dropRun(generated), "run-kept");
      await store.close();
    });

    it("takes an import that broke off out again, and its writer is refused", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      await appendAll(store, run, recordRun({ ...day, seed: 5, calls: 40 }), 500);
      const before = await everything(store, operation);
      const broken = await store.openRun(operation.id, { kind: "imported", name: "broken off" });
      const history = recordRun({ ...day, seed: 13, calls: 40, checkpointEvery: 50 });
      await store.append(broken, history.batch(1, 60));
      await store.dropRun(broken);
      const { people } = await everything(store, operation);
      assert.deepEqual(await everything(store, operation), { ...before, people });
      assert.deepEqual((await verifyRun(store, run, { all: true, judgements })).problems, []);
      await rejects(store.append(broken, history.batch(61, 60)), "journal-conflict");
      // Another one takes its place, and even its number; it is not written to by mistake.
      const other = await store.openRun(operation.id, { kind: "imported", name: "another" });
      await store.append(other, history.batch(1, 60));
      await rejects(store.append(broken, history.batch(61, 60)), "journal-conflict");
      await rejects(store.dropRun(broken), "run-kept");
      for (let next = 61; next <= history.steps.length; next += 60)
        await store.append(other, history.batch(next, 60));
      await store.append(other, { steps: [], changes: new Changes(), people: [], completes: true });
      await rejects(store.dropRun(other), "run-kept");
      assert.deepEqual((await verifyRun(store, other, { all: true, judgements })).problems, []);
      await store.close();
    });

    it("keeps the newest checkpoint, each with its step", async () => {
      const { store } = await open();
      const { run } = await begin(store);
      assert.equal(await store.checkpoint(run), null);
      const history = recordRun({ ...day, seed: 7, calls: 60, checkpointEvery: 50 });
      await appendAll(store, run, history, 50);
      const newest = [...history.checkpoints].at(-1)!;
      assert.deepEqual(await store.checkpoint(run), { seq: newest[0], state: newest[1] });
      const audit = await store.audit(run);
      const kept = await audit.checkpoints();
      assert.deepEqual(
        kept.map(({ seq }) => seq),
        [...history.checkpoints.keys()].toReversed().slice(0, 3),
      );
      await audit.close();
      await store.close();
    });

    it("takes settings only as the next version", async () => {
      const { store } = await open();
      const { operation } = await begin(store);
      assert.equal(await store.settings(operation.id), null);
      await rejects(store.addSettings(operation.id, { ...settings, version: 2 }, 1), "settings-conflict");
      await store.addSettings(operation.id, settings, 1);
      await rejects(store.addSettings(operation.id, settings, 2), "settings-conflict");
      const second = { ...settings, version: 2, callbackExpiresAfterMs: 1 };
      await store.addSettings(operation.id, second, 2);
      assert.deepEqual(await store.settings(operation.id), second);
      await store.close();
    });

    it("finds people by hash and numbers by person, each in their operation", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const other = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: false });
      const history = recordRun({ ...day, seed: 8, calls: 10 });
      await appendAll(store, run, history, 500);
      const people = history.people.map(({ person }) => person);
      const strangers = Array.from({ length: 1_100 }, (_, n) => `${n}`);
      const hashes = [...strangers, ...people.map(({ numberHash }) => numberHash)];
      const nobody = strangers.map(() => null);
      assert.deepEqual(await store.findPeople(operation.id, hashes), [
        ...nobody,
        ...people.map(({ id }) => id),
      ]);
      assert.deepEqual(await store.findPeople(other.id, hashes), [...nobody, ...people.map(() => null)]);
      assert.deepEqual(await store.findPeople(operation.id, []), []);
      for (const { person } of history.people) {
        assert.equal((await store.numberOf(operation.id, person.id))?.number ?? null, person.number);
        assert.equal((await store.numberOf(other.id, person.id))?.number ?? null, null);
      }
      await store.close();
    });

    it("says that counts may have changed when they did, and of no other operation", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const other = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: false });
      const models = store.readModels();
      const versions = async () => [
        await models.countsVersion(operation.id),
        await models.countsVersion(other.id),
      ];
      const history = recordRun({ ...day, seed: 18, calls: 20 });
      const seen = new Set<boolean>();
      for (let next = 1; next <= history.steps.length; next += 5) {
        const batch = history.batch(next, 5);
        const changes = batch.changes.counts.size > 0;
        const [own, others] = await versions();
        await store.append(run, batch);
        assert.deepEqual(await versions(), [changes ? own! + 1 : own, others]);
        seen.add(changes);
      }
      assert.equal(seen.size, 2, "batches that count something, and others");
      await store.close();
    });

    it("keeps the first id of a number that two met at once, and still dials the other", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const known = { id: "first", numberHash: "ab", number: "+573001", firstSeenAt: 1 };
      const batch = { steps: [], changes: new Changes() };
      await store.append(run, { ...batch, people: [known] });
      await store.append(run, { ...batch, people: [known, { ...known, id: "second", firstSeenAt: 2 }] });
      assert.deepEqual(await store.findPeople(operation.id, ["ab", "ab"]), ["first", "first"]);
      assert.equal((await store.numberOf(operation.id, "first"))?.number ?? null, "+573001");
      assert.equal((await store.numberOf(operation.id, "second"))?.number ?? null, "+573001");
      await store.close();
    });

    it("keeps tokens until they are revoked, once", async () => {
      const { store } = await open();
      const { operation } = await begin(store);
      const other = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: false });
      const [one, two] = [
        tokenOf(operation, "one"),
        { ...tokenOf(other, "two"), createdAt: 2, codeAsString: true },
      ];
      await store.addToken(one);
      await store.addToken(two);
      assert.deepEqual(store.token("one"), one);
      assert.equal(store.token("three"), null);
      assert.deepEqual(await store.tokens(), [one, two]);
      assert.deepEqual(await store.tokens(other.id), [two]);
      assert.equal(await store.revokeToken("one", 77), true);
      assert.equal(await store.revokeToken("one", 78), false);
      assert.equal(await store.revokeToken("three", 78), false);
      assert.deepEqual(store.token("one"), { ...one, revokedAt: 77 });
      await store.noteTokenUse("two", 99);
      assert.deepEqual(store.token("two"), { ...two, lastUsedAt: 99 });
      await store.close();
    });

    it("keeps users, their sessions, links that are good once, and what was done", async () => {
      const opened = await open();
      const { accounts } = opened.store;
      const wanted = {
        name: "Ana",
        role: "viewer",
        operation: 1,
        skills: [11, 12],
        seesNumbers: true,
        language: "es",
        password: "kept",
        identity: { issuer: "https://sso.example", subject: "a1" },
        createdAt: 5,
      } as const;
      const ana = await accounts.addUser(wanted);
      assert.deepEqual(ana, { ...wanted, id: ana!.id });
      assert.equal(await accounts.addUser({ ...wanted, name: " ANA", identity: null }), null);
      assert.equal(await accounts.addUser({ ...wanted, name: "Eva" }), null, "somebody has the identity");
      assert.deepEqual(await accounts.userNamed("ana"), ana);
      assert.deepEqual(await accounts.userWithIdentity(wanted.identity), ana);
      for (const other of [{ issuer: "https://else.example" }, { subject: "a2" }])
        assert.equal(await accounts.userWithIdentity({ ...wanted.identity, ...other }), null);
      const session = {
        id: "s1",
        secretHash: new Uint8Array(32).fill(7),
        beganAt: 10,
        endsAt: 100,
        address: "::1",
        browser: "b",
      };
      await accounts.addSession({ ...session, user: ana!.id });
      await accounts.addSession({
        ...session,
        id: "s2",
        secretHash: new Uint8Array(32),
        endsAt: null,
        user: ana!.id,
      });
      await accounts.noteSessionUse("s1", 40);
      assert.deepEqual(accounts.session(session.secretHash), { ...session, user: ana, usedAt: 40 });
      await accounts.changeUser(ana!.id, { skills: null });
      assert.equal(accounts.session(session.secretHash)?.user.skills, null);
      await accounts.forgetSessions(99, 39);
      assert.equal((await accounts.sessions()).length, 2);
      await accounts.forgetSessions(99, 40);
      assert.deepEqual(
        (await accounts.sessions(ana!.id)).map(({ id }) => id),
        ["s2"],
        "what lasts is not idle",
      );
      const link = { keyHash: new Uint8Array(32).fill(9), user: ana!.id, endsAt: 50 };
      await accounts.addLink(link);
      assert.equal((await accounts.useLink(link.keyHash, 49))?.name, "Ana");
      assert.equal(await accounts.useLink(link.keyHash, 49), null);
      const seen = {
        at: 1,
        act: "number-seen",
        user: "Ana",
        session: "s2",
        address: null,
        operation: 1,
      } as const;
      const entries = ["c1", "c1", "c2"].map((subject) => ({ ...seen, subject, detail: "" }));
      await accounts.note(entries);
      await accounts.note(entries);
      assert.deepEqual(
        (await accounts.audit({ limit: 9 })).map(({ subject }) => subject),
        ["c2", "c1"],
      );
      await accounts.note([{ ...seen, act: "order", subject: "c1", detail: "cancel done" }]);
      for (const [acts, found] of [
        [["order"], ["order"]],
        [["number-seen"], ["number-seen", "number-seen"]],
        [
          ["order", "number-seen"],
          ["order", "number-seen", "number-seen"],
        ],
        [[], []],
      ] as const)
        assert.deepEqual(
          (await accounts.audit({ limit: 9, acts })).map(({ act }) => act),
          found,
        );
      const elsewhere = opened.second && (await opened.second());
      assert.ok(!elsewhere || (await elsewhere.accounts.removeUser(ana!.id)));
      await elsewhere?.close();
      if (!elsewhere) await accounts.removeUser(ana!.id);
      assert.deepEqual([await accounts.users(), await accounts.sessions()], [[], []]);
      const again = await opened.reopen();
      assert.equal((await again.accounts.audit({ limit: 1 }))[0]?.subject, "c1");
      await again.close();
    });

    it("counts any range to the millisecond as a scan over the steps does", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 1e6 }),
          fc.constantFrom("America/Bogota", "Asia/Kolkata", "Europe/Berlin", "Asia/Kathmandu"),
          fc.constantFrom(60_000, 3_600_000, 4 * 86_400_000),
          fc.array(fc.tuple(moment, moment), { minLength: 12, maxLength: 12 }),
          async (seed, timeZone, spreadMs, ranges) => {
            const { store } = await open();
            const { operation, run } = await begin(store, timeZone);
            const history = recordRun({ seed, calls: 60, startAt: day.startAt, spreadMs });
            await appendAll(store, run, history, 70);
            const models = store.readModels();
            const arrivals = history.steps.filter(({ fact }) => fact.type === "call-arrived");
            for (const [one, other] of ranges) {
              const ends = [one, other].map((drawn) => momentOf(drawn, arrivals, spreadMs));
              const [from, to] = [Math.min(...ends), Math.max(...ends)];
              const counts = await models.smartWaitCounts(operation.id, from, to);
              assert.deepEqual(counts, scan(history.steps, from, to), `${from}..${to}`);
            }
            await store.close();
          },
        ),
        { numRuns: 12 },
      );
    });

    it("counts the service level of every skill, named by the newest settings", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 9, calls: 120 });
      await appendAll(store, run, history, 500);
      const models = store.readModels();
      const [from, to] = [day.startAt + 600_000, day.startAt + 7_200_000];
      // To the millisecond: one call waited just that long.
      const thresholdMs = aWaitOf(history.steps, from, to);
      const unnamed = await models.serviceLevelCounts(operation.id, from, to, thresholdMs);
      assert.deepEqual(
        unnamed,
        levelsByScan(history.steps, from, to, thresholdMs, () => ""),
      );
      assert.ok(unnamed.some(({ answeredWithinThreshold, answered }) => answeredWithinThreshold < answered));
      const { skills } = settings;
      await store.addSettings(operation.id, { ...settings, skills: skills.slice(1) }, 1);
      const name = (id: number) => skills.slice(1).find((skill) => skill.id === id)?.name ?? "";
      assert.deepEqual(
        await models.serviceLevelCounts(operation.id, from, to, thresholdMs),
        levelsByScan(history.steps, from, to, thresholdMs, name),
      );
      await store.close();
    });

    it("raises the counts' version whenever a count may have changed, and only then", async () => {
      const { store } = await open();
      const { operation, run } = await begin(store);
      const other = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: false });
      const models = store.readModels();
      const history = recordRun({ ...day, seed: 10, calls: 15 });
      for (const { seq } of history.steps) {
        const before = await models.countsVersion(operation.id);
        const batch = history.batch(seq, 1);
        await store.append(run, batch);
        assert.equal((await models.countsVersion(operation.id)) > before, batch.changes.counts.size > 0);
      }
      assert.equal(await models.countsVersion(other.id), 0);
      await store.close();
    });

    const itWhereCopied = copies ? it : () => Promise.resolve();
    void itWhereCopied(
      "copies itself whole while it is written, for its owner only, and never over another file",
      async () => {
        const { store, directory, openCopy } = await open();
        const { operation, run } = await begin(store);
        const history = recordRun({ ...day, seed: 11, calls: 200 });
        await store.append(run, history.batch(1, 700));
        const file = join(directory, `copy-${Math.random()}.db`);
        const copying = store.backup(file);
        let next = 701;
        for (; next <= history.steps.length; next += 20) {
          await store.append(run, history.batch(next, 20));
          await new Promise(setImmediate);
        }
        await copying;
        assert.equal((await stat(file)).mode & 0o777, 0o600);
        await rejects(store.backup(file), "backup-target-exists");
        const copy = await openCopy(file);
        const [copied] = await copy.runs(operation.id);
        assert.ok(copied && copied.lastSeq >= 700);
        assert.deepEqual(await stepsOf(copy, copied, 0), history.steps.slice(0, copied.lastSeq));
        assert.deepEqual((await verifyRun(copy, copied, { all: true, judgements })).problems, []);
        await copy.close();
        await store.close();
        await rm(file);
      },
    );

    // A store that only one process can see has nothing to show another.
    const itWhereShared = shared ? it : () => Promise.resolve();
    void itWhereShared(
      "shows another process at once what was written, and lets only one of two go on",
      async () => {
        const { store, second } = await open();
        const { operation, run } = await begin(store);
        const other = await second!();
        const models = other.readModels();
        const history = recordRun({ ...day, seed: 12, calls: 30 });
        await store.append(run, history.batch(1, 50));
        assert.deepEqual(await everything(other, operation), await everything(store, operation));
        const version = await models.countsVersion(operation.id);
        await store.append(run, history.batch(51, 50));
        assert.ok((await models.countsVersion(operation.id)) > version);
        await store.addToken(tokenOf(operation, "t"));
        await eventually(() => other.token("t") !== null);
        await other.revokeToken("t", 5);
        await eventually(() => store.token("t")?.revokedAt === 5);
        await other.append(run, history.batch(101, 10));
        await rejects(store.append(run, history.batch(101, 10)), "journal-conflict");
        await store.append(run, history.batch(111, 10));
        assert.deepEqual(await stepsOf(other, run, 0), history.steps.slice(0, 120));
        await other.close();
        await store.close();
      },
    );

    it("keeps operations and runs apart", async () => {
      const { store } = await open();
      const one = await begin(store);
      const two = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: false });
      const runOfTwo = await store.openRun(two.id, { kind: "live", name: "live" });
      const [first, second] = [11, 22].map((seed) => recordRun({ ...day, seed, calls: 30 })) as [
        RecordedRun,
        RecordedRun,
      ];
      await appendAll(store, one.run, first, 30);
      await appendAll(store, runOfTwo, second, 30);
      const models = store.readModels();
      const [from, to] = [day.startAt, day.startAt + 86_400_000];
      assert.deepEqual(await models.smartWaitCounts(one.operation.id, from, to), scan(first.steps, from, to));
      assert.deepEqual(await models.smartWaitCounts(two.id, from, to), scan(second.steps, from, to));
      for (const run of [one.run, runOfTwo])
        assert.deepEqual((await verifyRun(store, run, { all: true, judgements })).problems, []);
      await store.close();
    });
  });
}

export const day = { startAt: Date.parse("2026-03-02T12:00:13.457Z"), spreadMs: 5 * 3_600_000 };

export async function begin(
  store: Store,
  timeZone = "America/Bogota",
): Promise<{ operation: OperationRecord; run: Run }> {
  const operation = await store.openOperation({ name: "centro", timeZone, simulated: true });
  return { operation, run: await store.openRun(operation.id, { kind: "live", name: "live" }) };
}

export async function appendAll(store: Store, run: Run, history: RecordedRun, size: number): Promise<void> {
  for (let next = 1; next <= history.steps.length; next += size)
    await store.append(run, history.batch(next, size));
}

async function stepsOf(store: Store, run: Run, after: number): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const chunk of store.steps(run, after)) steps.push(...chunk);
  return steps;
}

/** All that can be asked of an operation. */
async function everything(store: Store, operation: OperationRecord) {
  const runs = await store.runs(operation.id);
  const models = store.readModels();
  const [from, to] = [0, 4e12];
  const kept = {
    operations: await store.operations(),
    settings: await store.settings(operation.id),
    tokens: await store.tokens(),
    runs: await Promise.all(
      runs.map(async (run) => ({
        run,
        steps: await stepsOf(store, run, 0),
        checkpoint: await store.checkpoint(run),
        problems: (await verifyRun(store, run, { all: true, judgements })).problems,
      })),
    ),
    counts: await models.smartWaitCounts(operation.id, from, to),
    levels: await models.serviceLevelCounts(operation.id, from, to, 20_000),
    callbacks: await models.callbacks(operation.id, { limit: 1_000, numbers: true }),
    people: await Promise.all(["p2-1", "p3-5", "p6-7"].map((id) => store.numberOf(operation.id, id))),
  };
  await models.close();
  return kept;
}

function tokenOf(operation: OperationRecord, id: string): TokenRecord {
  return {
    id,
    operation: operation.id,
    label: `token ${id}`,
    createdAt: 1,
    revokedAt: null,
    lastUsedAt: null,
    secretHash: new Uint8Array(32).fill(9),
    codeAsString: false,
    emptyAsSuccess: true,
    masksNumbers: true,
    atOnce: 1,
    addresses: ["203.0.113.0/24"],
    scopes: ["read", "orders"],
    expiresAt: 5e12,
  };
}

/** Waits until it is so; the test's own time-out is the limit. */
async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

function rejects(promise: Promise<unknown>, code: FaultCode): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof Error && "code" in error && error.code === code);
}

/** A moment in a history: somewhere, or at, just before or just after an arrival or a whole minute, hour or day. */
const moment = fc.record({
  share: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
  arrival: fc.nat(),
  kind: fc.constantFrom("anywhere", "arrival", "minute", "hour", "day"),
  off: fc.constantFrom(-1, 0, 0, 0, 1),
});

type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

function momentOf(
  { share, arrival, kind, off }: Moment,
  arrivals: readonly Step[],
  spreadMs: number,
): number {
  const anywhere = Math.floor(day.startAt + share * spreadMs);
  if (kind === "anywhere") return anywhere;
  if (kind === "arrival") return arrivals[arrival % arrivals.length]!.fact.at + off;
  const length = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[kind];
  return Math.floor(anywhere / length) * length + off;
}
