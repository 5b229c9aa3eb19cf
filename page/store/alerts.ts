import { computed, effect, signal } from "@preact/signals";
import type { AlertAnswer } from "../../src/api/v1/schema/alert-answers.ts";
import { say } from "../words/say.ts";
import { epoch } from "../words/times.ts";
import { ask } from "./ask.ts";
import { now } from "./clock.ts";
import { language } from "./language.ts";
import { operation } from "./session.ts";

/** Those that go on, the most serious first, and those that lately ended; `null`: not known yet. */
export const alerts = signal<readonly AlertAnswer[] | null>(null);

/** An alert that was silenced. Servers may have seen it begin some seconds apart. */
interface Silenced {
  readonly kind: string;
  readonly skill: number | null;
  /** Epoch ms. */
  readonly since: number;
}

const KEPT_AS = "espera-silenced-alerts";
/** Those of this machine: what comes back later is another one. */
const silenced = signal<readonly Silenced[]>(
  JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]") as readonly Silenced[],
);

export const openAlerts = computed(() => (alerts.value ?? []).filter(({ endedAt }) => endedAt === null));

/** Those that go on and were not silenced. */
export const loudAlerts = computed(() => openAlerts.value.filter((one) => !isSilenced(one)));

/** The alerts that stand in the head: in a flood none of them. */
export const shownAlerts = computed(() => (isFlood.value ? [] : loudAlerts.value.slice(0, MOST_SHOWN)));

/** Whether so many began lately that nobody can read them one by one. */
export const isFlood = computed(
  () => loudAlerts.value.filter(({ beganAt }) => now.value - epoch(beganAt) < FLOOD_MS).length > MOST_LATELY,
);

export function isSilenced(alert: AlertAnswer): boolean {
  return silenced.value.some((one) => isSame(one, alert));
}

/** Keeps alerts out of the head until they end, or lets them in again. */
export function silenceAlerts(some: readonly AlertAnswer[], isOn: boolean): void {
  const others = silenced.peek().filter((one) => !some.some((alert) => isSame(one, alert)));
  const added = some.map(({ kind, skill, since }) => ({
    kind,
    skill: skill?.id ?? null,
    since: epoch(since),
  }));
  silenced.value = (isOn ? [...others, ...added] : others).slice(-MOST_SILENCED);
  localStorage.setItem(KEPT_AS, JSON.stringify(silenced.peek()));
}

function isSame(one: Silenced, { kind, skill, since }: AlertAnswer): boolean {
  const isOfLine = one.kind === kind && one.skill === (skill?.id ?? null);
  return isOfLine && Math.abs(epoch(since) - one.since) < APART_MS;
}

/** Asks now and then while somebody is signed in; new ones are spoken. */
export function startAlerts(): void {
  effect(() => {
    if (operation.value === null) return;
    alerts.value = null;
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  });
  speakNew();
}

/** What is new is said once: the first of them, and how many more; of a flood, that it is one. */
function speakNew(): void {
  let known: ReadonlySet<string> = new Set();
  let wasFlood = false;
  let spokenIn = language.peek();
  const speak = (text: string) => {
    document.getElementById("spoken")!.textContent = text;
  };
  effect(() => {
    const loud = loudAlerts.value;
    const fresh = loud.filter(({ id }) => !known.has(id));
    known = new Set(loud.map(({ id }) => id));
    if (loud.length === 0 || spokenIn !== language.value) speak("");
    spokenIn = language.value;
    if (isFlood.value) {
      if (!wasFlood) speak(say("alertFlood", { n: loud.length }));
    } else if (fresh.length > 0) {
      const more = fresh.length - MOST_SHOWN;
      const texts = fresh.slice(0, MOST_SHOWN).map((one) => one[language.value].what);
      speak([...texts, ...(more > 0 ? [say("alertsMore", { n: more })] : [])].join(" "));
    }
    wasFlood = isFlood.value;
  });
}

async function look(): Promise<void> {
  try {
    const found = (await ask<{ alerts: AlertAnswer[] }>("/v1/alerts")).alerts;
    if (JSON.stringify(found) !== JSON.stringify(alerts.peek())) alerts.value = found;
  } catch {
    // The age of what is shown, and the end of a session, are said by the stream.
  }
}

const LOOK_EVERY_MS = 5_000;
const MOST_SHOWN = 3;
/** More than so many within ten minutes are a flood. */
const MOST_LATELY = 10;
const FLOOD_MS = 10 * 60_000;
const MOST_SILENCED = 1_000;
/** One that ended and came back begins a minute later at least: it was over its bound so long before. */
const APART_MS = 60_000;
