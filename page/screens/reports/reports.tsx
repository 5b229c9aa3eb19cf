import { address } from "../../store/address.ts";
import { now } from "../../store/clock.ts";
import { operation } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { hourWithSeconds } from "../../words/times.ts";
import { asked, REPORTS } from "./asked.ts";
import { Diagram2 } from "./diagram-2.tsx";
import { Diagram3 } from "./diagram-3.tsx";
import { RangeChoice } from "./range.tsx";
import { SmartWait } from "./smart-wait.tsx";
import { TakeAway } from "./take-away.tsx";

const titles = {
  "smart-wait": "reportSmartWait",
  diagram_2: "reportDiagram2",
  diagram_3: "reportDiagram3",
} as const;
const screens = { "smart-wait": SmartWait, diagram_2: Diagram2, diagram_3: Diagram3 } as const;

/** The reports, each with its range, its grouping and its filters in the address. */
export function Reports() {
  const { report } = asked.value;
  const Report = screens[report];
  return (
    <>
      <h1>{say("reports")}</h1>
      <nav class="tabs" aria-label={say("reports")}>
        {REPORTS.map((name) => (
          <a
            key={name}
            href={otherReport(name)}
            data-inside
            aria-current={name === report ? "page" : undefined}
          >
            {say(titles[name])}
          </a>
        ))}
      </nav>
      <RangeChoice />
      <Report />
      <p class="quiet">
        {say("zoneIs", { zone: operation.value!.timeZone })} ·{" "}
        {say("asOf", { time: hourWithSeconds(now.peek()) })} · {say("rowsMayChange")}
      </p>
      <TakeAway />
    </>
  );
}

/** The same days and skill in another report. */
function otherReport(name: string): string {
  const kept = new URLSearchParams(address.value.search);
  for (const own of ["status", "group"]) kept.delete(own);
  return `/reports/${name}?${kept}`;
}
