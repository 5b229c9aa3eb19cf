import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { say } from "../words/say.ts";
import { Modal } from "./modal.tsx";
import { Refused } from "./refused.tsx";

/**
 * Asks for what an act needs, does it, and closes; what was typed stays where the server refuses. What `submit` gives is
 * shown until the reader closes the dialog.
 */
export function FormDialog({
  title,
  confirm,
  isDanger = false,
  submit,
  onClose,
  children,
}: {
  readonly title: string;
  /** `null`: there is nothing to do but to read. */
  readonly confirm: string | null;
  readonly isDanger?: boolean;
  /** Errors: those of `ask`. */
  readonly submit: (form: FormData) => Promise<ComponentChildren>;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}) {
  const id = useId();
  const busy = useSignal(false);
  const error = useSignal<unknown>(null);
  const result = useSignal<ComponentChildren>(null);
  const act = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.peek()) return;
    const form = event.currentTarget as HTMLFormElement;
    busy.value = true;
    error.value = null;
    try {
      const found = await submit(new FormData(form));
      if (found) result.value = found;
      // Where it was closed meanwhile, another may be open.
      else if (form.isConnected) onClose();
    } catch (refused) {
      error.value = refused;
    } finally {
      busy.value = false;
    }
  };
  return (
    <Modal name="sheet" labelledBy={id} onClose={onClose}>
      <form onSubmit={(event) => void act(event)}>
        <h2 id={id}>{title}</h2>
        {result.value ?? children}
        <Refused error={error.value} />
        <p class="buttons">
          <button type="button" class="plain" onClick={onClose}>
            {say(result.value || confirm === null ? "close" : "back")}
          </button>
          {!result.value && confirm !== null && (
            <button type="submit" class={isDanger ? "danger" : ""} aria-disabled={busy.value}>
              {confirm}
            </button>
          )}
        </p>
      </form>
    </Modal>
  );
}

/** What is shown this once, with a button that copies it. */
export function ShownOnce({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div role="status">
      <p>{title}</p>
      <p>
        <code class="secret">{text}</code>
      </p>
      <button type="button" onClick={() => void navigator.clipboard.writeText(text)}>
        {say("copy")}
      </button>
    </div>
  );
}
