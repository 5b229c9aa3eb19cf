import { computed, signal } from "@preact/signals";

/** What the address bar says; it changes by `go`, by `refine` and by the browser's own buttons. */
export const address = signal(new URL(location.href));

addEventListener("popstate", () => {
  address.value = new URL(location.href);
});

/** Opens another screen. */
export function go(path: string): void {
  const next = new URL(path, location.href);
  const operation = address.peek().searchParams.get("operation");
  if (operation !== null && !next.searchParams.has("operation"))
    next.searchParams.set("operation", operation);
  history.pushState(null, "", next);
  address.value = next;
}

/** Changes filters and the like of the screen that is open; `null` takes one away. Going back does not undo them one by one. */
export function refine(changes: Readonly<Record<string, string | null>>): void {
  const next = new URL(address.peek());
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  history.replaceState(null, "", next);
  address.value = next;
}

/** What is shown where the address names no operation: the first of a user who sees several; `null`: their only one. */
export const operationElse = signal<number | null>(null);

/** The id of the operation that is shown; `null`: the only one that the user may see. */
export const operationShown = computed(() => {
  const named = address.value.searchParams.get("operation");
  return named !== null && /^\d{1,9}$/.test(named) ? Number(named) : operationElse.value;
});

/** The links of the page open without reloading it; those of other places, and those for another tab, as ever. */
export function followLinks(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!("inside" in link.dataset)) return;
  event.preventDefault();
  go(link.href);
}
