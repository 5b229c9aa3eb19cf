import { readFileSync } from "node:fs";
import type { Language, Sentence } from "../src/words/language.ts";
import { BOTTOM, baseLine, drawing, keyOf, LEFT, RIGHT, TOP, text, WIDTH } from "./drawing.ts";

/** What the drawings show: figures that `npm run bench -- prediction` printed, kept in `brain-figures.json`. */
interface BrainFigures {
  /** By month, by how much each way missed the waits of callers who were answered after a wait: root mean square, s. */
  readonly waits: readonly {
    readonly month: string;
    readonly plainS: number;
    readonly lastWaitS: number;
    readonly treesS: number;
    readonly learnedS: number;
  }[];
  /** By tenth of the risk that was said, how often it came true. */
  readonly risk: readonly { readonly saidPercent: number; readonly camePercent: number }[];
}

const figures = JSON.parse(
  readFileSync(new URL("brain-figures.json", import.meta.url), "utf8"),
) as BrainFigures;

/** By how much each way misses the wait, a group of bars for each month. */
export function waitsDrawing(language: Language): string {
  const most = Math.max(...figures.waits.map(({ plainS }) => plainS)) * 1.1;
  const y = (seconds: number) => BOTTOM - ((BOTTOM - TOP) * seconds) / most;
  const room = (WIDTH - LEFT - RIGHT) / figures.waits.length;
  const month = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  const groups = figures.waits.flatMap((of, index) => {
    const from = LEFT + room * index + room / 2;
    const bar = (value: number, place: number, look: string) => {
      const x = from + (place - 2) * BAR;
      const number = text("number", x + BAR / 2, y(value) - 5, String(Math.round(value)));
      return `<rect class="${look}" x="${x}" y="${y(value).toFixed(1)}" width="${BAR - 4}" height="${(BOTTOM - y(value)).toFixed(1)}"/>${number}`;
    };
    return [
      bar(of.plainS, 0, "faint"),
      bar(of.lastWaitS, 1, "middle"),
      bar(of.treesS, 2, "other"),
      bar(of.learnedS, 3, "accent"),
      text("tick", from, BOTTOM + 22, month.format(new Date(`${of.month}-01`))),
    ];
  });
  const keys = (["faint", "middle", "other", "accent"] as const).map((look, index) =>
    keyOf(index, look, waysInWords[look][language]),
  );
  return drawing(waitsTitle[language], [...keys, ...groups, baseLine()]);
}

/** How often the risk that was said came true; on the line, as often as it was said. */
export function riskDrawing(language: Language): string {
  const side = BOTTOM - TOP;
  const from = LEFT + 40;
  const x = (percent: number) => from + (side * percent) / 100;
  const y = (percent: number) => BOTTOM - (side * percent) / 100;
  const ticks = [0, 50, 100].flatMap((percent) => [
    text("tick", x(percent), BOTTOM + 18, `${percent} %`),
    `<text class="side" x="${from - 8}" y="${y(percent) + 4}">${percent} %</text>`,
    `<path class="rule" d="M${x(0)} ${y(percent)}H${x(100)}"/>`,
  ]);
  const dots = figures.risk.map(
    ({ saidPercent, camePercent }) =>
      `<circle class="accent" cx="${x(saidPercent).toFixed(1)}" cy="${y(camePercent).toFixed(1)}" r="5"/>`,
  );
  const notes = riskNotes.map(
    (note, index) =>
      `<text class="key" x="${x(100) + 40}" y="${TOP + 24 + index * 24}">${note[language]}</text>`,
  );
  return drawing(riskTitle[language], [
    ...ticks,
    `<path class="line" d="M${x(0)} ${y(0)}L${x(100)} ${y(100)}"/>`,
    ...dots,
    ...notes,
  ]);
}

const waitsTitle: Sentence = {
  es: "Por cuánto se falla la espera, en segundos",
  en: "By how much the wait is missed, in seconds",
};
const waysInWords = {
  faint: { es: "quienes van delante", en: "callers ahead" },
  middle: { es: "la última espera", en: "the last wait" },
  other: { es: "árboles, cada mes", en: "trees, every month" },
  accent: { es: "lo aprendido", en: "learned" },
} as const satisfies Record<string, Sentence>;
const riskTitle: Sentence = {
  es: "El riesgo que se dijo, y cuántas veces se cumplió",
  en: "The risk that was said, and how often it came true",
};
const riskNotes: readonly Sentence[] = [
  { es: "Hacia la derecha: el riesgo dicho.", en: "To the right: the risk that was said." },
  { es: "Hacia arriba: de esas medias horas,", en: "Up: of those half hours, how many" },
  { es: "cuántas terminaron bajo la meta.", en: "ended below the target." },
  { es: "En la línea: tantas como se dijo.", en: "On the line: as many as were said." },
];

const BAR = 36;
