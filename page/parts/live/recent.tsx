import { computed } from "@preact/signals";
import type { RecentAnswer } from "../../store/answers.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { percent, say } from "../../words/say.ts";
import { hour } from "../../words/times.ts";

const HEIGHT = 24;
const STEP = 12;

/** What is recent is asked for again as often. */
const LOOK_EVERY_MS = 15_000;
const lookedAt = computed(() => Math.floor(now.value / LOOK_EVERY_MS));

/** How each skill has done lately; `undefined`: not known yet. */
export function useRecent(): RecentAnswer["skills"] | undefined {
  return useFetched<RecentAnswer>("/v1/skills/recent", lookedAt.value).value.answer?.skills;
}

/** The level of the last 30 minutes in steps of five, and how many call now beside what is usual. */
export function Recent({
  recent: { levels, quarter },
  share,
}: {
  readonly recent: RecentAnswer["skills"][number];
  /** Of the target. */
  readonly share: number;
}) {
  const finished = levels.reduce((sum, one) => sum + one.finished, 0);
  const within = levels.reduce((sum, one) => sum + one.within, 0);
  const { arrived, usual } = quarter;
  const from = hour(quarter.from);
  const isMany = usual !== null && arrived > usual.high;
  const width = STEP * levels.length;
  return (
    <span class="recent">
      <svg
        role="img"
        aria-label={say("recentLevels", {
          levels: levels
            .map(
              (one) => `${hour(one.from)} ${one.finished === 0 ? "–" : percent(one.within / one.finished)}`,
            )
            .join(", "),
        })}
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
      >
        {levels.map(({ from, ...counts }, index) => {
          if (counts.finished === 0) return null;
          const level = counts.within / counts.finished;
          const tall = Math.max(2, level * HEIGHT);
          return (
            <rect
              key={from}
              class={level >= share ? "step" : "step below"}
              x={index * STEP}
              y={HEIGHT - tall}
              width={STEP - 2}
              height={tall}
            />
          );
        })}
        <path class="aim" d={`M0 ${HEIGHT * (1 - share)}H${width}`} />
      </svg>{" "}
      <small>{say("recentLevel", { level: finished === 0 ? "–" : percent(within / finished) })}</small>
      <small class={isMany ? "arrivals more-than" : "arrivals"}>
        {say("arrivedSoFar", { from, n: arrived })}
        {usual !== null && (
          <>
            {" "}
            <span>
              {say("usualIs", usual)}
              {isMany && <span aria-hidden="true"> ▲</span>}
            </span>
            {isMany && <span class="only-heard"> {say("moreThanUsual")}</span>}
          </>
        )}
      </small>
    </span>
  );
}
