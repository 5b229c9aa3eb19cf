/**
 * A text that takes as much room whatever it says, so that nothing under it moves when it changes. What is too long is cut off by sight
 * only: a reader hears it whole, sees it whole on pointing at it, and on the screen that its row leads to. `label`: as of a cell.
 */
export function Steady({ text, label }: { readonly text: string; readonly label?: string }) {
  return (
    <span class="steady" title={text} data-label={label}>
      {text}
    </span>
  );
}
