import type { ComponentChildren, HTMLAttributes } from "preact";

/** A table that may be wider than the screen: it scrolls by itself, with the keyboard too, and has a name. */
export function Wide({
  name,
  isBare = false,
  children,
  ...rest
}: {
  readonly name: string;
  readonly isBare?: boolean;
  readonly children: ComponentChildren;
} & Omit<HTMLAttributes<HTMLElement>, "name">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll what overflows
    <section class={isBare ? "scroll bare" : "scroll"} tabIndex={0} aria-label={name} {...rest}>
      {children}
    </section>
  );
}
