/** What a person who takes recorded calls as history should know about them. Counts only: no personal data. */
export type HistoryNote =
  /** Their customers' keys were rounded by a spreadsheet, and taken for nobody's. */
  | { readonly kind: "keys-rounded"; readonly rows: number }
  /** They left their queue unanswered by its rules, not by hanging up; counted as abandoned. */
  | {
      readonly kind: "left-unanswered";
      readonly timeout: number;
      readonly key: number;
      readonly empty: number;
    }
  /** Left out: they began before the log does, or the log does not say how their wait ended. */
  | { readonly kind: "cut-off"; readonly began: number; readonly waiting: number }
  /** Answered, and the log does not say how long they talked. */
  | { readonly kind: "talk-unknown"; readonly calls: number }
  /** Left out: they were taken out of their queue, for a return call for example. */
  | { readonly kind: "withdrawn"; readonly calls: number }
  /** Left out: Espera's own calls. */
  | { readonly kind: "return-calls"; readonly calls: number }
  | { readonly kind: "lines-repeated"; readonly lines: number }
  | { readonly kind: "lines-unreadable"; readonly lines: number }
  /** By name, the most frequent first. */
  | { readonly kind: "events-unknown"; readonly events: readonly (readonly [name: string, count: number])[] };
