import { computed, effect, signal } from "@preact/signals";
import type { AlertAnswer } from "../../src/api/v1/schema/alert-answers.ts";
import { ask } from "./ask.ts";
import { language } from "./language.ts";
import { operation } from "./session.ts";

/** Those that go on and those that lately ended; `null`: not known yet. */
export const alerts = signal<readonly AlertAnswer[] | null>(null);

const KEPT_AS = "espera-silenced";
/** The ids that were silenced on this machine: what comes back later is another occurrence. */
const silenced = signal<readonly string[]>(JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]") as string[]);

export const openAlerts = computed(() => (alerts.value ?? []).filter(({ endedAt }) => endedAt === null));

/** Those that go on and were not silenced. */
export const loudAlerts = computed(() => openAlerts.value.filter(({ id }) => !silenced.value.includes(id)));

export function isSilenced(id: string): boolean {
  return silenced.value.includes(id);
}

/** Keeps it out of the head until it ends, or lets it in again. */
export function silenceAlert(id: string, isOn: boolean): void {
  const others = silenced.peek().filter((one) => one !== id);
  silenced.value = (isOn ? [...others, id] : others).slice(-MOST_SILENCED);
  localStorage.setItem(KEPT_AS, JSON.stringify(silenced.peek()));
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
  let spoken = "";
  effect(() => {
    const texts = loudAlerts.value.map((one) => one[language.value].what).join(" ");
    if (texts !== spoken) document.getElementById("spoken")!.textContent = texts;
    spoken = texts;
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
const MOST_SILENCED = 100;
