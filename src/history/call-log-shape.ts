import { Fault } from "../faults/faults.ts";
import { callTable } from "./call-table.ts";
import type { Reading } from "./reading.ts";
import { readRecordedFile } from "./recorded-file.ts";
import { type DateOrder, type WrittenTime, writtenTime } from "./written-time.ts";

/** What is seen of a call log in all of its rows together. */
export interface CallLogShape {
  /** In which order dates that do not begin with the year have day and month; `null` where there are none. */
  readonly dates: DateOrder | null;
  /** All keys of customers that are long numbers end in zeros: a spreadsheet rounded them. */
  readonly allKeysRounded: boolean;
}

/** Reads the file once. Raises the faults of reading it, and `recording-invalid` where its dates can be read in two ways. */
export async function shapeOf(file: string, reading: Reading): Promise<CallLogShape> {
  const dates = new DateEvidence();
  const keys = new KeyEvidence();
  for await (const { header, records } of callTable(file, readRecordedFile(file).text, reading)) {
    for (const { line, fields } of records) {
      const written = fields[header.at.offered_at!];
      const time = reading.dates === undefined && written !== undefined ? writtenTime(written) : null;
      if (time) dates.add(time, line);
      if (header.at.customer !== null) keys.add(fields[header.at.customer]?.trim() ?? "");
    }
  }
  const problem = dates.problem();
  if (problem !== null) throw new Fault("recording-invalid", { file, problem });
  return { dates: reading.dates ?? dates.order(), allKeysRounded: keys.allRounded() };
}

/** Which of the two first numbers of dates is the day: the one that exceeds twelve anywhere. */
class DateEvidence {
  #open: number | null = null;
  #dayFirst: number | null = null;
  #monthFirst: number | null = null;
  #shortYear: number | null = null;

  add({ date: [first, second], yearFirst, shortYear }: WrittenTime, line: number): void {
    if (yearFirst) return;
    if (shortYear) this.#shortYear ??= line;
    else if (first > 12) this.#dayFirst ??= line;
    else if (second > 12) this.#monthFirst ??= line;
    else this.#open ??= line;
  }

  order(): DateOrder | null {
    if (this.#dayFirst !== null) return "day-first";
    return this.#monthFirst === null ? null : "month-first";
  }

  /** Why the order is not known though it is needed. */
  problem(): string | null {
    const say = "say which it is with --dates dd/mm/yyyy or --dates mm/dd/yyyy";
    if (this.#shortYear !== null) {
      return `the year of its dates has two digits, as in line ${this.#shortYear}: say where it stands with --dates dd/mm/yy or --dates mm/dd/yy`;
    }
    if (this.#dayFirst !== null && this.#monthFirst !== null) {
      return `the date in line ${this.#dayFirst} has the day first and the one in line ${this.#monthFirst} the month: ${say}`;
    }
    if (this.#open === null || this.order() !== null) return null;
    return `its dates, as in line ${this.#open}, may have the day or the month first, and none of them shows which: ${say}`;
  }
}

/** A number as a spreadsheet shows one that is too long for its column: 5.7310E+11. Without the + it may be hexadecimal. */
export function isRoundedKey(key: string): boolean {
  return /^\d([.,]\d+)?E\+\d{2}$/i.test(key);
}

/** Keys that look rounded by chance are not so many. */
const LEAST_KEYS = 5;
/** Spreadsheets keep so many digits. */
const DIGITS_KEPT = 15;
/** Shorter keys are rounded when they come from a text like 5.7310E+11. */
const LEAST_ZEROS = 4;

class KeyEvidence {
  #long = 0;
  #rounded = 0;

  add(key: string): void {
    if (!/^\d{9,}$/.test(key)) return;
    this.#long++;
    const significant = key.replace(/0+$/, "").length;
    const zeros = key.length - significant;
    const isRounded = key.length > DIGITS_KEPT ? significant <= DIGITS_KEPT : zeros >= LEAST_ZEROS;
    if (isRounded) this.#rounded++;
  }

  allRounded(): boolean {
    return this.#rounded >= LEAST_KEYS && this.#rounded === this.#long;
  }
}
