import { posix } from "node:path";
import { withoutComments } from "./rooms.ts";

/** What a source file declares and exports, by name; not what it only hands on. */
function exportedNames(source: string): string[] {
  const declared = source.matchAll(
    /^export (?:default )?(?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm,
  );
  return [...new Set(Array.from(declared, (match) => match[1]!))];
}

/** The names that more than one of these sources exports, each with its files. */
export function namesWithTwoMeanings(
  sources: Readonly<Record<string, string>>,
): { readonly name: string; readonly files: readonly string[] }[] {
  const byName = new Map<string, string[]>();
  for (const [file, source] of Object.entries(sources))
    for (const name of exportedNames(source)) byName.set(name, [...(byName.get(name) ?? []), file]);
  return [...byName].filter(([, files]) => files.length > 1).map(([name, files]) => ({ name, files }));
}

/** The exports that no other of these sources names, each with its file. What a file hands on whole, as a library does, is for others. */
export function namesThatNobodyImports(
  sources: Readonly<Record<string, string>>,
): { readonly name: string; readonly file: string }[] {
  const filesByWord = new Map<string, Set<string>>();
  for (const [file, source] of Object.entries(sources))
    for (const [word] of withoutComments(source).matchAll(/\w+/g)) {
      const named = filesByWord.get(word);
      if (named) named.add(file);
      else filesByWord.set(word, new Set([file]));
    }
  const handedOn = new Set(
    Object.entries(sources).flatMap(([file, source]) =>
      Array.from(source.matchAll(/^export \* from "(.+)";/gm), ([, name]) =>
        posix.join(posix.dirname(file), name!),
      ),
    ),
  );
  return Object.entries(sources).flatMap(([file, source]) =>
    handedOn.has(file)
      ? []
      : exportedNames(source)
          .filter((name) => filesByWord.get(name)!.size === 1)
          .map((name) => ({ name, file })),
  );
}
