/**
 * How `actual` differs from the shape of `shown`, in words, or `null`: the same members in the same order, values of
 * the same type, and every element of a list like the one shown.
 */
export function differenceOfShape(shown: unknown, actual: unknown, path = "$"): string | null {
  const kind = kindOf(shown);
  if (kindOf(actual) !== kind) return `${path}: shown is ${kind}, printed was ${kindOf(actual)}`;
  if (Array.isArray(shown)) {
    const list = actual as unknown[];
    if (shown.length > 0 && list.length === 0) return `${path}: shown has elements, printed was none`;
    for (const [index, element] of list.entries()) {
      const wrong = differenceOfShape(shown[0], element, `${path}[${index}]`);
      if (wrong) return wrong;
    }
    return null;
  }
  if (kind !== "object") return null;
  const members = Object.keys(shown as object);
  const found = Object.keys(actual as object);
  if (members.join() !== found.join())
    return `${path}: shown has ${members.join()}, printed was ${found.join()}`;
  for (const member of members) {
    const wrong = differenceOfShape(
      (shown as Record<string, unknown>)[member],
      (actual as Record<string, unknown>)[member],
      `${path}.${member}`,
    );
    if (wrong) return wrong;
  }
  return null;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}

/**
 * The lines of `shown` that no later line of `actual` looks like: alike means equal once every number is a 9 and every
 * run of blanks one blank. A line `…` stands for any lines.
 */
export function linesNotFound(shown: string, actual: string): string[] {
  const plain = (line: string) => line.replace(/\d+/g, "9").replace(/\s+/g, " ").trim();
  const printed = actual.split("\n").map(plain);
  let next = 0;
  return shown.split("\n").filter((line) => {
    if (line.trim() === "" || line.trim() === "…") return false;
    const at = printed.indexOf(plain(line), next);
    if (at >= 0) next = at + 1;
    return at < 0;
  });
}
