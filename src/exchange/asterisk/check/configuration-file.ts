import type { Ami } from "../ami/actions.ts";

/** A file of Asterisk's configuration: for each of its categories the lines in order, templates put in by Asterisk. */
export type ConfigurationFile = ReadonlyMap<string, readonly (readonly [key: string, value: string])[]>;

/** Reads a file, or one category of it, through the manager; `null` when Asterisk did not say. */
export async function configurationFile(
  ami: Ami,
  file: string,
  category?: string,
): Promise<ConfigurationFile | null> {
  const headers = category === undefined ? { Filename: file } : { Filename: file, Category: category };
  const result = await ami.action("GetConfig", headers);
  if (result.outcome !== "answered" || !result.success) return null;
  const categories = new Map<string, [string, string][]>();
  for (let index = 0; ; index++) {
    const name = result.response.get(`Category-${numbered(index)}`);
    if (name === undefined) return categories;
    const lines = categories.get(name) ?? [];
    for (let line = 0; ; line++) {
      const text = result.response.get(`Line-${numbered(index)}-${numbered(line)}`);
      if (text === undefined) break;
      const at = text.indexOf("=");
      lines.push([text.slice(0, at), text.slice(at + 1)]);
    }
    categories.set(name, lines);
  }
}

/** The value of a key: of lines that repeat it the last one counts. */
export function lastValue(
  lines: readonly (readonly [key: string, value: string])[] | undefined,
  key: string,
): string | undefined {
  return lines?.findLast(([name]) => name.toLowerCase() === key)?.[1];
}

function numbered(index: number): string {
  return String(index).padStart(6, "0");
}
