import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PreviewAnswer, SettingsAnswer } from "../../../src/api/accounts/settings/settings-forms.ts";
import { Refused } from "../../parts/refused.tsx";
import { ComparedTable } from "../../parts/tables/compared.tsx";
import { ask } from "../../store/ask.ts";
import { useFetched } from "../../store/fetched.ts";
import { language } from "../../store/language.ts";
import { percent, say, signed } from "../../words/say.ts";

const LOOK_EVERY_MS = 1_000;

/** What last week would have been with other values of a skill, before anything is saved. */
export function Preview({
  settings,
  skill,
  values,
}: {
  readonly settings: SettingsAnswer;
  readonly skill: SettingsAnswer["skills"][number];
  readonly values: Readonly<Record<string, string>>;
}) {
  const again = useSignal(0);
  const refused = useSignal<unknown>(null);
  const { answer } = useFetched<{ preview: PreviewAnswer | null }>("/v1/settings/preview", again.value).value;
  const last = answer?.preview ?? null;
  const preview = last && isOf(last, settings.version, skill.id, values) ? last : null;
  const isRunning = preview?.isRunning ?? false;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => again.value++, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  const order = async (path: string, asked: Parameters<typeof ask>[1]) => {
    refused.value = null;
    try {
      await ask(path, asked);
    } catch (error) {
      refused.value = error;
    }
    again.value++;
  };
  return (
    <section aria-label={say("previewTitle")}>
      {!isRunning && !preview?.found && (
        <p>
          <button
            type="button"
            onClick={() =>
              void order(`/v1/settings/skills/${skill.id}/preview`, {
                method: "POST",
                body: { version: settings.version, values },
              })
            }
          >
            {say("previewSee")}
          </button>{" "}
          <small>{say("previewIs")}</small>
        </p>
      )}
      <Refused error={refused.value} />
      {isRunning && (
        <>
          <p role="status">
            {preview!.progress === null
              ? say("previewReading")
              : say("previewRunning", { share: percent(preview!.progress) })}
          </p>
          <p>
            <progress
              aria-label={say("previewTitle")}
              {...(preview!.progress === null ? {} : { value: preview!.progress, max: 1 })}
            />{" "}
            <button type="button" onClick={() => void order("/v1/settings/preview", { method: "DELETE" })}>
              {say("whatIfStop")}
            </button>
          </p>
        </>
      )}
      {preview?.problem && (
        <p role="alert" class="wrong">
          {preview.problem[language.value]}
        </p>
      )}
      {preview?.found && <Found found={preview.found} isAlone={settings.skills.length === 1} />}
    </section>
  );
}

function Found({
  found,
  isAlone,
}: {
  readonly found: NonNullable<PreviewAnswer["found"]>;
  /** The operation has this skill only. */
  readonly isAlone: boolean;
}) {
  const { value, low, high } = found.ofAll;
  const isWhole = !isAlone && found.doubts.length === 0 && value !== null && low !== null && high !== null;
  const points = (share: number) => signed(100 * share, 1);
  return (
    <>
      <ComparedTable
        result={found}
        words={{
          doubted: say("previewDoubted"),
          effect: say("previewEffect"),
          base: say("previewBase"),
          variant: say("previewVariant"),
          assumes: [
            say("whatIfAssumesPeople"),
            say("whatIfAssumesAgents"),
            say("previewAssumesAcceptance", { share: percent(found.accepts) }),
            say("previewAssumesAuto"),
          ],
        }}
      />
      {isWhole && (
        <p>{say("previewOfAll", { value: points(value), low: points(low), high: points(high) })}</p>
      )}
    </>
  );
}

/** Whether a preview is of just these values. */
function isOf(
  preview: PreviewAnswer,
  version: number,
  skill: number,
  values: Readonly<Record<string, string>>,
): boolean {
  const keys = new Set([...Object.keys(values), ...Object.keys(preview.values)]);
  const same = [...keys].every((key) => (values[key] ?? "") === (preview.values[key] ?? ""));
  return preview.version === version && preview.skill === skill && same;
}
