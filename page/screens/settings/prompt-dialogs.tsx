import type { PromptsAnswer } from "../../../src/api/accounts/prompts/prompt-forms.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ask } from "../../store/ask.ts";
import { say } from "../../words/say.ts";

type Spoken = PromptsAnswer["languages"][number];

interface Asked {
  readonly prompt: Spoken["prompts"][number];
  readonly path: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Takes a WAV file for a prompt; the server says what is wrong with one that callers could not hear. */
export function ReplacePrompt({
  prompt: { id, text },
  path,
  spokenIn,
  onDone,
  onClose,
}: Asked & { readonly spokenIn: Pick<Spoken, "code"> }) {
  return (
    <FormDialog
      title={`${say("promptReplace")}: ${id}`}
      confirm={say("promptReplace")}
      submit={async (form) => {
        const piece = form.get("sound") as File;
        await ask(path, { method: "PUT", piece, headers: { "content-type": "audio/wav" } });
        onDone();
        return null;
      }}
      onClose={onClose}
    >
      <p lang={spokenIn.code}>“{text}”</p>
      {text.endsWith("…") && <p>{say("promptGoesOn")}</p>}
      {id.startsWith("return-") && <p>{say("promptNamesNobody")}</p>}
      <label>
        {say("promptFile")}
        <input type="file" name="sound" accept=".wav,audio/wav" required />
        <small>{say("promptFileHelp")}</small>
      </label>
    </FormDialog>
  );
}

/** Takes a recording away, and puts Espera's own sound in its place. */
export function BringPromptBack({ prompt: { id }, path, onDone, onClose }: Asked) {
  return (
    <FormDialog
      title={`${say("promptBringBack")}: ${id}`}
      confirm={say("promptBringBack")}
      isDanger
      submit={async () => {
        await ask(path, { method: "DELETE" });
        onDone();
        return null;
      }}
      onClose={onClose}
    >
      <p>{say("promptBringBackHelp")}</p>
    </FormDialog>
  );
}
