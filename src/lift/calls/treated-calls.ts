import { Fault } from "../../faults/faults.ts";
import type { BadRow } from "../../history/call-log.ts";
import { COLUMNS } from "../../history/csv/columns.ts";
import type { CsvRecord } from "../../history/csv/csv.ts";
import { NotCsv } from "../../history/csv/csv.ts";
import { csvTable } from "../../history/csv/csv-table.ts";
import { outcomeOfWord } from "../../history/outcome-words.ts";
import { Names, ownText } from "../../history/own-text.ts";
import { readRecordedFile } from "../../history/recorded-file.ts";
import { SeenKeys } from "../../history/seen-keys.ts";
import { durationMs } from "../../history/written-duration.ts";
import { momentOf, writtenTime } from "../../history/written-time.ts";
import { isTimeZone } from "../../time/local-time.ts";
import type { LiftCall, LiftCallback, Treatment } from "../lift-call.ts";

/** What a file says of each call, and of what smart wait did with it. */
export const TREATED_COLUMNS = [
  ...COLUMNS,
  "treatment",
  "choice",
  "held_out",
  "callback_first_dial_s",
  "callback_reached",
  "callback_connected_s",
  "promised_latest_s",
] as const;
type TreatedColumn = (typeof TREATED_COLUMNS)[number];

/**
 * Reads the calls of a system that called back: CSV, plain or gzip, with a header that names `TREATED_COLUMNS` in any order. Rows come in
 * pieces; one that cannot be used comes as a `BadRow` in its place. `timeZone`: the IANA zone of times that name none. Raises
 * `time-zone-unknown`, `recording-unreadable`, and `recording-invalid` for what is no such file at all.
 */
