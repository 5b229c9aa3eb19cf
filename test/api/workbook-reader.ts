import { inflateRawSync } from "node:zlib";

/** The files of a zip by their names, from its central directory. */
export function unzipped(zip: Buffer): ReadonlyMap<string, Buffer> {
  const parts = new Map<string, Buffer>();
  let at = zip.readUInt32LE(zip.lastIndexOf("PK\u0005\u0006") + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((from) => zip.readUInt16LE(at + from)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(begins, begins + size);
    parts.set(zip.toString("utf8", at + 46, at + 46 + name), method === 0 ? packed : inflateRawSync(packed));
    at += 46 + name + extra + comment;
  }
  return parts;
}

/** What the parts with such names say, together. */
export function textOfPart(parts: ReadonlyMap<string, Buffer>, name: RegExp): string {
  return [...parts]
    .filter(([one]) => name.test(one))
    .map(([, part]) => part.toString())
    .join("");
}

interface ReadCell {
  readonly isText: boolean;
  readonly value: string;
}

/** The cells of a sheet, counted from 1, by row; those that are empty among them. */
export function cellsOf(parts: ReadonlyMap<string, Buffer>, sheet: number): ReadCell[][] {
  const shared = [...textOfPart(parts, /sharedStrings/).matchAll(/<si>.*?<t[^>]*>(.*?)<\/t>.*?<\/si>/gs)].map(
    (match) => match[1]!,
  );
  const rows = textOfPart(parts, new RegExp(`worksheets/sheet${sheet}\\.xml$`)).matchAll(
    /<row[^>]*>(.*?)<\/row>/gs,
  );
  return Array.from(rows, ([, row]) => {
    const cells: ReadCell[] = [];
    for (const [, letters, attributes, inside] of row!.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs,
    )) {
      const column =
        Array.from(letters!).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      while (cells.length < column) cells.push({ isText: false, value: "" });
      const value = /<(?:v|t)[^>]*>(.*?)<\/(?:v|t)>/s.exec(inside ?? "")?.[1] ?? "";
      const type = /t="(\w+)"/.exec(attributes!)?.[1];
      cells.push({
        isText: type === "s" || type === "inlineStr",
        value: type === "s" ? shared[Number(value)]! : value,
      });
    }
    return cells;
  });
}
