import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { SignedIn } from "../../../src/api/accounts/forms.ts";
import { address, go } from "../../store/address.ts";
import { loudAlerts } from "../../store/alerts.ts";
import { age, heardAt, now } from "../../store/clock.ts";
import { connected, unansweredSince } from "../../store/live.ts";
import { operation, session, signOut } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { epoch, hourWithSeconds } from "../../words/times.ts";
import { OtherLanguage } from "./other-language.tsx";

/** The screens that the head leads to. */
export interface Tab {
  readonly path: string;
  readonly title: () => string;
  /** The people who have a use for it; left out: everybody. */
  readonly isFor?: (user: SignedIn) => boolean;
}

/** What stands around every screen: which operation, how old the data are, who is signed in. */
export function Frame({
  tabs,
  children,
}: {
  readonly tabs: readonly Tab[];
  readonly children: ComponentChildren;
}) {
  const shown = tabs.filter(({ isFor }) => session.value && (isFor?.(session.value) ?? true));
  const screens = useRef<HTMLElement>(null);
  const { pathname } = address.value;
  // Where the screens are a row that scrolls, the open one is in sight.
  useEffect(() => {
    const open = screens.current?.querySelector<HTMLElement>("[aria-current]");
    if (open) screens.current?.scrollTo({ left: open.offsetLeft - open.offsetWidth });
  }, [pathname]);
  useTitle(shown.find(({ path }) => isUnder(path, address.value.pathname)));
  return (
    <>
      <a class="skip" href="#content">
        {say("skipToContent")}
      </a>
      <header class="head">
        <span class="brand">Espera</span>
        <OperationName />
        <nav ref={screens} aria-label={say("screens")}>
          {shown.map(({ path, title }) => (
            <a
              key={path}
              href={path}
              data-inside
              aria-current={isUnder(path, address.value.pathname) ? "page" : undefined}
            >
              {title()}
            </a>
          ))}
        </nav>
        <div class="mine">
          <Age />
          <OtherLanguage />
          <span class="user">{session.value?.user}</span>
          <button type="button" class="plain" onClick={() => void signOut()}>
            {say("signOut")}
          </button>
        </div>
      </header>
      {age.value === "stale" && (
        <p class="banner bad" role="alert">
          {say("lostConnection", { time: hourWithSeconds(heardAt.value) })}
        </p>
      )}
      <MissingFigures />
      <main id="content" class={age.value === "stale" ? "stale" : ""} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** Says that the operation does not answer the server, while that is so: its figures are missing, and come by themselves. */
export function MissingFigures() {
  const since = unansweredSince.value;
  if (since === null || age.value === "stale") return null;
  return (
    <p class="banner" role="status">
      {say("silentSince", { time: hourWithSeconds(epoch(since)) })}
    </p>
  );
}

/** Has the browser's tab say which screen is shown, and how many alerts go on. */
function useTitle(shown: Tab | undefined): void {
  const alerts = loudAlerts.value.length;
  const title = `${alerts > 0 ? `(${alerts}) ` : ""}${shown ? `${shown.title()} · ` : ""}Espera`;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = "Espera";
    };
  }, [title]);
}

/** The operation that is shown, for a user of several to choose unless it is fixed. */
export function OperationName({ isFixed = false }: { readonly isFixed?: boolean }) {
  const all = session.value?.operations ?? [];
  const shown = operation.value;
  return (
    <span class="operation">
      {all.length > 1 && !isFixed ? (
        <select
          aria-label={say("operation")}
          value={shown?.id}
          onChange={({ currentTarget }) => go(`/?operation=${currentTarget.value}`)}
        >
          {all.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        shown?.name
      )}
      {shown?.simulated && <strong class="simulated">{say("simulated")}</strong>}
    </span>
  );
}

/** The operation's clock, and of when the data are as soon as they are not fresh. */
export function Age() {
  const isFresh = connected.value && age.value === "fresh";
  return (
    <span class={`age ${isFresh ? "fresh" : "old"}`}>
      <span class="digits">{hourWithSeconds(now.value)}</span>{" "}
      {isFresh ? say("live") : say("dataOf", { time: hourWithSeconds(heardAt.value) })}
    </span>
  );
}

function isUnder(path: string, pathname: string): boolean {
  if (path.startsWith("/reports/")) return pathname.startsWith("/reports/");
  return path === "/" ? pathname === "/" || pathname.startsWith("/skills/") : pathname.startsWith(path);
}
