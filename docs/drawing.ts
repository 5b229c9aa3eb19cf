/** The measures of a drawing of figures: its ground, and between what its bars and dots stand. */
export const WIDTH = 720;
const HEIGHT = 320;
export const LEFT = 56;
export const RIGHT = 20;
export const TOP = 72;
export const BOTTOM = HEIGHT - 44;

/** A drawing with its title, in light and dark. */
export function drawing(title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">
  <title id="title">${title}</title>
  <style>
${STYLE}
  </style>
  <rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="16"/>
  <text class="head" x="${LEFT}" y="26">${title}</text>
  ${parts.join("\n  ")}
</svg>
`;
}

/** Words at a place, in one of the looks of the style. */
export function text(look: string, x: number, y: number, words: string): string {
  return `<text class="${look}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words}</text>`;
}

/** What a look stands for, in the row of keys over a drawing, from 0. */
export function keyOf(place: number, look: string, words: string): string {
  const x = LEFT + place * 166;
  return `<rect class="${look}" x="${x}" y="38" width="12" height="12"/><text class="key" x="${x + 18}" y="48">${words}</text>`;
}

/** A level that marks are compared with. */
export function level(y: number): string {
  return `<path class="line" d="M${LEFT} ${y.toFixed(1)}H${WIDTH - RIGHT}"/>`;
}

/** Where bars stand. */
export function baseLine(): string {
  return `<path class="rule" d="M${LEFT} ${BOTTOM}H${WIDTH - RIGHT}"/>`;
}

const STYLE = `    svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
    .ground { fill: #f6f7f9; } text { fill: #1f2733; font-size: 13px; } .head { font-size: 14px; font-weight: 650; }
    .tick, .number { text-anchor: middle; } .side { text-anchor: end; } .tick, .side { fill: #66707f; font-size: 12px; } .number { font-size: 12px; }
    .rule { stroke: #d5dae1; fill: none; } .line { stroke: #8793a3; stroke-width: 1.6; stroke-dasharray: 5 4; fill: none; }
    .faint { fill: #cdd5df; } .middle { fill: #a3aebc; } .other { fill: #66707f; } .accent { fill: #0b6e5c; }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #12161c; } text { fill: #e7ebf0; } .tick, .side { fill: #9aa6b5; } .rule { stroke: #333d4a; } .line { stroke: #7c8898; }
      .faint { fill: #333d4a; } .middle { fill: #556273; } .other { fill: #9aa6b5; } .accent { fill: #5fd3b8; }
    }`;
