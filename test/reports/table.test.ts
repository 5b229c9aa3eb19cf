import assert from "node:assert/strict";
import { test } from "node:test";
import { type Column, tableCsv, tableOf, tableText } from "../../src/reports/table.ts";

interface Row {
  readonly name: string;
  readonly share: number | null;
}

const columns: Column<Row>[] = [
  { key: "operation", title: "", csvOnly: true, value: () => "clinic" },
  { key: "name", title: "Skill", left: true, value: ({ name }) => name },
  {
    key: "share",
    title: "Nivel",
    value: ({ share }) => share,
    text: ({ share }) => (share === null ? "-" : `${share * 100} %`),
  },
];

test("a table for a terminal has texts left, figures right, and its total set apart", () => {
  const table = tableOf(
    columns,
    [
      { name: "Citas", share: 0.8 },
      { name: "Urgencias", share: null },
    ],
    { name: "Total", share: 0.5 },
  );
  assert.deepEqual(tableText(table).split("\n"), [
    "Skill       Nivel",
    "─".repeat(17),
    "Citas        80 %",
    "Urgencias       -",
    "─".repeat(17),
    "Total        50 %",
  ]);
});

test("a CSV has plain values under keys, without the total, and also what a terminal does not show", () => {
  const rows = [
    { name: 'Ventas, "norte"', share: 0.125 },
    { name: "", share: null },
  ];
  assert.equal(
    tableCsv(tableOf(columns, rows, { name: "Total", share: 1 })),
    'operation,name,share\nclinic,"Ventas, ""norte""",0.125\nclinic,,',
  );
});

test("a CSV gives a spreadsheet no formula to run, and leaves telephone numbers as they are", () => {
  const named = (name: string) =>
    tableCsv(tableOf(columns, [{ name, share: 1 }]))
      .split(",")
      .at(-2);
  assert.equal(named("=1+1"), "'=1+1");
  assert.equal(named("@x"), "'@x");
  assert.equal(named("-a"), "'-a");
  assert.equal(named("+573001234567"), "+573001234567");
});
