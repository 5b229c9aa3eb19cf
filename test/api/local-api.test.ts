import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import type { z } from "zod";
import { buildLocalApi } from "../../src/api/local-api.ts";
import {
  clockAccepted,
  erasure,
  personExport,
  reloaded,
  stopping,
} from "../../src/api/v1/schema/administration.ts";
import { skillList } from "../../src/api/v1/schema/answers.ts";
import {
  callbackPage,
  callList,
  ordered,
  storyAnswer,
  whyAnswer,
} from "../../src/api/v1/schema/callback-answers.ts";
import { ownerHere } from "../../src/desk/owner.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { skillReasonOf } from "../../src/operation/now/skill-reason-of.ts";
import { logOptions } from "../../src/server/log.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { monday } from "../line/generated-facts.ts";
import { ANA, ScriptedCentre } from "./scripted-centre.ts";

const accepted = { byMs: 3_600_000, now: monday };
const reloadedTo = {
  operations: [
    {
      name: "clinic",
      changes: [{ skill: "desk", setting: "smartWait", from: "shadow", to: "on" }],
      needsRestart: false,
    },
  ],
  needRestart: ["other"],
};

describe("the native API on the socket of the data directory", () => {
  let store: Store;
  let centre: ScriptedCentre;
  let api: FastifyInstance;
  let runs: boolean;
  let logged: string[];
  let stops: number;
  let connected: boolean;

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    centre = await ScriptedCentre.open(store);
    await centre.begin();
    runs = true;
    connected = true;
    logged = [];
    stops = 0;
    const { operation } = centre;
    const running = () => (runs ? { operation, now: centre.clock.now(), connected, lacking: false } : null);
    api = buildLocalApi({
      store,
      readModels: store.readModels(),
      now: () => centre.clock.now(),
      live: async () => ({ version: "0.0.0", operations: [] }),
      owner: ownerHere(running),
      recordings: () => null,
      server: { reload: async () => reloadedTo, acceptClock: () => accepted, stop: () => void stops++ },
      log: pino(logOptions("trace"), { write: (line: string) => void logged.push(line) }),
    });
  });
  afterEach(async () => {
    await api.close();
    await centre.operation.stop();
    await store.close();
  });

  const get = async (url: string) => api.inject({ method: "GET", url });
  const post = async (url: string, payload: object) => api.inject({ method: "POST", url, payload });
  const read = async <Answer>(schema: z.ZodType<Answer>, url: string) =>
    schema.parse((await get(url)).json());
  const list = (query = "") => read(callbackPage, `/v1/callbacks${query}`);
  const show = (id: string) => read(storyAnswer, `/v1/callbacks/${id}`);
  /** Of the version that is there, unless another is given. */
  const order = async (id: string, act: string, particulars: object = {}) => {
    const { version } = (await show(id)).callback;
    return post(`/v1/callbacks/${id}/${act}?author=luc%C3%ADa`, {
      why: "they asked for it",
      version,
      ...particulars,
    });
  };

  it("answers what a reload changed and what accepting the clock did, and hears of a stop only after it has answered", async () => {
    const reload = await api.inject({ method: "POST", url: "/v1/server/reload" });
    assert.deepEqual(reloaded.parse(reload.json()), reloadedTo);
    const clock = await api.inject({ method: "POST", url: "/v1/server/clock/accept" });
    assert.deepEqual(clockAccepted.parse(clock.json()), accepted);
    const stop = await api.inject({ method: "POST", url: "/v1/server/stop" });
    assert.deepEqual(stopping.parse(stop.json()), { pid: process.pid });
    assert.equal(stops, 1);
  });

  it("lists the skills: by which mode each runs, since when and why, and who is in its line", async () => {
    const skills = async () => (await read(skillList, "/v1/skills")).skills;
    const [first, second] = await skills();
    assert.deepEqual(
      [first!.smartWait, first!.modeSince, first!.why, first!.line, first!.openCallbacks],
      ["on", monday, "offers", { live: 1, callbacks: 2, returning: 0 }, 2],
    );
    const agents = { free: 0, ringing: 0, busy: 1, wrapUp: 0, paused: 0 };
    assert.deepEqual([first!.freeAgents, first!.agents], [0, agents]);
    assert.deepEqual([second!.why, second!.openCallbacks], ["nobody-logged-in", 1]);
    connected = false;
    assert.equal((await skills())[0]!.why, "not-connected");
    runs = false;
    const [atRest] = await skills();
    assert.deepEqual([atRest!.why, atRest!.line, atRest!.openCallbacks], ["operation-stopped", null, 2]);
  });

  it("says of a skill that nobody may be called now, although it is open", () => {
    const { coreState: state } = centre.operation;
    const skill = state.settings.skills[0]!;
    const callingHours = state.settings.callingHours.map(() => ({ fromMinute: 0, toMinute: 60 }));
    const closed = { ...state, settings: { ...state.settings, callingHours } };
    const running = { now: centre.clock.now(), connected: true, lacking: false };
    assert.equal(skillReasonOf(skill, { ...running, state }), "offers");
    assert.equal(skillReasonOf(skill, { ...running, state: closed }), "outside-calling-hours");
    assert.equal(skillReasonOf({ ...skill, smartWait: "shadow" }, { ...running, state }), "shadow");
    assert.equal(
      skillReasonOf({ ...skill, registersNew: false }, { ...running, state }),
      "registration-closed",
    );
    assert.equal(skillReasonOf(skill, { ...running, state, lacking: true }), "not-ready");
  });

  it("says since when a mode holds: changes of other settings do not count, going back to it does", async () => {
    const since = async () => (await read(skillList, "/v1/skills")).skills[0]!.modeSince;
    const keep = async (at: number, smartWait: "on" | "off" | "shadow", offerAfterMs = 30_000) => {
      const newest = (await store.settings(centre.record.id))!;
      const [first, ...others] = newest.skills;
      const skills = [{ ...first!, smartWait, offerAfterMs }, ...others];
      await store.addSettings(centre.record.id, { ...newest, skills, version: newest.version + 1 }, at);
    };
    await keep(monday + 1000, "on", 45_000);
    assert.equal(await since(), monday);
    await keep(monday + 2000, "off");
    assert.equal(await since(), monday + 2000);
    await keep(monday + 3000, "on");
    await keep(monday + 4000, "on", 50_000);
    assert.equal(await since(), monday + 3000);
  });

  it("lists the newest calls with what was decided, and the end of each number only", async () => {
    const calls = async (query = "") => (await read(callList, `/v1/calls${query}`)).calls;
    const all = await calls();
    assert.deepEqual(
      all.map(({ id, choice, offerReason }) => [id, choice, offerReason]),
      [
        ["leo", "yes", "wait-long"],
        ["eva", "yes", "wait-long"],
        ["ana", "yes", "wait-long"],
        ["zoe", "no", "wait-long"],
      ],
    );
    assert.equal(all[2]!.number, "…4567");
    assert.equal((await calls("?numbers=true"))[2]!.number, ANA);
    assert.deepEqual(
      (await calls("?skill=skill%201&limit=2")).map(({ id }) => id),
      ["eva", "ana"],
    );
  });

  it("says why a call was treated so: its decisions, and the callback that it registered", async () => {
    const why = (id: string) => read(whyAnswer, `/v1/calls/${id}/why`);
    const zoe = await why("zoe");
    assert.deepEqual([zoe.call.choice, zoe.call.choiceSource, zoe.callback], ["no", "key", null]);
    assert.deepEqual(
      zoe.decisions.map(({ kind, reason }) => [kind, reason]),
      [["offer", "wait-long"]],
    );
    const ana = await why("ana");
    assert.deepEqual([ana.callback?.callback.id, ana.callback?.callback.status], ["ana", "YES"]);
    const nobody = await get("/v1/calls/nobody/why");
    assert.deepEqual([nobody.statusCode, nobody.json().code], [404, "call-unknown"]);
  });

  it("lists the open callbacks with why each waits, and the end of its number only", async () => {
    const { callbacks, next } = await list();
    assert.equal(next, null);
    assert.deepEqual(
      callbacks
        .toSorted((one, other) => one.place - other.place)
        .map(({ id, skill, waits, number }) => [id, skill.name, waits, number]),
      [
        ["ana", "skill 1", "behind-phone", "…4567"],
        ["eva", "skill 1", "behind-phone", "…4321"],
        ["leo", "skill 2", "nobody-logged-in", "…8877"],
      ],
    );
  });

  it("gives whole numbers to who asks for them, and pages of the size asked for", async () => {
    const seen: (string | null)[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page = await list(
        `?numbers=true&limit=1${next === "" ? "" : `&after=${encodeURIComponent(next)}`}`,
      );
      assert.ok(page.callbacks.length <= 1);
      seen.push(...page.callbacks.map(({ number }) => number));
      next = page.next;
    }
    assert.equal(new Set(seen).size, 3);
    assert.ok(seen.includes(ANA));
  });

  it("lists by skill, by its name or its number, and by how callbacks ended", async () => {
    const ids = async (query: string) => (await list(query)).callbacks.map(({ id }) => id).sort();
    assert.deepEqual(await ids("?skill=skill%202"), ["leo"]);
    assert.deepEqual(await ids("?skill=1"), ["ana", "eva"]);
    await order("eva", "cancel");
    assert.deepEqual(await ids(""), ["ana", "leo"]);
    assert.deepEqual(await ids("?status=all"), ["ana", "eva", "leo"]);
    assert.deepEqual(await ids("?status=FAIL"), ["eva"]);
    assert.deepEqual(await ids("?status=OK"), []);
    assert.equal((await get("/v1/callbacks?skill=nowhere")).statusCode, 404);
  });

  it("gives a callback's whole story: the offer, the consent, the promise, and the orders on it", async () => {
    await order("eva", "move", { to: "2026-03-02 16:30" });
    const { callback, call, decisions, orders } = await show("eva");
    assert.equal(callback.notBefore, Date.parse("2026-03-02T16:30:00-05:00"));
    assert.equal(callback.waits, "resting");
    assert.deepEqual(
      [call?.choice, call?.consentPrompt, call?.consentKey],
      ["yes", "question-choice@1", "1"],
    );
    assert.deepEqual(
      decisions.map(({ kind, reason }) => [kind, reason]),
      [
        ["offer", "wait-long"],
        ["rest", "moved"],
      ],
    );
    assert.deepEqual(
      orders.map(({ act, author, why, outcome }) => [act, author, why, outcome]),
      [["move", "lucía", "they asked for it", "done"]],
    );
  });

  it("cancels: the callback ends, nobody is dialled, and to cancel it again is refused", async () => {
    const first = await order("eva", "cancel");
    assert.equal(first.statusCode, 200);
    assert.equal(ordered.parse(first.json()).callback.status, "FAIL");
    const { callback } = await show("eva");
    assert.deepEqual([callback.status, callback.reason, callback.waits], ["FAIL", "cancelled", null]);
    const again = await order("eva", "cancel");
    assert.equal(again.statusCode, 409);
    const { code, outcome, es, en } = again.json();
    assert.equal(code, "order-refused");
    assert.equal(outcome, "callback-unknown");
    assert.match(es, /^No se hizo/);
    assert.match(en, /^Not done/);
    assert.deepEqual(centre.diallingsOf("eva"), []);
  });

  it("moves to another skill's line, where it goes on being counted for its own", async () => {
    assert.equal((await order("eva", "move", { skill: "skill 2" })).statusCode, 200);
    const { callback } = await show("eva");
    assert.deepEqual([callback.skill.name, callback.registeredFor.name], ["skill 2", "skill 1"]);
  });

  it("calls now, although an earlier caller waits, and only once", async () => {
    assert.equal((await order("ana", "call-now")).statusCode, 200);
    await centre.settled();
    assert.equal(centre.diallingsOf("ana").length, 1);
    const again = await order("ana", "call-now");
    assert.deepEqual([again.statusCode, again.json().outcome], [409, "being-called"]);
    assert.equal(centre.diallingsOf("ana").length, 1);
    assert.equal((await show("ana")).callback.waits, "being-called");
  });

  it("refuses what the core refuses, with its reason: a past time, a skill without agents", async () => {
    const past = await order("ana", "move", { to: "2026-03-02 09:00" });
    assert.deepEqual([past.statusCode, past.json().outcome], [409, "time-past"]);
    const nobody = await order("leo", "call-now");
    assert.deepEqual([nobody.statusCode, nobody.json().outcome], [409, "nobody-logged-in"]);
    assert.deepEqual(
      (await show("ana")).orders.map(({ outcome }) => outcome),
      ["time-past"],
    );
  });

  it("has every order explained and bound to a version, signed by its author, and a move say where to", async () => {
    const { version } = (await show("ana")).callback;
    const so = { why: "so", version };
    const wrong: [url: string, body: object, status: number][] = [
      ["cancel", { version }, 400],
      ["cancel", { why: "so" }, 428],
      ["cancel", { ...so, author: "lucía" }, 400],
      ["cancel?author=%20", so, 400],
      ["move", so, 400],
      ["move", { ...so, to: "tomorrow" }, 400],
    ];
    for (const [url, body, status] of wrong)
      assert.equal((await post(`/v1/callbacks/ana/${url}`, body)).statusCode, status, JSON.stringify(body));
    const impossible = await order("ana", "move", { to: "2026-02-31 10:30" });
    assert.deepEqual([impossible.statusCode, impossible.json().code], [400, "date-invalid"]);
    assert.deepEqual((await show("ana")).orders, []);
    await post("/v1/callbacks/ana/move", { ...so, to: "2026-03-02 16:30" });
    assert.deepEqual(
      (await show("ana")).orders.map(({ author }) => author),
      ["administrator"],
    );
  });

  it("carries out one of two orders that are given at once, and refuses the other", async () => {
    const { version } = (await show("ana")).callback;
    const both = await Promise.all(["cancel", "call-now"].map((act) => order("ana", act, { version })));
    assert.deepEqual(new Set(both.map(({ statusCode }) => statusCode)), new Set([200, 409]));
    const refused = both.find(({ statusCode }) => statusCode === 409)!.json();
    // Whichever came second: one that was cancelled is not open any more.
    assert.match(refused.outcome, /^(changed-meanwhile|callback-unknown)$/);
    assert.equal((await show("ana")).orders.filter(({ outcome }) => outcome === "done").length, 1);
  });

  it("names in its description what it has, the administrator's too", async () => {
    const { paths } = (await get("/v1/openapi.json")).json();
    assert.deepEqual(
      Object.keys(paths).filter((path) => /people|server/.test(path)),
      [
        "/v1/people/export",
        "/v1/people/erase",
        "/v1/server/reload",
        "/v1/server/clock/accept",
        "/v1/server/stop",
      ],
    );
    assert.deepEqual(paths["/v1/server/stop"].post.security, [], "no token is asked for");
  });

  it("says what is not there by the fault's code", async () => {
    const nobody = await get("/v1/callbacks/nobody");
    assert.deepEqual([nobody.statusCode, nobody.json().code], [404, "callback-unknown"]);
    const elsewhere = await get("/v1/callbacks?operation=elsewhere");
    assert.deepEqual([elsewhere.statusCode, elsewhere.json().code], [404, "operation-unknown"]);
    assert.equal((await get("/v1/nothing")).statusCode, 404);
  });

  it("carries out no order while the operation is closed, and says that nothing is dialled meanwhile", async () => {
    runs = false;
    const refused = await order("ana", "cancel");
    assert.deepEqual([refused.statusCode, refused.json().code], [503, "operation-closed"]);
    assert.deepEqual(
      (await list()).callbacks.map(({ waits }) => waits),
      ["operation-stopped", "operation-stopped", "operation-stopped"],
    );
  });

  it("gives all that is held of a number, however it is written", async () => {
    for (const number of [ANA, "300 123 4567"]) {
      const { held } = personExport.parse((await post("/v1/people/export", { number })).json());
      assert.equal(held.length, 1);
      assert.equal(held[0]!["number"], ANA);
      assert.deepEqual(
        [held[0]!["calls"], held[0]!["callbacks"]].map((all) => (all as object[]).length),
        [1, 1],
      );
    }
    const stranger = await post("/v1/people/export", { number: "+573110000000" });
    assert.deepEqual([stranger.statusCode, stranger.json().code], [404, "person-unknown"]);
  });

  it("erases a person: the callback ends, nobody is dialled, nothing is held", async () => {
    const erased = await post("/v1/people/erase", { number: ANA });
    assert.deepEqual(erasure.parse(erased.json()), { people: 1, names: 0, clean: true });
    const { callback } = await show("ana");
    assert.deepEqual([callback.status, callback.reason, callback.number], ["FAIL", "person-erased", null]);
    assert.equal((await post("/v1/people/export", { number: ANA })).statusCode, 404);
    assert.equal((await post("/v1/people/erase", { number: ANA })).statusCode, 404);
    assert.deepEqual(centre.diallingsOf("ana"), []);
  });

  it("answers both of two who erase the same person at the same moment", {
    timeout: HANGS_AFTER_MS,
  }, async () => {
    const erase = () => post("/v1/people/erase", { number: ANA });
    const statuses = (await Promise.all([erase(), erase()])).map(({ statusCode }) => statusCode);
    assert.ok(statuses.includes(200) && statuses.every((status) => status === 200 || status === 404));
  });

  it("erases somebody whose operation does not run, so that nothing is left to dial", async () => {
    runs = false;
    assert.equal((await post("/v1/people/erase", { number: ANA })).statusCode, 200);
    assert.equal((await show("ana")).callback.number, null);
  });

  it("answers rubbish with a problem, changes nothing by it, and logs no number", async () => {
    const before = centre.operation.lastSeq;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("cancel", "move", "call-now"),
        fc.string({ maxLength: 200 }),
        fc.oneof(fc.string(), fc.json()),
        async (act, id, payload) => {
          const answer = await api.inject({
            method: "POST",
            url: `/v1/callbacks/${encodeURIComponent(id)}/${act}`,
            headers: { "content-type": "application/json" },
            payload,
          });
          assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode}`);
          assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
        },
      ),
      { numRuns: 200 },
    );
    assert.equal(centre.operation.lastSeq, before);
    await post("/v1/people/export", { number: ANA });
    assert.equal(logged.join("").includes(ANA.slice(3)), false);
  });
});
