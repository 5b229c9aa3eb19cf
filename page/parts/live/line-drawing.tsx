import { say } from "../../words/say.ts";
import { type Mark, type MarkKind, markWords, overtakesOf } from "./marks.ts";

const STEP = 16;
const HEIGHT = 28;
/** Where a line is longer, its middle is shown as a number, in the room of two marks. */
const FIRST = 29;
const GAP = 2;
const LAST = 5;

/**
 * A line as it stands: its front at the left, beside the agents, the newest at the right; one mark for each person. `perRow`: how many stand
 * beside each other, the others in rows under them.
 */
export function LineDrawing({
  marks,
  perRow = Number.POSITIVE_INFINITY,
}: {
  readonly marks: readonly Mark[];
  readonly perRow?: number | undefined;
}) {
  const isLong = marks.length > FIRST + GAP + LAST;
  const shown = isLong ? [...marks.slice(0, FIRST), ...marks.slice(-LAST)] : marks;
  const places = shown.length + (isLong ? GAP : 0);
  const width = Math.min(perRow, Math.max(1, places)) * STEP + 6;
  const height = HEIGHT * Math.max(1, Math.ceil(places / perRow));
  const at = (place: number) => [(place % perRow) * STEP + 14, HEIGHT * Math.floor(place / perRow)] as const;
  const [gapX, gapY] = at(FIRST);
  return (
    <svg
      class="line-drawing"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path class="front" d={`M2 4v${HEIGHT - 8}`} />
      {shown.map((mark, index) => {
        const [x, y] = at(index + (isLong && index >= FIRST ? GAP : 0));
        return (
          <g key={mark.id} class="mark" style={{ transform: `translate(${x}px, ${y}px)` }}>
            <MarkShape kind={mark.kind} />
            {mark.callback && overtakesOf(mark.callback) > 0 && <path class="overtaken" d="M-3 1l3 3 3-3" />}
          </g>
        );
      })}
      {isLong && (
        <text class="more" x={gapX + STEP / 2} y={gapY + HEIGHT / 2 + 4} text-anchor="middle">
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
