import type { OfferReason } from "../../line/events.ts";
import type { CallAsItWas } from "../../replay/as-it-was/as-it-was.ts";
import { type Column, type Table, tableOf } from "../../reports/table.ts";
import type { Language } from "../../words/language.ts";

/** What would have been decided of the calls of a skill; `""`: of all. Times in seconds. */
interface DecisionsAsTheyWere {
  readonly skill: string;
  readonly calls: number;
  readonly offers: number;
  /** Of those who were not offered, how many for each reason. */
  readonly passed: Readonly<Partial<Record<OfferReason, number>>>;
  /** By how much the predicted wait missed the true one, as a mean, of those who were answered after a wait; `null`: of nobody. */
  readonly meanErrorS: number | null;
}

interface Sums {
  calls: number;
  offers: number;
  readonly passed: Partial<Record<OfferReason, number>>;
  errorMs: number;
  compared: number;
}

/** Adds up what would have been decided, by skill. */
export class AsItWasSums {
  readonly #bySkill = new Map<string, Sums>();

  add(one: CallAsItWas): void {
    for (const skill of [one.call.skill, ""]) {
      const sums = this.#bySkill.get(skill) ?? { calls: 0, offers: 0, passed: {}, errorMs: 0, compared: 0 };
      this.#bySkill.set(skill, sums);
      sums.calls++;
      if (one.decision === "offer") sums.offers++;
      else sums.passed[one.reason] = (sums.passed[one.reason] ?? 0) + 1;
      const { waitMs, outcome } = one.call;
      if (outcome !== "answered" || waitMs === 0 || !one.predicted) continue;
      sums.errorMs += Math.abs(one.predicted.meanMs - waitMs);
      sums.compared++;
    }
  }

  /** By skill, in the order of their names, and of all at last. */
  summary(): DecisionsAsTheyWere[] {
    const names = [...this.#bySkill.keys()].filter((name) => name !== "").sort();
    return [...names, ""].map((skill) => {
      const { calls, offers, passed, errorMs, compared } = this.#bySkill.get(skill)!;
      const meanErrorS = compared === 0 ? null : Math.round(errorMs / compared / 100) / 10;
      return { skill, calls, offers, passed, meanErrorS };
    });
  }
}

/** The same as a table to read. */
export function asItWasTable(summary: readonly DecisionsAsTheyWere[], language: Language): Table {
  const word = words[language];
  const shareOf = (part: number, { calls }: DecisionsAsTheyWere) =>
    `${part} (${new Intl.NumberFormat(word.locale, { style: "percent" }).format(part / calls)})`;
  const count = (
    key: string,
    title: string,
    of: (row: DecisionsAsTheyWere) => number,
  ): Column<DecisionsAsTheyWere> => ({ key, title, value: of, text: (row) => shareOf(of(row), row) });
  const passed = (reason: OfferReason) => (row: DecisionsAsTheyWere) => row.passed[reason] ?? 0;
  const known: readonly OfferReason[] = ["agent-free", "wait-short", "wait-unknown"];
  const others = (row: DecisionsAsTheyWere) =>
    row.calls - row.offers - known.reduce((sum, reason) => sum + passed(reason)(row), 0);
  const columns: Column<DecisionsAsTheyWere>[] = [
    { key: "skill", title: "Skill", left: true, value: ({ skill }) => skill || word.all },
    { key: "calls", title: word.calls, value: ({ calls }) => calls },
    count("offers", word.offers, ({ offers }) => offers),
    count("agent_free", word.agentFree, passed("agent-free")),
    count("wait_short", word.waitShort, passed("wait-short")),
    count("wait_unknown", word.waitUnknown, passed("wait-unknown")),
    count("other", word.others, others),
    {
      key: "mean_error_s",
      title: word.error,
      value: ({ meanErrorS }) => meanErrorS,
      text: ({ meanErrorS }) => (meanErrorS === null ? "-" : `${meanErrorS} s`),
    },
  ];
  return tableOf(columns, summary.slice(0, -1), summary.at(-1));
}

const words = {
  es: {
    locale: "es-CO",
    all: "todos",
    calls: "Llamadas",
    offers: "Se ofrecería",
    agentFree: "Agente libre",
    waitShort: "Espera corta",
    waitUnknown: "Sin previsión",
    others: "Otra razón",
    error: "Error medio",
  },
  en: {
    locale: "en",
    all: "all",
    calls: "Calls",
    offers: "Would offer",
    agentFree: "Agent free",
    waitShort: "Short wait",
    waitUnknown: "No prediction",
    others: "Other reason",
    error: "Mean error",
  },
} as const satisfies Record<Language, unknown>;
