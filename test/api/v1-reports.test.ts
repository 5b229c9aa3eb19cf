import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { diagram2Columns } from "../../src/api/v1/reports/columns/diagram-columns.ts";
import { Browser, makeUser, OWN_PAGE } from "./people.ts";
import { openV1, type V1 } from "./v1-centre.ts";
import { cellsOf, textOfPart, unzipped } from "./workbook-reader.ts";

const RANGE = "from=2026-03-02&to=2026-03-03";
const COMPATIBLE = "date_ini=20260302000000&date_end=20260302235959";

describe("the reports of the page", () => {
  let v1: V1;
  before(async () => {
    v1 = await openV1();
    await v1.centre.asked("declined", "+573001110009", 2, "no");
  });
  after(() => v1.close());

  const compatible = async (api: string) => {
    const url = `/api/v2/reports_manager.php?api=${api}&${COMPATIBLE}`;
    const answer = await v1.api.inject({ url, headers: { "wolkvox-token": v1.token } });
    return answer.json().data as Record<string, string>[];
  };

  it("count in diagram_2 what the compatible report counts, in whole and by hour, day and weekday", async () => {
    const wanted = await compatible("diagram_2");
    assert.ok(wanted.length > 1);
    const counts = ["treatment", "customer_say_no", "customer_say_yes", "recall_fail", "recall_ok"];
    for (const by of ["", "&by=hour", "&by=day", "&by=weekday"]) {
      const { rows } = (await v1.get(`/v1/reports/diagram-2?${RANGE}${by}`)).json();
      for (const row of wanted) {
        const own = rows.filter(
          ({ skill }: { skill: { id: number } }) => skill.id === Number(row["skill_id"]),
        );
        assert.ok(own.length > 0);
        for (const key of counts) {
          const { value } = diagram2Columns.find((column) => column.key === key)!;
          const sum = own.reduce((all: number, one: never) => all + Number(value(one)), 0);
          assert.equal(String(sum), row[key], `${key} of ${row["skill_id"]} ${by}`);
        }
      }
    }
  });

  it("list in diagram_3 the calls of the compatible report, and of a status, a group or a skill alone", async () => {
    const wanted = await compatible("diagram_3");
    const all = (await v1.get(`/v1/reports/diagram-3?${RANGE}`)).json();
    assert.equal(all.total, wanted.length);
    assert.deepEqual(
      all.rows.map((row: { arrivedAt: string; status: string; callerNumber: string; attempts: number }) => [
        row.arrivedAt.slice(0, 19).replace("T", " "),
        row.status,
        row.callerNumber,
        String(row.attempts),
      ]),
      wanted.map((row) => [row["date_inbound_call"], row["status"], row["ani"], row["attempts"]]),
    );
    const declined = wanted.filter(({ status }) => status === "NO").length;
    assert.ok(declined > 0);
    const no = (await v1.get(`/v1/reports/diagram-3?${RANGE}&status=NO&limit=0`)).json();
    assert.deepEqual(
      [no.total, no.rows.length, no.groups],
      [declined, 0, [{ group: null, byStatus: { NO: declined } }]],
    );
    const hours = (await v1.get(`/v1/reports/diagram-3?${RANGE}&by=hour`)).json();
    let sum = 0;
    for (const { group } of hours.groups)
      sum += (await v1.get(`/v1/reports/diagram-3?${RANGE}&by=hour&group=${group}`)).json().total;
    assert.equal(sum, all.total);
    const skill = (await v1.get(`/v1/reports/diagram-3?${RANGE}&skill=1`)).json();
    assert.equal(skill.total, wanted.filter((row) => row["skill_id"] === "1").length);
    const wrong = await v1.get(`/v1/reports/diagram-3?${RANGE}&status=MAYBE`);
    assert.equal(wrong.json().code, "request-invalid");
  });

  it("say the level by three definitions, by each skill's own target", async () => {
    const { rows } = (await v1.get(`/v1/reports/service-level?${RANGE}`)).json();
    assert.ok(rows.length > 0);
    for (const { offered, strict, live, promise, differ, target } of rows) {
      assert.ok(offered > 0 && target.withinMs > 0);
      const known = [strict, live, promise].filter((one) => one !== null);
      assert.equal(differ, Math.max(...known) - Math.min(...known) > 0.05);
    }
  });

  it("show a user their skills alone, in every report and every file", async () => {
    await makeUser(v1.store, "sees one", "viewer", { operation: "clinic", skills: ["1"] });
    const browser = new Browser(v1.api);
    await browser.signIn("sees one");
    const cookie = { ...OWN_PAGE, cookie: browser.cookie };
    for (const report of ["smart-wait", "diagram-2", "diagram-3", "service-level", "lift"]) {
      const { rows } = (
        await v1.api.inject({ url: `/v1/reports/${report}?${RANGE}`, headers: cookie })
      ).json();
      for (const { skill, lift } of rows) assert.equal((skill ?? lift.skill).id, 1, report);
      const other = await v1.api.inject({ url: `/v1/reports/${report}?${RANGE}&skill=2`, headers: cookie });
      assert.equal(other.json().code, "skill-unknown");
    }
    const file = await v1.api.inject({
      url: `/v1/reports/diagram-2/file?${RANGE}&format=csv`,
      headers: cookie,
    });
    const { rows } = (await v1.get(`/v1/reports/diagram-2?${RANGE}&skill=1`)).json();
    assert.equal(file.body.trim().split("\r\n").length, 1 + rows.length);
  });

  it("are files with the rows of the screen: numbers of people are text, moments are dates, shares are numbers", async () => {
    const { rows } = (await v1.get(`/v1/reports/diagram-3?${RANGE}&status=YES`)).json();
    const answer = await v1.get(`/v1/reports/diagram-3/file?${RANGE}&status=YES&language=en`);
    assert.equal(answer.statusCode, 200, answer.body);
    assert.match(
      String(answer.headers["content-disposition"]),
      /espera-diagram-3-2026-03-02-2026-03-03\.xlsx/,
    );
    const parts = unzipped(answer.rawPayload);
    const cells = cellsOf(parts, 1);
    assert.equal(cells.length, 1 + rows.length);
    const [head, first] = cells as [ReturnType<typeof cellsOf>[0], ReturnType<typeof cellsOf>[0]];
    const at = (title: string) => head.findIndex(({ value }) => value === title);
    assert.deepEqual(first[at("Called from")], { isText: true, value: rows[0].callerNumber });
    const arrived = first[at("Called in")]!;
    const local = Date.parse(`${rows[0].arrivedAt.slice(0, 19)}Z`);
    assert.ok(!arrived.isText);
    assert.ok(Math.abs((Number(arrived.value) - 25_569) * 86_400_000 - local) < 1_000);
    assert.match(textOfPart(parts, /sharedStrings|sheet2/), /America\/Bogota/);
    const levels = cellsOf(unzipped((await v1.get(`/v1/reports/smart-wait/file?${RANGE}`)).rawPayload), 2);
    const strict = levels[0]!.findIndex(({ value }) => value === "Estricto");
    const wanted = (await v1.get(`/v1/reports/service-level?${RANGE}`)).json().rows;
    assert.deepEqual(
      levels.slice(1).map((row) => Number(row[strict]!.value)),
      wanted.map(({ strict: share }: { strict: number }) => share),
    );
  });

  it("are CSV for programs: with a mark, names that no language changes, and no cell that is a formula", async () => {
    const { body, headers } = await v1.get(`/v1/reports/smart-wait/file?${RANGE}&by=hour&format=csv`);
    assert.match(String(headers["content-type"]), /^text\/csv/);
    assert.ok(body.startsWith("\ufeffskill,hour,held_out,asked,"));
    const { rows } = (await v1.get(`/v1/reports/smart-wait?${RANGE}&by=hour`)).json();
    const lines = body.trim().split("\r\n").slice(1);
    assert.deepEqual(
      lines.map((line) => line.split(",").slice(1, 4)),
      rows.map((row: { group: string; heldOut: number; treatments: number }) => [
        row.group,
        String(row.heldOut),
        String(row.treatments),
      ]),
    );
  });
});
