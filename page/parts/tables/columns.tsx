import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { number, say } from "../../words/say.ts";
import { Wide } from "./wide.tsx";

interface ChartColumn {
  readonly name: string;
  /** One for each series. */
  readonly values: readonly number[];
}

const HEIGHT = 160;
const FOOT = 22;
const LEFT = 34;
/** Of a tick's text, in pixels; with room between two of them. */
const LETTER = 6.5;
const BETWEEN_NAMES = 12;

/** Columns side by side with a name under each; arrows move a cursor that says one column's values; the same as a table. */
export function Columns({
  caption,
  series,
  columns,
}: {
  readonly caption: string;
  readonly series: readonly string[];
  readonly columns: readonly ChartColumn[];
}) {
  const asTable = useSignal(false);
  const cursor = useSignal<number | null>(null);
  const id = useId();
  const most = Math.max(1, ...columns.flatMap(({ values }) => values));
  const step = Math.max(10, Math.min(96, Math.floor(1120 / Math.max(1, columns.length))));
  const width = LEFT + step * columns.length + 4;
  const y = (value: number) => HEIGHT - (value / most) * (HEIGHT - 14);
  const bar = Math.max(2, Math.min(22, (step - Math.min(8, step / 3)) / series.length));
  const widest = LETTER * Math.max(0, ...columns.map(({ name }) => name.length));
  const named = Math.ceil((widest + BETWEEN_NAMES) / step);
  const at = cursor.value === null ? undefined : columns[cursor.value];
  return (
    <figure class="chart">
      <figcaption id={id}>{caption}</figcaption>
      <ul class="legend">
        {series.map((name, index) => (
          <li key={name}>
            <svg width="14" height="14" aria-hidden="true">
              <rect class={`series series-${index}`} width="14" height="14" />
            </svg>
            {name}
          </li>
        ))}
        <li>
          <button
            type="button"
            class="plain"
            aria-pressed={asTable.value}
            onClick={() => (asTable.value = !asTable.peek())}
          >
            {say("asTable")}
          </button>
        </li>
      </ul>
      {asTable.value ? (
        <Wide name={caption}>
          <table>
            <thead>
              <tr>
                <td />
                {series.map((name) => (
                  <th key={name} scope="col" class="figures">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {columns.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {values.map((value, index) => (
                    <td key={series[index]} class="figures" data-label={series[index]}>
                      {number(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      ) : (
        <div class="scroll bare">
          {/* biome-ignore lint/a11y/noSvgWithoutTitle: the caption is its name */}
          <svg
            role="img"
            aria-labelledby={id}
            // Arrows move its cursor. In an SVG only this spelling makes it reachable by keyboard.
            tabindex={0}
            width={width}
            height={HEIGHT + FOOT}
            viewBox={`0 0 ${width} ${HEIGHT + FOOT}`}
            onKeyDown={(event) => {
              const move = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              if (move === 0) return;
              event.preventDefault();
              const from = cursor.peek() ?? (move === 1 ? -1 : columns.length);
              cursor.value = Math.max(0, Math.min(columns.length - 1, from + move));
            }}
            onPointerMove={({ offsetX }) => {
              const index = Math.floor((offsetX - LEFT) / step);
              cursor.value = index >= 0 && index < columns.length ? index : null;
            }}
            onPointerLeave={() => (cursor.value = null)}
          >
            <text class="tick" x={LEFT - 6} y={y(most) + 4} text-anchor="end">
              {number(most)}
            </text>
            <text class="tick" x={LEFT - 6} y={HEIGHT} text-anchor="end">
              0
            </text>
            <path class="axis" d={`M${LEFT} ${HEIGHT}H${width}`} />
            {columns.map(({ name, values }, index) => (
              <g key={name} transform={`translate(${LEFT + index * step + 4} 0)`}>
                {cursor.value === index && <rect class="cursor" x="-4" y="0" width={step} height={HEIGHT} />}
                {values.map((value, one) => (
                  <rect
                    key={series[one]}
                    class={`series series-${one}`}
                    x={one * bar}
                    y={y(value)}
                    width={bar - 1}
                    height={HEIGHT - y(value)}
                  />
                ))}
                {index % named === 0 && (
                  <text class="tick" x={(bar * series.length) / 2} y={HEIGHT + 15} text-anchor="middle">
                    {name}
                  </text>
                )}
              </g>
            ))}
          </svg>
        </div>
      )}
      <p class="quiet" role="status">
        {at
          ? `${at.name}: ${series.map((name, index) => `${name} ${number(at.values[index]!)}`).join(" · ")}`
          : "\u00a0"}
      </p>
    </figure>
  );
}
