/** What a source file declares and exports, by name; not what it only hands on. */
export function exportedNames(source: string): string[] {
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
