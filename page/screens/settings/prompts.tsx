import { useSignal } from "@preact/signals";
import type { PromptsAnswer } from "../../../src/api/accounts/prompts/prompt-forms.ts";
import { Refused } from "../../parts/refused.tsx";
import { ActionsTitle } from "../../parts/tables/actions-title.tsx";
import { Wide } from "../../parts/tables/wide.tsx";
import { address, refine } from "../../store/address.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { language } from "../../store/language.ts";
import { number, say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { usePlayer } from "./player.ts";
import { BringPromptBack, ReplacePrompt } from "./prompt-dialogs.tsx";

type Spoken = PromptsAnswer["languages"][number];
type Prompt = Spoken["prompts"][number];

/** What callers hear, to be heard, and replaced where that is possible. */
export function PromptsScreen() {
  const again = useSignal(0);
  const found = useFetched<PromptsAnswer>("/v1/prompts", again.value).value;
  const { answer } = found;
  const wanted = address.value.searchParams.get("spoken") ?? language.value;
  const shown = answer?.languages.find(({ code }) => code === wanted) ?? answer?.languages[0];
  return (
    <>
      <h1>{say("prompts")}</h1>
      <Refused error={found.error} />
      {!answer && found.isLoading && <p class="quiet">{say("loading")}</p>}
      {answer && shown && (
        <>
          <Place answer={answer} />
          <fieldset class="tabs" aria-label={say("promptsLanguage")}>
            {answer.languages.map(({ code, name }) => (
              <button
                key={code}
                type="button"
                aria-pressed={code === shown.code}
                onClick={() => refine({ spoken: code })}
              >
                <span lang={code}>{name}</span>
              </button>
            ))}
          </fieldset>
          {shown.isUnread && <p class="quiet">{say("promptsUnread")}</p>}
          <PromptList
            key={shown.code}
            spoken={shown}
            mayReplace={answer.place === "folder"}
            onChanged={() => again.value++}
          />
        </>
      )}
    </>
  );
}

function Place({ answer: { place, folder } }: { readonly answer: PromptsAnswer }) {
  if (place === "folder") return <p>{say("promptsInFolder", { folder: folder ?? "" })}</p>;
  if (place === "simulated") return <p>{say("promptsSimulated")}</p>;
  return (
    <>
      <p>{say("promptsNotSeen")}</p>
      <pre>{LINES}</pre>
      <p class="quiet">{say("promptsThen")}</p>
    </>
  );
}

function PromptList({
  spoken,
  mayReplace,
  onChanged,
}: {
  readonly spoken: Spoken;
  readonly mayReplace: boolean;
  readonly onChanged: () => void;
}) {
  const { playing, toggle } = usePlayer();
  const replaced = useSignal<Prompt | null>(null);
  const broughtBack = useSignal<Prompt | null>(null);
  const pathOf = ({ id }: Prompt) => `/v1/prompts/${id}/${spoken.code}`;
  return (
    <>
      <Wide name={`${say("prompts")}: ${spoken.name}`}>
        <table class="settings">
          <thead>
            <tr>
              <th scope="col">{say("promptName")}</th>
              <th scope="col">{say("promptText")}</th>
              <th scope="col">{say("promptSound")}</th>
              <ActionsTitle />
            </tr>
          </thead>
          <tbody>
            {spoken.prompts.map((prompt) => (
              <tr key={prompt.id}>
                <th scope="row">
                  <code>{prompt.id}</code>
                </th>
                <td data-label={say("promptText")} lang={spoken.code}>
                  {prompt.text}
                </td>
                <td data-label={say("promptSound")}>{soundOf(prompt)}</td>
                <td class="row-buttons">
                  {prompt.lengthMs !== null && (
                    <button type="button" onClick={() => toggle(pathOf(prompt))}>
                      {say(playing.value === pathOf(prompt) ? "promptStop" : "promptHear")}
                      <span class="only-heard"> {prompt.id}</span>
                    </button>
                  )}
                  {mayReplace && (
                    <button type="button" onClick={() => (replaced.value = prompt)}>
                      {say("promptReplace")}
                      <span class="only-heard"> {prompt.id}</span>
                    </button>
                  )}
                  {mayReplace && (prompt.replacedAt !== null || prompt.lengthMs === null) && (
                    <button type="button" onClick={() => (broughtBack.value = prompt)}>
                      {say("promptBringBack")}
                      <span class="only-heard"> {prompt.id}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {replaced.value && (
        <ReplacePrompt
          prompt={replaced.value}
          path={pathOf(replaced.value)}
          spokenIn={spoken}
          onDone={onChanged}
          onClose={() => (replaced.value = null)}
        />
      )}
      {broughtBack.value && (
        <BringPromptBack
          prompt={broughtBack.value}
          path={pathOf(broughtBack.value)}
          onDone={onChanged}
          onClose={() => (broughtBack.value = null)}
        />
      )}
    </>
  );
}

/** Whose sound it is, and how long. */
function soundOf({ lengthMs, replacedAt }: Prompt) {
  if (lengthMs === null) return <strong class="wrong">{say("promptSilent")}</strong>;
  const length = say("promptSeconds", { seconds: number(lengthMs / 1_000, 1) });
  if (replacedAt === null) return `${say("promptOwn")}, ${length}`;
  return (
    <strong>
      {say("promptReplacedAt", { when: shortMoment(replacedAt, now.peek()) })}, {length}
    </strong>
  );
}

/** Under an operation of `espera.yaml`. */
const LINES = `    exchange:
      asterisk:
        prompts:
          asterisk: /var/lib/asterisk/espera/
          espera: /var/lib/asterisk/espera`;
