import type { HistoryNote } from "../../history/history-notes.ts";
import type { Compared, Comparison } from "../../replay/what-if/comparison.ts";
import type { Differences } from "../../replay/what-if/difference.ts";
import { type Measures, measureNames } from "../../replay/what-if/measures.ts";
import type { SurveyedRecording } from "../../replay/what-if/record.ts";
import { doubtSentence } from "../../reports/what-if/doubt-sentence.ts";
import type { Language } from "../../words/language.ts";

/** What a replay found, as a plain object; shares from 0 to 1, times in seconds. */
export function whatIfJson(
  { skills, days, redials, ...all }: Comparison,
  surveyed: SurveyedRecording,
  language: Language,
): object {
  return {
    days: days.length,
    ...comparedJson(all, language),
    skills: skills.map(({ skillId, name, ...skill }) => ({
      skillId,
      name,
      ...comparedJson(skill, language),
    })),
    daily: days.map(({ date, record, model, with: having }) => ({
      date,
      record: measuresJson(record),
      model: measuresJson(model),
      with: measuresJson(having),
    })),
    redials,
    ignored: ignoredOf(surveyed),
  };
}

function comparedJson(compared: Compared, language: Language): object {
  const { record, model, without, difference, doubts, dailyMissPoints } = compared;
  return {
    record: measuresJson(record),
    model: measuresJson(model),
    without: measuresJson(without),
    with: measuresJson(compared.with),
    difference: differencesJson(difference),
    dailyMissPoints: rounded(dailyMissPoints),
    conclusive: doubts.length === 0,
    why: doubts.map((doubt) => doubtSentence(doubt)[language]).join(" "),
  };
}

/** What of the files says nothing here, by name: events that are not known, and what else was left out. */
function ignoredOf({ notes, badRows }: SurveyedRecording): Record<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => {
    if (by > 0) counts.set(name, (counts.get(name) ?? 0) + by);
  };
  for (const note of notes) for (const [name, by] of countsOf(note)) count(name, by);
  count("rows-unusable", badRows);
  return Object.fromEntries(counts);
}

function countsOf(note: HistoryNote): (readonly [string, number])[] {
  switch (note.kind) {
    case "events-unknown":
      return [...note.events];
    case "cut-off":
      return [["calls-cut-off", note.began + note.waiting]];
    case "withdrawn":
      return [["WITHDRAW", note.calls]];
    case "return-calls":
      return [["return-calls", note.calls]];
    case "lines-repeated":
      return [["lines-repeated", note.lines]];
    case "lines-unreadable":
      return [["lines-unreadable", note.lines]];
    // These calls are used.
    case "keys-rounded":
    case "left-unanswered":
    case "talk-unknown":
      return [];
  }
}

function measuresJson(measures: Measures): object {
  return Object.fromEntries(measureNames.map((name) => [name, rounded(measures[name])]));
}

function differencesJson(differences: Differences): object {
  return Object.fromEntries(
    measureNames.map((name) => {
      const { value, low, high } = differences[name];
      return [name, { value: rounded(value), low: rounded(low), high: rounded(high) }];
    }),
  );
}

/** To six digits: more is chance. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}
