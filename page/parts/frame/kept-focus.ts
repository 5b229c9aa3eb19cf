/** The element that has the focus and all around it, from the inside out, each with what stood beside it. */
interface Place {
  readonly part: Element;
  readonly beside: readonly (Element | null)[];
}

let trail: readonly Place[] = [];
/** The screen that it was on. */
let path = "";

/**
 * Keeps the focus in the page for those who use the keyboard: where what had it is taken away, it goes on to what stands beside it or
 * is left around it, and to the heading where the screen is another one.
 */
export function keepFocus(): void {
  document.addEventListener("focusin", ({ target }) => {
    trail = placesAround(target as Element);
    path = location.pathname;
  });
  new MutationObserver(bringBack).observe(document.body, { subtree: true, childList: true });
}

function bringBack(): void {
  const { activeElement } = document;
  const [had] = trail;
  if (activeElement !== document.body || !had || had.part.isConnected) return;
  const next = nextOf(trail);
  const isNewScreen = path !== location.pathname;
  if (next?.matches("h1")) next.tabIndex = -1;
  next?.focus({ preventScroll: next.matches("h1, main") && !isNewScreen });
}

function placesAround(inside: Element): Place[] {
  const places: Place[] = [];
  for (let part: Element | null = inside; part && part !== document.body; part = part.parentElement)
    places.push({ part, beside: [part.nextElementSibling, part.previousElementSibling] });
  return places;
}

function nextOf(places: readonly Place[]): HTMLElement | null {
  for (const { part, beside } of places) {
    if (part.isConnected && (part.matches("main") || part.querySelector("main")))
      return document.querySelector<HTMLElement>("main h1") ?? document.querySelector("main");
    const alike = beside.filter((one) => one?.localName === part.localName);
    for (const near of part.isConnected ? [part] : alike) {
      const next = near?.isConnected ? firstIn(near) : null;
      if (next) return next;
    }
  }
  return null;
}

/** The first that can have the focus and is in sight, or the part itself. */
function firstIn(part: Element): HTMLElement | null {
  const all = [part, ...part.querySelectorAll(TAKE_FOCUS)] as HTMLElement[];
  return all.find((one) => one.matches(TAKE_FOCUS) && one.checkVisibility()) ?? null;
}

const TAKE_FOCUS = "a[href], button:enabled, input:enabled, select:enabled, summary";
