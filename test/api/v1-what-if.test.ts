import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openApi } from "../../src/api/v1/schema/open-api.ts";
import { MOST_PIECE_BYTES, whatIfForms } from "../../src/api/v1/schema/what-if/what-if-forms.ts";
import { WhatIfJobs } from "../../src/server/what-if/what-if-jobs.ts";
import { Browser, makeUser } from "./people.ts";
import { openV1, type V1 } from "./v1-centre.ts";
import { Description } from "./v1-description.ts";

const record = [
  "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent",
  ...Array.from({ length: 60 }, (_, n) =>
    [
      `2026-02-01T10:${String(n).padStart(2, "0")}:00`,
      n,
      "",
      "Ventas",
      n % 7,
      "answered",
      60,
      `a${n % 3}`,
    ].join(),
  ),
  "",
].join("\n");

describe("what-if over HTTP", () => {
  const data = mkdtempSync(join(tmpdir(), "espera-v1-what-if-"));
  let v1: V1;
  let jobs: WhatIfJobs;
  const description = new Description(JSON.stringify(openApi(whatIfForms)));
  before(async () => {
    jobs = await WhatIfJobs.open(data);
    v1 = await openV1({ whatIf: jobs });
  });
  after(async () => {
    await v1.close();
    await jobs.close();
    rmSync(data, { recursive: true });
  });

  const bytes = { "content-type": "application/octet-stream" };

  it("takes a record in pieces, lives it through, and answers as it is described", async () => {
    const answers: [string, Awaited<ReturnType<V1["get"]>>][] = [];
    const asked = async (name: string, answer: ReturnType<V1["get"]>, status = 200) => {
      answers.push([name, await answer]);
      assert.equal(answers.at(-1)![1].statusCode, status, answers.at(-1)![1].body);
      return answers.at(-1)![1];
    };
    const announced = { name: "february.csv", bytes: record.length };
    const { id } = (await asked("beginWhatIf", v1.post("/v1/what-if", announced))).json();
    const url = `/v1/what-if/${id}`;
    await asked("sendRecord", v1.post(`${url}/record?at=5`, record.slice(5), bytes), 409);
    await asked("runWhatIf", v1.post(`${url}/run`, {}), 409);
    await asked("whatIfReport", v1.get(`${url}/report`), 409);
    await asked("sendRecord", v1.post(`${url}/record?at=0`, record.slice(0, 100), bytes));
    await asked("sendRecord", v1.post(`${url}/record?at=100`, record.slice(100), bytes));
    await asked("sendRecord", v1.post(`${url}/record?at=0`, "x".repeat(MOST_PIECE_BYTES + 1), bytes), 413);
    await asked("sendRecord", v1.post(`${url}/record?at=0`, {}), 415);
    await asked("runWhatIf", v1.post(`${url}/run`, { offerAfterS: -1 }), 400);
    await asked("runWhatIf", v1.post(`${url}/run`, { discipline: "window", acceptance: 0.5 }));
    while ((await v1.get("/v1/what-if")).json().job.state === "running")
      await new Promise((resolve) => setTimeout(resolve, 20));
    const { job } = (await asked("showWhatIf", v1.get("/v1/what-if"))).json();
    assert.equal(job.result.record.offered, 60);
    // So few calls, of which nobody waited: nothing may be concluded.
    assert.ok(job.result.doubts.length > 0);
    assert.match((await asked("whatIfReport", v1.get(`${url}/report?language=en`))).body, /february\.csv/);
    await asked("cancelWhatIf", v1.post(`${url}/cancel`, {}));
    await asked("deleteWhatIf", v1.post(`${url}/delete`, {}));
    await asked("deleteWhatIf", v1.post(`${url}/delete`, {}), 404);
    for (const [name, answer] of answers) description.assertPromised(name, answer);
    assert.deepEqual(
      whatIfForms
        .map(({ name }) => name)
        .filter((name) => !answers.some(([asked, { statusCode }]) => asked === name && statusCode === 200)),
      [],
    );
  });

  it("is for those who may give orders, and each sees their own", async () => {
    const browsers = new Map<string, Browser>();
    for (const role of ["viewer", "supervisor", "administrator"] as const) {
      await makeUser(v1.store, role, role, { operation: "clinic" });
      const browser = new Browser(v1.api);
      await browser.signIn(role);
      browsers.set(role, browser);
    }
    const announced = { name: "a.csv", bytes: 10 };
    assert.equal((await browsers.get("viewer")!.post("/v1/what-if", announced)).body.code, "role-missing");
    const begun = await browsers.get("supervisor")!.post("/v1/what-if", announced);
    assert.equal(begun.body.state, "uploading");
    assert.equal((await browsers.get("administrator")!.get("/v1/what-if")).body.job, null);
    assert.equal(
      (await browsers.get("administrator")!.post("/v1/what-if", announced)).body.code,
      "what-if-busy",
    );
    const again = new Browser(v1.api);
    await again.signIn("supervisor");
    assert.equal((await again.get("/v1/what-if")).body.job.id, begun.body.id);
    const other = await v1.post("/v1/what-if", announced);
    assert.equal(other.json().code, "what-if-busy");
    await again.post(`/v1/what-if/${begun.body.id}/delete`);
  });
});
