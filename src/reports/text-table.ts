/**
 * Rows of cells as a table to read in a terminal, without a line break at its end: the first row is the header; the
 * first column stands left, the others right. With `total` the last row is set apart as well.
 */
export function textTable(rows: readonly (readonly string[])[], total = false): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("   "),
  );
  const rule = "─".repeat(lines[0]!.length);
  const [header, ...body] = lines;
  return total
    ? [header, rule, ...body.slice(0, -1), rule, body.at(-1)].join("\n")
    : [header, rule, ...body].join("\n");
}
