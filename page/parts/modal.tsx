import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * A window over everything else, open as long as it is rendered. `onClose` asks for it to be taken out, and nothing waits for
 * the browser's `close` event: that comes with the next frame, and where none is drawn the dialog would be closed but still there.
 */
export function Modal({
  name,
  labelledBy,
  onClose,
  children,
}: {
  readonly name: "sheet" | "again";
  /** The id of its heading. */
  readonly labelledBy: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = dialog.current!;
    opened.showModal();
    // Gives the focus back to where it was.
    return () => opened.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={name}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        // A choice of files that is given up bubbles.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // Where the browser closed it without asking.
      onClose={({ currentTarget }) => {
        if (!currentTarget.isConnected) return;
        currentTarget.showModal();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
