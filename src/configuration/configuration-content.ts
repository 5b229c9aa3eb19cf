/** The texts and numbers that stand in the list before, with their indexes. */
export function repeated(values: readonly unknown[]): [number, string | number][] {
  const seen = new Set<string | number>();
  return values.flatMap((value, index): [number, string | number][] => {
    if (typeof value !== "string" && typeof value !== "number") return [];
    const plain = typeof value === "string" ? value.normalize() : value;
    if (seen.has(plain)) return [[index, plain]];
    seen.add(plain);
    return [];
  });
}

/** What stands under a key of what may be anything. */
export function valueIn(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** The list under a key; an empty one where there is none. */
export function listIn(value: unknown, key: string): readonly unknown[] {
  const list = valueIn(value, key);
  return Array.isArray(list) ? list : [];
}

/** The texts in a list of what may be anything. */
export function textsIn(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}
