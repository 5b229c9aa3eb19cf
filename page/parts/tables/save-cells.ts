/** Saves lines of cells as a CSV file for programs: UTF-8 with its mark, RFC 4180. */
export function saveCells(lines: readonly (readonly string[])[], name: string): void {
  const text = lines.map((line) => line.map(csvCell).join(",")).join("\r\n");
  const address = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `espera-${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

/** A spreadsheet takes a cell that begins with one of these for a formula. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
