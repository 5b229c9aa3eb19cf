import { computed, effect } from "@preact/signals";
import { render } from "preact";
import { Frame, type Tab } from "./parts/frame/frame.tsx";
import { keepFocus } from "./parts/frame/kept-focus.ts";
import { lazy } from "./parts/frame/lazy.tsx";
import { NoScreen } from "./parts/frame/no-screen.tsx";
import { OneCallback } from "./screens/callback.tsx";
import { Callbacks } from "./screens/callbacks.tsx";
import { Now } from "./screens/now.tsx";
import { OneLine } from "./screens/one-line.tsx";
import { SignInAgain, SignInScreen } from "./screens/sign-in.tsx";
import { address, followLinks } from "./store/address.ts";
import { loudAlerts, startAlerts } from "./store/alerts.ts";
import { startClock } from "./store/clock.ts";
import { language } from "./store/language.ts";
import { startLive, stopLive } from "./store/live.ts";
import {
  findSession,
  findWays,
  isSignedOut,
  operation,
  returnFromProvider,
  session,
  signInByLink,
} from "./store/session.ts";
import { say } from "./words/say.ts";

const Reports = lazy(async () => (await import("./screens/reports/reports.tsx")).Reports);

const WhatIf = lazy(async () => (await import("./screens/what-if.tsx")).WhatIfScreen);

const Administration = lazy(
  async () => (await import("./screens/administration/administration.tsx")).Administration,
);
const Alerts = lazy(async () => (await import("./screens/alerts/alerts.tsx")).AlertsScreen);
const Settings = lazy(async () => (await import("./screens/settings/settings.tsx")).SettingsScreen);
const Prompts = lazy(async () => (await import("./screens/settings/prompts.tsx")).PromptsScreen);
const Wall = lazy(async () => (await import("./screens/wall/wall.tsx")).Wall);

const tabs: readonly Tab[] = [
  { path: "/", title: () => say("now") },
  { path: "/callbacks", title: () => say("callbacks") },
  { path: "/reports/smart-wait", title: () => say("reports") },
  { path: "/what-if", title: () => say("whatIf") },
  {
    path: "/alerts",
    title: () => {
      const { length } = loudAlerts.value;
      return length > 0 ? `${say("alerts")} (${length})` : say("alerts");
    },
  },
  { path: "/settings", title: () => say("settings") },
  {
    path: "/administration",
    title: () => say("administration"),
    isFor: ({ administers }) => administers,
  },
];

function Page() {
  // A screen on a wall shows its lines wherever its browser was left.
  if (address.value.pathname === "/wall" || session.value?.role === "display") return <Wall />;
  if (session.value === null) return isSignedOut.value ? <SignInScreen /> : null;
  return (
    <>
      <Frame tabs={tabs}>
        <Screen path={address.value.pathname} />
      </Frame>
      {isSignedOut.value && <SignInAgain />}
    </>
  );
}

function Screen({ path }: { readonly path: string }) {
  if (path === "/") return <Now />;
  if (path === "/callbacks") return <Callbacks />;
  if (/^\/reports\/(smart-wait|diagram_[23])$/.test(path)) return <Reports />;
  if (path === "/what-if") return <WhatIf />;
  if (path === "/alerts") return <Alerts />;
  if (path === "/settings") return <Settings />;
  if (path === "/settings/prompts") return <Prompts />;
  if (path === "/administration") return <Administration />;
  const callback = /^\/callbacks\/([^/]+)$/.exec(path)?.[1];
  if (callback !== undefined) return <OneCallback id={decodeURIComponent(callback)} />;
  const skill = /^\/skills\/(\d{1,9})$/.exec(path)?.[1];
  if (skill !== undefined) return <OneLine id={Number(skill)} />;
  return (
    <NoScreen title="Espera">
      {say("pageUnknown")}{" "}
      <a href="/" data-inside>
        {say("toNow")}
      </a>
    </NoScreen>
  );
}

effect(() => {
  document.documentElement.lang = language.value;
});
// By its id: the session is asked for again after a link has signed in, and the lines go on meanwhile.
const listensTo = computed(() => operation.value?.id ?? null);
effect(() => {
  if (listensTo.value !== null && !isSignedOut.value) startLive();
  else stopLive();
});
effect(() => {
  if (isSignedOut.value) void findWays();
});
document.addEventListener("click", followLinks);
keepFocus();
startClock();
startAlerts();
await signInByLink();
await returnFromProvider();
await findSession();
render(<Page />, document.getElementById("page")!);
