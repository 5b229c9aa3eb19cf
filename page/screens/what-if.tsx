import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { NoScreen } from "../parts/frame/no-screen.tsx";
import { ComparedTable } from "../parts/tables/compared.tsx";
import { operationShown } from "../store/address.ts";
import type { WhatIfChoice, WhatIfJob } from "../store/answers.ts";
import { language } from "../store/language.ts";
import { may } from "../store/session.ts";
import { cancelRun, forget, job, lookAtJob, refusal, runAgain, sendFile } from "../store/what-if.ts";
import { percent, say } from "../words/say.ts";

/** What smart wait would have done on recorded days: first whether the model may be believed, then what would change. */
export function WhatIfScreen() {
  useEffect(() => lookAtJob(), []);
  const found = job.value;
  if (!may("orders")) return <NoScreen title={say("whatIf")}>{say("whatIfNotAllowed")}</NoScreen>;
  return (
    <>
      <h1>{say("whatIf")}</h1>
      <p class="quiet">{say("whatIfIs")}</p>
      {refusal.value && (
        <p role="alert" class="wrong">
          {refusal.value[language.value] ?? say("unreachable")}
        </p>
      )}
      {found === null ? <Drop /> : <Job job={found} />}
    </>
  );
}

function Drop() {
  const isOver = useSignal(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) void sendFile(file);
  };
  return (
    <label
      class={`sheet drop${isOver.value ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      {say("whatIfDrop")}
      <input type="file" onChange={({ currentTarget }) => take(currentTarget.files)} />
    </label>
  );
}

function Job({ job: found }: { readonly job: WhatIfJob }) {
  const { name, state, received, bytes, progress, result, hasRecord } = found;
  const done = state === "uploading" ? received / bytes : progress;
  return (
    <>
      <section class="sheet" aria-labelledby="record">
        <h2 id="record">{name}</h2>
        {state === "uploading" && <p>{say("whatIfSending", { share: percent(received / bytes) })}</p>}
        {state === "running" && (
          <p>
            {progress === null ? say("whatIfReading") : say("whatIfRunning", { share: percent(progress) })}
          </p>
        )}
        {(state === "uploading" || state === "running") && (
          <progress aria-label={name} {...(done === null ? {} : { value: done, max: 1 })} />
        )}
        {found.problem && (
          <p role="alert" class="wrong">
            {found.problem[language.value]}
          </p>
        )}
        {!hasRecord && <p class="quiet">{say("whatIfForgotten")}</p>}
        <p class="buttons">
          {state === "running" && (
            <button type="button" onClick={() => void cancelRun()}>
              {say("whatIfStop")}
            </button>
          )}
          {result && (
            <a class="button" href={reportAddress(found)} download>
              {say("whatIfReport")}
            </a>
          )}
          <button type="button" onClick={() => void forget()}>
            {say("whatIfForget")}
          </button>
        </p>
      </section>
      {result && (
        <ComparedTable
          result={result}
          words={{
            doubted: say("whatIfDoubted"),
            effect: say("whatIfEffect"),
            base: say("whatIfWithout"),
            variant: say("whatIfWith"),
            assumes: [say("whatIfAssumesPeople"), say("whatIfAssumesAgents"), say("whatIfAssumesAcceptance")],
          }}
        />
      )}
      {hasRecord &&
        state !== "uploading" &&
        state !== "running" &&
        (!result || result.doubts.length === 0) && <Choices chosen={found.choice ?? {}} />}
    </>
  );
}

function reportAddress({ id }: WhatIfJob): string {
  const own = operationShown.value === null ? "" : `&operation=${operationShown.value}`;
  return `/v1/what-if/${id}/report?language=${language.value}${own}`;
}

/** What can be changed, and lived through again. */
function Choices({ chosen }: { readonly chosen: WhatIfChoice }) {
  const choice = useSignal(chosen);
  const change = (to: WhatIfChoice) => (choice.value = { ...choice.peek(), ...to });
  const { offerAfterS = 30, discipline = "place", acceptance = 0.37, target } = choice.value;
  const { share: targetShare, withinS } = target ?? { share: 0.8, withinS: 20 };
  return (
    <form
      class="sheet"
      aria-labelledby="choices"
      onSubmit={(event) => {
        event.preventDefault();
        void runAgain(choice.peek());
      }}
    >
      <h2 id="choices">{say("whatIfChoices")}</h2>
      <label>
        {say("whatIfOfferAfter", { seconds: offerAfterS })}
        <input
          type="range"
          min="10"
          max="300"
          step="5"
          value={offerAfterS}
          onInput={({ currentTarget }) => change({ offerAfterS: Number(currentTarget.value) })}
        />
      </label>
      <label>
        {say("whatIfDiscipline")}
        <select
          value={discipline}
          onChange={({ currentTarget }) =>
            change({ discipline: currentTarget.value as NonNullable<WhatIfChoice["discipline"]> })
          }
        >
          <option value="place">{say("whatIfPlace")}</option>
          <option value="window">{say("whatIfWindow")}</option>
          <option value="flexible">{say("whatIfFlexible")}</option>
        </select>
      </label>
      <label>
        {say("whatIfAcceptance", { share: percent(acceptance) })}
        <input
          type="range"
          min="0.05"
          max="0.95"
          step="0.01"
          value={acceptance}
          onInput={({ currentTarget }) => change({ acceptance: Number(currentTarget.value) })}
        />
      </label>
      <label>
        {say("whatIfTarget", { share: percent(targetShare), seconds: withinS })}
        <input
          type="range"
          min="5"
          max="120"
          step="5"
          value={withinS}
          onInput={({ currentTarget }) =>
            change({ target: { share: targetShare, withinS: Number(currentTarget.value) } })
          }
        />
      </label>
      <button type="submit">{say("whatIfRun")}</button>
    </form>
  );
}
