import { duration, durationBetween } from "../../time/duration.ts";
import { LocalClock } from "../../time/local-clock.ts";
import { numberAsShown } from "./number-as-shown.ts";

/**
 * How the rows of a report read as JSON: the members of each in their order, all of them text. Plain data, because rows
 * are written in another thread.
 */
export interface RowFormat<Column extends string = string> {
  readonly timeZone: string;
  /** Phone numbers show their last four digits only. */
  readonly masksNumbers: boolean;
  readonly members: Readonly<Record<string, MemberFormat<Column>>>;
}

/** What a member reads: the same in all rows, or made from columns. Columns of times are epoch ms, of lengths ms. */
type MemberFormat<Column extends string = string> =
  | string
  /** The value as it is, or the name of it; `unknown` where there is none (`""` if left out). */
  | { readonly text: Column; readonly names?: ReadonlyMap<unknown, string>; readonly unknown?: string }
  | { readonly phone: Column }
  /** `YYYY-MM-DD HH:MM:SS`. */
  | { readonly localTime: Column }
  /** `HH:MM:SS`, to the nearest second. */
  | { readonly duration: Column }
  /** `HH:MM:SS` between two times that are read to the second. */
  | { readonly between: readonly [from: Column, to: Column] }
  /** Whole seconds; `"0"` where they are not known, because readers take a number. */
  | { readonly seconds: Column };

type Row = readonly unknown[];

/** Gives what writes a row as a JSON object; a row is a list of the values of `columns`. */
export function rowWriterOf(format: RowFormat, columns: readonly string[]): (row: Row) => string {
  const members = Object.entries(format.members).map(
    ([name, member], n) =>
      [`${n === 0 ? "{" : ","}${JSON.stringify(name)}:`, memberWriterOf(member, format, columns)] as const,
  );
  return (row) => {
    let text = "";
    for (const [name, write] of members) text += name + write(row);
    return `${text}}`;
  };
}

/** Gives what writes a member with its quotes. Only what comes from outside can hold what JSON must escape. */
function memberWriterOf(
  member: MemberFormat,
  { timeZone, masksNumbers }: RowFormat,
  columns: readonly string[],
): (row: Row) => string {
  const at = (column: string) => {
    const found = columns.indexOf(column);
    if (found < 0) throw new TypeError(`rows have no column ${column}`);
    return found;
  };
  if (typeof member === "string") {
    const text = JSON.stringify(member);
    return () => text;
  }
  if ("text" in member) {
    const { names, unknown = "" } = member;
    const column = at(member.text);
    return (row) => {
      const value = row[column] as string | number | null;
      return JSON.stringify(`${(names ? names.get(value) : value) ?? unknown}`);
    };
  }
  if ("phone" in member) {
    const column = at(member.phone);
    return (row) => JSON.stringify(numberAsShown(row[column] as string | null, masksNumbers));
  }
  if ("localTime" in member) {
    const column = at(member.localTime);
    const clock = new LocalClock(timeZone);
    return (row) => (row[column] === null ? '""' : `"${clock.format(row[column] as number)}"`);
  }
  if ("duration" in member) {
    const column = at(member.duration);
    return (row) => `"${duration(row[column] as number | null)}"`;
  }
  if ("between" in member) {
    const [from, to] = member.between.map(at) as [number, number];
    return (row) => `"${durationBetween(row[from] as number, row[to] as number | null)}"`;
  }
  const column = at(member.seconds);
  return (row) => `"${Math.round(((row[column] as number | null) ?? 0) / 1000)}"`;
}