export async function* readTreatedCalls(
  file: string,
  timeZone: string,
): AsyncGenerator<readonly (LiftCall | BadRow)[]> {
  if (!isTimeZone(timeZone)) throw new Fault("time-zone-unknown", { zone: timeZone });
  const invalid = (problem: string) => new Fault("recording-invalid", { file, problem });
  const seen = new SeenKeys();
  const names = new Names();
  let places: Places | null = null;
  try {
    const isHeader = (fields: readonly string[]) => missingIn(fields).length === 0;
    for await (const records of csvTable(readRecordedFile(file).text, { isHeader })) {
      let rows = records;
      if (!places) {
        const [header] = records;
        if (!header) continue;
        const missing = missingIn(header.fields);
        if (missing.length > 0) throw invalid(`its header lacks ${missing.join(", ")}`);
        places = placesIn(header.fields);
        rows = records.slice(1);
      }
      const found = places;
      yield rows.map((record) => new TreatedRow(record, found, timeZone, names).read(seen));
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw invalid(`line ${error.line}: ${error.message}`);
  }
  if (!places) throw invalid("it is empty");
}

interface Places {
  readonly width: number;
  readonly at: ReadonlyMap<string, number>;
}

function namesIn(fields: readonly string[]): string[] {
  return fields.map((field) => field.trim().toLowerCase());
}

function missingIn(fields: readonly string[]): TreatedColumn[] {
  const names = new Set(namesIn(fields));
  return TREATED_COLUMNS.filter((column) => !names.has(column));
}

function placesIn(fields: readonly string[]): Places {
  return { width: fields.length, at: new Map(namesIn(fields).map((name, place) => [name, place])) };
}

/** Why a row cannot be used. */
class Unusable extends Error {}

class TreatedRow {
  readonly #record: CsvRecord;
  readonly #places: Places;
  readonly #timeZone: string;
  readonly #names: Names;

  constructor(record: CsvRecord, places: Places, timeZone: string, names: Names) {
    this.#names = names;
    this.#record = record;
    this.#places = places;
    this.#timeZone = timeZone;
  }

  read(seen: SeenKeys): LiftCall | BadRow {
    try {
      return this.#call(seen);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return { line: this.#record.line, reason: error.message };
    }
  }

  #call(seen: SeenKeys): LiftCall {
    const { fields } = this.#record;
    const { width } = this.#places;
    if (fields.length !== width)
      throw new Unusable(
        `it has ${fields.length === 1 ? "1 field" : `${fields.length} fields`} where the header has ${width}`,
      );
    const arrivedAt = this.#moment("offered_at");
    const [callId, skill, customer] = [this.#text("call_id"), this.#text("skill"), this.#text("customer")];
    if (callId === "") throw new Unusable("call_id is empty");
    if (skill === "") throw new Unusable("skill is empty");
    if (!seen.add(`${callId}\n${skill}`))
      throw new Unusable("its call_id came before in this file, for the same skill");
    const waitMs = this.#duration("wait_s");
    if (waitMs === null) throw new Unusable("wait_s is neither seconds nor h:mm:ss");
    const outcome = outcomeOfWord(this.#text("outcome"));
    if (outcome === null) throw new Unusable("outcome is neither answered nor abandoned");
    const answered = outcome === "answered";
    const handleMs = this.#duration("service_s");
    if (!answered && handleMs) throw new Unusable("the call was abandoned and yet has a service_s");
    const treatment = this.#treatment();
    return {
      arrivedAt,
      customer: customer === "" ? null : ownText(customer),
      skill: this.#names.of(skill),
      agent: this.#names.of(this.#text("agent")) || null,
      handleMs: answered ? handleMs : null,
      waitMs,
      joinedAfterMs: 0,
      ringMs: null,
      answered,
      treatment,
      eligibleAfterMs: 0,
      callback: treatment === "accepted" ? this.#callback(answered) : null,
    };
  }

  #treatment(): Treatment {
    const treated = this.#yesOrNo("treatment");
    const heldOut = this.#yesOrNo("held_out");
    const choice = this.#text("choice").toLowerCase();
    if (!["yes", "no", "silent", ""].includes(choice))
      throw new Unusable("choice is neither yes, no, silent nor empty");
    if (treated && heldOut) throw new Unusable("the call was treated and yet is held out");
    if (!treated && choice !== "") throw new Unusable("the call has a choice and yet was not treated");
    if (treated) return choice === "yes" ? "accepted" : "declined";
    return heldOut ? "held-out" : "not-eligible";
  }

  #callback(answered: boolean): LiftCallback {
    const firstDialMs = this.#duration("callback_first_dial_s");
    const connectedMs = this.#yesOrNo("callback_reached") ? this.#duration("callback_connected_s") : null;
    const latestMs = this.#duration("promised_latest_s");
    if (connectedMs !== null && (firstDialMs === null || connectedMs < firstDialMs))
      throw new Unusable("the callback was connected before it was dialled");
    if (answered !== (connectedMs !== null))
      throw new Unusable("the outcome and the callback's connection contradict each other");
    // The file has no key 1: what it takes from dialling to the agent may be ringing alone.
    const promiseKept = connectedMs !== null && latestMs !== null && firstDialMs! <= latestMs;
    return { firstDialMs, connectedMs, promiseKept };
  }

  #text(column: TreatedColumn): string {
    return this.#record.fields[this.#places.at.get(column)!]!.trim();
  }

  #yesOrNo(column: TreatedColumn): boolean {
    const text = this.#text(column);
    if (text !== "" && text !== "0" && text !== "1") throw new Unusable(`${column} is neither 0 nor 1`);
    return text === "1";
  }

  /** In ms; `null` where the row has none. */
  #duration(column: TreatedColumn): number | null {
    const text = this.#text(column);
    if (text === "") return null;
    const duration = durationMs(text);
    if (duration === null) throw new Unusable(`${column} is neither seconds nor h:mm:ss`);
    return duration;
  }

  #moment(column: TreatedColumn): number {
    const time = writtenTime(this.#text(column));
    const at = time?.yearFirst ? momentOf(time, null, this.#timeZone) : null;
    if (at === null) throw new Unusable("offered_at is no date and time like 1999-03-31T08:05:00");
    return at;
  }
}
