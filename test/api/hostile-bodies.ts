const MIB8 = 8 * 1024 * 1024;

/** As often as it fits into the largest upload that there may be. */
export const filled = (begin: string, part: string, end: string) =>
  begin + part.repeat(Math.floor((MIB8 - begin.length - end.length) / part.length)) + end;

export const LINES = "application/x-ndjson";
export const LIST = "application/json";

interface HostileBody {
  readonly what: string;
  readonly type: string;
  readonly body: string;
  /** What it is answered. */
  readonly status: 400 | 413 | 422;
}

/** Uploads of no call records, each as large as there may be and made to cost as much as it can. Made again at each call. */
export function hostileBodies(): HostileBody[] {
  const bodies: [what: string, type: string, body: string, status: HostileBody["status"]][] = [
    ["line feeds", LINES, filled("", "\n", ""), 400],
    ["blanks", LIST, filled("[", " ", "]"), 400],
    ["lines that are no JSON", LINES, filled("", "x\n", ""), 413],
    ["numbers", LIST, filled("[", "1,", "1]"), 413],
    ["lists", LIST, filled("[", "[],", "[]]"), 413],
    ["objects", LIST, filled("[", "{},", "{}]"), 413],
    ["objects with a member", LIST, filled("[", '{"a":1},', "{}]"), 413],
    ["opening brackets", LIST, filled("", "[", ""), 400],
    ["opening braces", LIST, filled("[", '{"a":', ""), 400],
    ["nesting that closes", LIST, `[${"[".repeat(4_000_000)}${"]".repeat(4_000_000)}]`, 422],
    ["nesting in a line", LINES, "[".repeat(4_000_000) + "]".repeat(4_000_000), 422],
    ["members of one record", LIST, filled("[{", '"a":1,', '"b":1}]'), 422],
    ["a long name of a member", LIST, filled('[{"', "k", '":1}]'), 422],
    ["a number", LIST, filled("[", "1", "]"), 422],
    ["escaped text", LINES, filled('{"agent":"', "\\u0041", '"}'), 422],
    ["escaped quotes", LIST, filled('["', '\\"', '"]'), 422],
    ["ten thousand bad records", LINES, "{}\n".repeat(10_000), 422],
    ["records full of lists", LIST, `[${`[${"[],".repeat(5_000)}1],`.repeat(500)}1]`, 422],
    ["records as long as they may be", LINES, `{"agent":"${"\\u0041".repeat(2_700)}"}\n`.repeat(500), 422],
    ["a text without an end", LIST, filled('["', "a", ""), 400],
  ];
  return bodies.map(([what, type, body, status]) => ({ what, type, body, status }));
}
