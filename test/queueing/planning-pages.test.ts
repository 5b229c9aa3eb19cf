import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { erlangA, type QueueMeasures } from "../../src/queueing/erlang/erlang-a.ts";
import { agentsNeeded } from "../../src/queueing/erlang/staffing.ts";
import * as library from "../../src/queueing/index.ts";
import { expectedServiceLevel, transientErlangA } from "../../src/queueing/transient.ts";
import { fences } from "../house/markdown.ts";
import { read } from "../house/project.ts";

const rates = { arrivalRate: 240 / 3600, serviceRate: 1 / 270, patienceRate: 1 / 150 };
const { VH, DC } = JSON.parse(
  readFileSync(new URL("exact-values/callback-models.json", import.meta.url), "utf8"),
) as Record<"VH" | "DC", { exact: Record<string, number> }[]>;

for (const [page, comma] of [
  ["docs/planning.md", false],
  ["docs/planning.es.md", true],
] as const) {
  const text = read(page);
  /** The numbers in the cells of a row, and in how many digits after the point each is given. */
  const numbersIn = (cells: readonly string[]): { value: number; unit: number }[] =>
    cells.flatMap((cell) => {
      const number = /\d+(?:[.,]\d+)?/.exec(cell)?.[0];
      if (number === undefined || / min /.test(cell)) return [];
      const decimals = number.split(/[.,]/)[1]?.length ?? 0;
      return [{ value: Number(comma ? number.replace(",", ".") : number), unit: 10 ** -decimals }];
    });
  /** The row of a table that begins so, its first cell left out: of the page's own, or of one that a command prints. */
  const row = (begin: RegExp) => {
    const line = text.split("\n").find((one) => begin.test(one));
    assert.ok(line, `${page} has no row ${begin}`);
    return numbersIn(
      line.startsWith("|") ? line.split("|").slice(2, -1) : line.trim().split(/ {2,}/).slice(1),
    );
  };
  const shows = (begin: RegExp, expected: readonly number[]) => {
    const found = row(begin);
    assert.equal(found.length, expected.length, `${page}, row ${begin}`);
    expected.forEach((value, i) => {
      assert.ok(
        Math.abs(found[i]!.value - value) <= found[i]!.unit * 0.5001,
        `${page}, row ${begin}: ${value}`,
      );
    });
  };
  const inPercent = (m: QueueMeasures) => [100 * m.serviceLevel, 100 * m.probabilityOfAbandonment] as const;

  test(`${page}: what the commands print there is what the formulas give`, () => {
    const shown = fences(text).filter(
      ({ language, output }) => language === "sh" && output?.language === "json",
    );
    assert.equal(shown.length, 4);
    for (const { text: command, output } of shown) {
      const option = (name: string) => {
        const value = new RegExp(`--${name} (\\S+)`).exec(command)?.[1];
        return value === undefined ? undefined : Number(value);
      };
      const line = {
        arrivalRate: option("calls-per-hour")! / 3600,
        serviceRate: 1 / option("aht-s")!,
        patienceRate: option("patience-s") === undefined ? 0 : 1 / option("patience-s")!,
      };
      const threshold = option("threshold-s")!;
      const printed = JSON.parse(output!.text) as Record<string, number>;
      const target = option("target");
      const agents =
        target === undefined
          ? option("agents")!
          : agentsNeeded(line, threshold, { serviceLevel: target }).agents;
      const inSystem = option("in-system");
      const period = { ...line, agents, duration: option("at-s") ?? 0 };
      const right =
        inSystem === undefined ? erlangA(period, threshold) : transientErlangA(inSystem, [period], threshold);
      const { serviceLevel, probabilityOfWaiting, meanQueue } = right;
      for (const [name, value] of Object.entries({ serviceLevel, probabilityOfWaiting, meanQueue }))
        assert.ok(Math.abs(printed[name]! / value - 1) < 1e-9, `${name} of ${command}`);
      if (inSystem === undefined) assert.equal(printed["agents"], agents);
    }
  });

  test(`${page}: its tables are what the formulas give`, () => {
    for (let agents = 18; agents <= 22; agents++) {
      const measures = erlangA({ ...rates, agents }, 20);
      shows(new RegExp(`^ +${agents} {2,}`), [
        100 * measures.serviceLevel,
        100 * measures.probabilityOfWaiting,
        100 * measures.probabilityOfAbandonment,
        measures.meanWait,
        100 * measures.occupancy,
      ]);
    }
    for (const calls of [204, 240, 276])
      shows(
        new RegExp(`^\\| ${calls}\\b`),
        inPercent(erlangA({ ...rates, agents: 20, arrivalRate: calls / 3600 }, 20)),
      );
    const [none, place, deferred] = [erlangA({ ...rates, agents: 20 }, 20), VH[0]!.exact, DC[0]!.exact];
    const rows: [RegExp, number[]][] = [
      [
        /^\| (?:connected within 20 s of calling|con un agente dentro de los 20 s)/,
        [none.serviceLevel, place["SL_strict"]!, deferred["live_answered_within_T"]!],
      ],
      [
        /^\|.*(?:who stay on the phone|lo mismo, entre quienes)/,
        [none.serviceLevel, place["SL_live"]!, deferred["SL_live"]!],
      ],
      [
        /^\|.*(?:promise kept|promesa cumplida)/,
        [none.serviceLevel, place["SL_promise"]!, deferred["SL_promise"]!],
      ],
      [
        /^\| (hang up|cuelgan) \|/,
        [none.probabilityOfAbandonment, place["P_abandon"]!, deferred["P_abandon"]!],
      ],
    ];
    for (const [begin, shares] of rows)
      shows(
        begin,
        shares.map((share) => 100 * share),
      );
    assert.equal(Math.round(place["E_callback_delay"]!), 41);
    assert.equal(Math.round(deferred["E_callback_delay"]!), 4 * 60 + 27);
    for (const [calls, agents, busy] of [
      [60, 7, 61],
      [600, 47, 91],
      [2400, 174, 98],
    ] as const) {
      const found = agentsNeeded({ ...rates, arrivalRate: calls / 3600 }, 20, { serviceLevel: 0.8 });
      assert.deepEqual([found.agents, Math.round(100 * found.measures.occupancy)], [agents, busy]);
    }
    const half = expectedServiceLevel(35, [{ ...rates, agents: 20, duration: 1800 }], 20);
    assert.equal(Math.round(100 * half.serviceLevel!), 67);
  });
}

test("docs/queueing.md names everything that the library gives, and its tables nothing else", () => {
  const page = read("docs/queueing.md");
  const named = new Set([...page.matchAll(/`(\w+)`/g)].map((match) => match[1]!));
  assert.deepEqual(
    Object.keys(library).filter((name) => !named.has(name)),
    [],
  );
  const tables = page.split("\n\n").filter((part) => /^\| functions? \|/.test(part));
  const inTables = tables.flatMap((table) =>
    [...table.matchAll(/^\| (`[^|]*`) \|/gm)].map((match) => match[1]!),
  );
  assert.ok(inTables.length > 25);
  const names = inTables.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]!));
  assert.deepEqual(
    names.filter((name) => !(name in library)),
    [],
  );
});
