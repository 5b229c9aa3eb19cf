import { say } from "../../words/say.ts";
import { type Mark, type MarkKind, markWords, overtakesOf } from "./marks.ts";

const STEP = 16;
const HEIGHT = 28;
/** Where a line is longer, its middle is shown as a number. */
const FIRST = 30;
const LAST = 5;

/** A line as it stands: its front at the left, beside the agents, the newest at the right; one mark for each person. */
export function LineDrawing({ marks }: { readonly marks: readonly Mark[] }) {
  const isLong = marks.length > FIRST + LAST + 1;
  const shown = isLong ? [...marks.slice(0, FIRST), ...marks.slice(-LAST)] : marks;
  const gap = isLong ? 2 * STEP : 0;
  const width = Math.max(1, shown.length) * STEP + gap + 6;
  return (
    <svg
      class="line-drawing"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path class="front" d={`M2 4v${HEIGHT - 8}`} />
      {shown.map((mark, index) => (
        <g
          key={mark.id}
          class="mark"
          style={{ transform: `translateX(${index * STEP + 14 + (isLong && index >= FIRST ? gap : 0)}px)` }}
        >
          <MarkShape kind={mark.kind} />
          {mark.callback && overtakesOf(mark.callback) > 0 && <path class="overtaken" d="M-3 1l3 3 3-3" />}
        </g>
      ))}
      {isLong && (
        <text class="more" x={FIRST * STEP + 14 + STEP / 2} y={HEIGHT / 2 + 4} text-anchor="middle">
          {say("andMore", { n: marks.length - FIRST - LAST })}
        </text>
      )}
    </svg>
  );
}

/** The shapes differ without colour. */
export function MarkShape({ kind }: { readonly kind: MarkKind }) {
  const y = HEIGHT / 2;
  switch (kind) {
    case "phone":
      return <circle class="phone" cx="0" cy={y} r="5.5" />;
    case "asked":
      return <path class="phone" d={`M-5.5 ${y}a5.5 5.5 0 0 1 11 0z M-5.5 ${y + 2}h11v2h-11z`} />;
    case "keeps":
      return <circle class="keeps" cx="0" cy={y} r="5" />;
    case "called":
      return (
        <>
          <circle class="called ring" cx="0" cy={y} r="5" />
          <path class="called" d={`M0 ${y - 5}a5 5 0 0 1 0 10z`} />
        </>
      );
    case "way":
      return <path class="called" d={`M0 ${y - 6.5}l6 6.5 -6 6.5 -6 -6.5z`} />;
    case "resting":
      return <path class="keeps" d={`M-5 ${y - 4}h10v8h-10z`} />;
  }
}

/** What each mark is, once for the page. */
export function Legend({ kinds }: { readonly kinds: readonly MarkKind[] }) {
  return (
    <ul class="legend" aria-label={say("legend")}>
      {kinds.map((kind) => (
        <li key={kind}>
          <svg width="16" height={HEIGHT} viewBox={`-8 0 16 ${HEIGHT}`} aria-hidden="true">
            <MarkShape kind={kind} />
          </svg>
          {say(markWords[kind])}
        </li>
      ))}
    </ul>
  );
}
