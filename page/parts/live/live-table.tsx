import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Wide } from "../tables/wide.tsx";
import type { FrozenOrder } from "./frozen.ts";

/** A table whose rows come by themselves: their order holds while a hand is on it. */
export function LiveTable({
  name,
  order,
  picked,
  children,
}: {
  readonly name: string;
  readonly order: FrozenOrder;
  /** How many of its rows are checked. */
  readonly picked: number;
  readonly children: ComponentChildren;
}) {
  const around = useRef<HTMLDivElement>(null);
  const look = () => {
    if (around.current && isHandOn(around.current)) order.touch();
    else order.release();
  };
  useEffect(() => {
    // Where focus goes to, and whether the pointer is still over it, is known once the event is over.
    const lookAfter = () => setTimeout(look);
    const stop = new AbortController();
    const { signal } = stop;
    for (const event of ["pointerenter", "pointerleave", "focusin", "focusout"])
      around.current!.addEventListener(event, lookAfter, { signal });
    // A menu's own event does not bubble.
    around.current!.addEventListener("toggle", lookAfter, { signal, capture: true });
    document.addEventListener("selectionchange", lookAfter, { signal });
    return () => {
      stop.abort();
      order.release();
    };
  }, []);
  useEffect(look, [picked]);
  return (
    <div ref={around}>
      <Wide name={name}>{children}</Wide>
    </div>
  );
}

/** The pointer is over it, or something in it has focus, is checked, is an open menu or is selected text. */
function isHandOn(part: HTMLElement): boolean {
  const selection = getSelection();
  return (
    part.matches(":hover") ||
    part.contains(document.activeElement) ||
    part.querySelector("details[open], input:checked") !== null ||
    (selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode))
  );
}
