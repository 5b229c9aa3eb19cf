import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { erlangA } from "../../src/queueing/erlang/erlang-a.ts";
import { transientErlangA } from "../../src/queueing/transient.ts";
import { espera } from "./command-line.ts";

const line = ["--calls-per-hour", "240", "--aht-s", "270", "--threshold-s", "20"];
const patient = [...line, "--patience-s", "150"];
const rates = { arrivalRate: 240 / 3600, serviceRate: 1 / 270, patienceRate: 1 / 150 };

async function json(...words: string[]): Promise<Record<string, number>> {
  const { code, out, err } = await espera(["erlang", ...words, "--json"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  return JSON.parse(out) as Record<string, number>;
}

describe("espera erlang", () => {
  test("prints what Erlang A says, as JSON", async () => {
    const wanted = erlangA({ ...rates, agents: 20 }, 20);
    const found = await json("--agents", "20", ...patient);
    assert.deepEqual(Object.entries(found), [
      ["agents", 20],
      ["probabilityOfWaiting", wanted.probabilityOfWaiting],
      ["probabilityOfAbandonment", wanted.probabilityOfAbandonment],
      ["serviceLevel", wanted.serviceLevel],
      ["meanWaitS", wanted.meanWait],
      ["meanWaitOfServedS", wanted.meanWaitOfServed],
      ["meanQueue", wanted.meanQueue],
      ["occupancy", wanted.occupancy],
    ]);
  });

  test("is Erlang C without a patience", async () => {
    const found = await json("--agents", "20", ...line);
    assert.equal(found["probabilityOfAbandonment"], 0);
    assert.equal(found["serviceLevel"], erlangA({ ...rates, patienceRate: 0, agents: 20 }, 20).serviceLevel);
  });

  test("finds the fewest agents for a target", async () => {
    const found = await json("--target", "0.8", ...patient);
    const { agents, serviceLevel } = found as { agents: number; serviceLevel: number };
    assert.ok(serviceLevel >= 0.8);
    const fewer = await json("--agents", String(agents - 1), ...patient);
    assert.ok(fewer["serviceLevel"]! < 0.8);
  });

  test("says what meets a caller some time after a known moment", async () => {
    const moment = ["--in-system", "35", "--at-s", "300"];
    const wanted = transientErlangA(35, [{ ...rates, agents: 20, duration: 300 }], 20);
    assert.deepEqual(Object.entries(await json("transient", "--agents", "20", ...patient, ...moment)), [
      ["serviceLevel", wanted.serviceLevel],
      ["probabilityOfWaiting", wanted.probabilityOfWaiting],
      ["meanQueue", wanted.meanQueue],
    ]);
    const asTable = await espera(["erlang", "transient", "--agents", "20", ...patient, ...moment]);
    assert.match(asTable.out, /35 en el sistema al comienzo; una llamada 300 s después/);
    assert.match(asTable.out, /Probabilidad de que la contesten en ≤ 20 s +50,9\s?%/);
  });

  test("prints a table in Spanish, or in English where that is asked", async () => {
    const spanish = await espera(["erlang", "--agents", "20", ...patient]);
    assert.match(spanish.out, /^20 agentes, 240 llamadas por hora de 270 s, paciencia de 150 s\n/);
    assert.match(spanish.out, /Contestadas en ≤ 20 s, de todas +80,0\s?%\n/);
    const english = await espera(["erlang", "--agents", "20", ...line, "--lang", "en"]);
    assert.match(english.out, /^20 agents, 240 calls per hour of 270 s, nobody gives up \(Erlang C\)\n/);
    assert.match(english.out, /Have to wait +\d+\.\d%\n/);
  });

  test("prints a table over a range of agents, as JSON and CSV too; a line that grows without end has no figures", async () => {
    const english = await espera(["erlang", "--agents", "18-20", ...line, "--lang", "en"]);
    assert.match(
      english.out,
      /^240 calls per hour of 270 s, nobody gives up \(Erlang C\)\n\nAgents +In ≤ 20 s +Have to wait /,
    );
    assert.match(english.out, /^ +18 +- +- +- +- +-$/m);
    assert.match(english.out, /^ +20 +52\.5% +55\.1% /m);
    const { rows } = (await json("--agents", "19-22", ...patient)) as unknown as {
      rows: { agents: number }[];
    };
    assert.deepEqual(
      rows.map(({ agents }) => agents),
      [19, 20, 21, 22],
    );
    assert.deepEqual(rows[1], await json("--agents", "20", ...patient));
    const csv = await espera(["erlang", "--agents", "20-21", ...patient, "--csv"]);
    const [header, twenty] = csv.out.split("\n");
    assert.match(header!, /^agents,service_level,/);
    assert.equal(twenty!.split(",")[1], String(erlangA({ ...rates, agents: 20 }, 20).serviceLevel));
  });

  test("says that the line grows without end where it does, and how many agents it takes", async () => {
    const { code, out, err } = await espera(["erlang", "--agents", "18", ...line, "--json"]);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(
      err,
      /18 agentes no dan abasto con 18 erlangs .*al menos 19 agentes.*\[line-grows-without-end\]\n$/,
    );
    assert.equal((await espera(["erlang", "--agents", "19", ...line])).code, 0);
    // For a moment there is an answer all the same.
    const moment = ["--agents", "18", ...line, "--in-system", "30", "--at-s", "600", "--json"];
    assert.equal((await espera(["erlang", "transient", ...moment])).code, 0);
  });

  test("refuses sizes that no line has, and moments that would take minutes", async () => {
    const huge = ["--calls-per-hour", "1e308", "--aht-s", "270", "--threshold-s", "20"];
    for (const words of [
      ["--agents", "3", ...huge],
      ["--target", "0.8", ...huge, "--patience-s", "1e308"],
      ["transient", "--agents", "20", ...patient, "--in-system", "9999999", "--at-s", "60"],
      ["transient", "--agents", "20", ...patient, "--in-system", "3", "--at-s", "1e12"],
    ]) {
      const { code, out, err } = await espera(["erlang", ...words]);
      assert.deepEqual([code, out], [1, ""], words.join(" "));
      assert.match(err, /^Eso no se puede calcular: .*\[calculation-refused\]\n$/);
    }
  });

  test("ends with 2 and one sentence when it is called wrongly", async () => {
    const wrong: [words: string[], says: RegExp][] = [
      [["--agents", "20"], /'--calls-per-hour <calls>' not specified/],
      [line, /either '--agents <number>' or '--target <share>'/],
      [["--agents", "20", "--target", "0.8", ...line], /either '--agents <number>' or '--target <share>'/],
      [["--agents", "1.5", ...line], /whole number/],
      [["--agents", "0", ...line], /whole number above 0/],
      [["--agents", "24-18", ...line], /like 18-24/],
      [["--agents", "20", "--from-report", "x", ...line], /--from-report <file>/],
      [["--target", "0.8", "--from-report", "x"], /'--threshold-s <seconds>' not specified/],
      [["--agents", "20", "--csv", "--json", ...line], /cannot be used with/],
      [["--target", "80", ...line], /like 0\.8/],
      [["--agents", "2", ...line, "--patience-s", "0"], /above 0/],
      [["transient", "--agents", "2", ...line, "--at-s", "3"], /'--in-system <number>' not specified/],
      [
        ["transient", "--target", "0.8", ...line, "--at-s", "3", "--in-system", "1"],
        /does not work for a moment/,
      ],
    ];
    for (const [words, says] of wrong) {
      const { code, out, err } = await espera(["erlang", ...words, "--lang", "en"]);
      assert.deepEqual([code, out], [2, ""], words.join(" "));
      assert.match(err, says);
    }
  });
});
