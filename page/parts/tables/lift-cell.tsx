import { say, signed } from "../../words/say.ts";

/** One axis for every skill, so that two lifts can be compared by eye; points. */
const AXIS = 10;
const WIDTH = 96;
const HEIGHT = 16;

/** An estimated lift: its range first, in figures and drawn, and what it comes to in a word. In percentage points. */
export function LiftCell({
  value,
  low,
  high,
  days,
  isDoubted = false,
}: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The lift of each day. */
  readonly days: readonly number[];
  /** Something speaks against relying on the range. */
  readonly isDoubted?: boolean;
}) {
  const known = low > 0 ? "liftHelps" : high < 0 ? "liftHarms" : "liftUnsure";
  return (
    <span class="lift">
      <span class="digits">
        <strong>{say("points", { value: signed(value, 1) })}</strong>{" "}
        {say("rangeOf", { low: signed(outwards(low, -1), 1), high: signed(outwards(high, 1), 1) })}
      </span>
      <Band low={low} high={high} value={value} days={days} />
      <span>{say(isDoubted ? "liftUnsure" : known)}</span>
    </span>
  );
}

/** Where only bounds are known: no point, and no word of what it comes to. */
export function LiftBounds({ low, high }: { readonly low: number; readonly high: number }) {
  return (
    <span class="lift">
      <span class="digits">
        {say("boundsOf", { low: signed(outwards(low, -1), 1), high: signed(outwards(high, 1), 1) })}
      </span>
      <Band low={low} high={high} value={null} days={[]} />
    </span>
  );
}

/** A band whose edges fade, the zero line, a small dot for each day, and a dot: no bar, which would make what lies inside it look likelier. */
function Band({
  low,
  high,
  value,
  days,
}: {
  readonly low: number;
  readonly high: number;
  readonly value: number | null;
  readonly days: readonly number[];
}) {
  const x = (points: number) => ((Math.max(-AXIS, Math.min(AXIS, points)) + AXIS) / (2 * AXIS)) * WIDTH;
  const [left, right] = [x(low), x(high)];
  const fade = Math.min(6, (right - left) / 3);
  return (
    <svg class="band" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path class="zero" d={`M${WIDTH / 2} 0v${HEIGHT}`} />
      <rect class="tint faint" x={left} y="3" width={Math.max(1, right - left)} height={HEIGHT - 6} />
      <rect
        class="tint"
        x={left + fade}
        y="3"
        width={Math.max(1, right - left - 2 * fade)}
        height={HEIGHT - 6}
      />
      {days.map((points, index) => (
        <circle key={index} class="one-day" cx={x(points)} cy={HEIGHT / 2} r="1.5" />
      ))}
      {value !== null && <circle class="dot" cx={x(value)} cy={HEIGHT / 2} r="3.5" />}
    </svg>
  );
}

/** Rounded to a tenth of a point, away from the middle: a range is never made to look narrower. */
function outwards(points: number, direction: 1 | -1): number {
  return (direction === 1 ? Math.ceil(points * 10 - 1e-9) : Math.floor(points * 10 + 1e-9)) / 10;
}
