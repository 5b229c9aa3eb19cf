import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { say } from "../../words/say.ts";
import { NoScreen } from "./no-screen.tsx";

/** A screen whose script comes when it is first opened. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<ComponentType | null>(null);
  const failed = signal(false);
  let asked = false;
  return function Lazy() {
    const Screen = loaded.value;
    if (Screen) return <Screen />;
    if (!asked) {
      asked = true;
      load().then(
        (screen) => {
          loaded.value = screen;
        },
        () => {
          asked = false;
          failed.value = true;
        },
      );
    }
    return <NoScreen title="Espera">{say(failed.value ? "unreachable" : "loading")}</NoScreen>;
  };
}
