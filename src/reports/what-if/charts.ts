/** Drawings of an HTML report, as SVG elements; colours are those of its style sheet. */

/** A line of values, one for each place on the horizontal axis; `null`: there is none. */
interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Of the style sheet. */
  readonly look: string;
}

/** A value with its interval. */
export interface Whisker {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

/** Two bars side by side, of shares from 0 to 1. */
export interface Pair {
  readonly name: string;
  readonly without: number;
  readonly with: number;
  readonly texts: readonly [without: string, having: string];
}

const WIDTH = 720;
const LEFT = 46;
const RIGHT = 12;

/** Shares from 0 to 1 over days, a line for each series. */
export function shareLines(title: string, labels: readonly string[], series: readonly Series[]): string {
  const height = 240;
  const [top, bottom] = [12, height - 26];
  const x = (index: number) =>
    LEFT + (WIDTH - LEFT - RIGHT) * (labels.length < 2 ? 0.5 : index / (labels.length - 1));
  const y = (share: number) => bottom - (bottom - top) * share;
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share)}" y2="${y(share)}"/>` +
      `<text class="axis" x="${LEFT - 6}" y="${y(share) + 4}" text-anchor="end">${100 * share} %</text>`,
  );
  const every = Math.max(1, Math.ceil(labels.length / 8));
  const dates = labels.map((label, index) =>
    index % every === 0
      ? `<text class="axis" x="${x(index).toFixed(1)}" y="${height - 8}" text-anchor="middle">${escapeHtml(label)}</text>`
      : "",
  );
  const lines = series.map(({ values, look }) => {
    const points = values.flatMap((value, index) =>
      value === null ? [] : [{ x: x(index).toFixed(1), y: y(value).toFixed(1) }],
    );
    const dots = points.map((point) => `<circle class="${look}" cx="${point.x}" cy="${point.y}" r="2.5"/>`);
    return `<polyline class="${look}" points="${points.map((point) => `${point.x},${point.y}`).join(" ")}"/>${dots.join("")}`;
  });
  return drawing(title, height, [...grid, ...dates, ...lines]) + legend(series);
}

/** Differences in points, each with its interval, around zero. */
export function whiskers(title: string, of: readonly Whisker[]): string {
  const row = 44;
  const height = row * of.length + 24;
  const most = Math.max(0.1, ...of.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])) * 1.1;
  const [from, to] = [230, WIDTH - RIGHT];
  const x = (value: number) => (from + ((value + most) / (2 * most)) * (to - from)).toFixed(1);
  const rows = of.map(({ name, value, low, high, text }, index) => {
    const y = 22 + row * index;
    return (
      `<text x="0" y="${y + 4}">${escapeHtml(name)}</text>` +
      `<line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>` +
      `<circle class="effect" cx="${x(value)}" cy="${y}" r="5"/>` +
      `<text class="axis" x="${x(value)}" y="${y + 20}" text-anchor="middle">${escapeHtml(text)}</text>`
    );
  });
  const zero = `<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="4" y2="${height - 16}"/><text class="axis" x="${x(0)}" y="${height - 2}" text-anchor="middle">0</text>`;
  return drawing(title, height, [zero, ...rows]);
}

/** Shares without and with, side by side. */
export function pairs(title: string, of: readonly Pair[], names: readonly [string, string]): string {
  const height = 240;
  const [top, bottom] = [20, height - 26];
  const room = (WIDTH - LEFT - RIGHT) / of.length;
  const bar = Math.min(60, room / 3);
  const bars = of.map(({ name, without, with: having, texts }, index) => {
    const middle = LEFT + room * (index + 0.5);
    const one = (share: number, x: number, look: string, text: string) => {
      const y = bottom - (bottom - top) * share;
      return (
        `<rect class="${look}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${bar}" height="${(bottom - y).toFixed(1)}"/>` +
        `<text class="axis" x="${(x + bar / 2).toFixed(1)}" y="${(y - 5).toFixed(1)}" text-anchor="middle">${escapeHtml(text)}</text>`
      );
    };
    return (
      one(without, middle - bar - 3, "without", texts[0]) +
      one(having, middle + 3, "with", texts[1]) +
      `<text x="${middle.toFixed(1)}" y="${height - 8}" text-anchor="middle">${escapeHtml(name)}</text>`
    );
  });
  const base = `<line class="zero" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}"/>`;
  return (
    drawing(title, height, [...bars, base]) +
    legend([
      { name: names[0], look: "without" },
      { name: names[1], look: "with" },
    ])
  );
}

/** Text as it may stand in HTML and SVG, in an attribute too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function drawing(title: string, height: number, parts: readonly string[]): string {
  const label = escapeHtml(title);
  return `<svg role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${height}"><title>${label}</title>${parts.join("")}</svg>`;
}

function legend(of: readonly { readonly name: string; readonly look: string }[]): string {
  const items = of.map(({ name, look }) => `<span><i class="${look}"></i>${escapeHtml(name)}</span>`);
  return `<p class="legend">${items.join("")}</p>`;
}
