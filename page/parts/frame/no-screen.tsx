import type { ComponentChildren } from "preact";

/** In place of a screen that is not there yet, or not at all: which one, for those who hear the page, and why. */
export function NoScreen({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      <h1 class="only-heard">{title}</h1>
      <p class="quiet" role="status">
        {children}
      </p>
    </>
  );
}
