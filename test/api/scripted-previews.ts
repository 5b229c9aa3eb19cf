import type { PreviewDesk, PreviewOwner } from "../../src/api/accounts/settings/preview-desk.ts";
import type { PreviewAnswer } from "../../src/api/accounts/settings/settings-forms.ts";
import { type Measures, measureNames } from "../../src/replay/what-if/measures.ts";

/** Every measure the same. */
const measures = (value: number) =>
  Object.fromEntries(measureNames.map((name) => [name, value])) as Record<keyof Measures, number>;

const difference = { value: 0.024, low: 0.006, high: 0.041 };

/** Two days on which it helps; with doubts, nothing may be concluded from them. */
export function scriptedFound(
  doubts: readonly { readonly es: string; readonly en: string }[] = [],
): NonNullable<PreviewAnswer["found"]> {
  return {
    record: measures(0.7),
    model: measures(0.7),
    with: measures(0.724),
    difference: Object.fromEntries(measureNames.map((name) => [name, difference])) as Record<
      keyof Measures,
      typeof difference
    >,
    doubts: [...doubts],
    notes: [],
    days: [1, 2].map((n) => ({ date: `2026-03-0${n}`, model: measures(0.7), with: measures(0.724) })),
    accepts: 0.37,
    ofAll: { value: -0.012, low: -0.02, high: -0.004 },
  };
}

/** Previews that are over when the test says so. */
export class ScriptedPreviews implements PreviewDesk {
  /** Whose they are, by user. */
  readonly #previews = new Map<string, PreviewAnswer>();

  show({ user }: PreviewOwner): PreviewAnswer | null {
    return this.#previews.get(user) ?? null;
  }

  async begin({ user }: PreviewOwner, { asOf, skill, values }: Parameters<PreviewDesk["begin"]>[1]) {
    const preview: PreviewAnswer = {
      version: asOf,
      skill: Number(skill),
      values: { ...values },
      isRunning: true,
      progress: 0.25,
      found: null,
      problem: null,
    };
    this.#previews.set(user, preview);
    return preview;
  }

  async end({ user }: PreviewOwner): Promise<void> {
    this.#previews.delete(user);
  }

  /** What goes on has found that it helps, or why nothing may be concluded. */
  finish(doubts: Parameters<typeof scriptedFound>[0] = []): void {
    for (const [user, preview] of this.#previews)
      this.#previews.set(user, {
        ...preview,
        isRunning: false,
        progress: null,
        found: scriptedFound(doubts),
      });
  }
}
