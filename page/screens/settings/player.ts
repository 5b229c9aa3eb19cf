import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { pathOfOperation } from "../../store/ask.ts";

/** Plays sounds, one at a time. */
interface Player {
  /** The path of the sound that is playing. */
  readonly playing: Signal<string | null>;
  /** Plays a sound from its beginning, or stops it. */
  readonly toggle: (path: string) => void;
}

/** A player that falls silent when the screen is left. */
export function usePlayer(): Player {
  const playing = useSignal<string | null>(null);
  const audio = useMemo(() => new Audio(), []);
  const stop = () => {
    audio.pause();
    playing.value = null;
  };
  useEffect(() => {
    audio.addEventListener("ended", stop);
    return () => {
      audio.removeEventListener("ended", stop);
      stop();
    };
  }, [audio]);
  const toggle = (path: string) => {
    const isPlaying = playing.peek() === path;
    stop();
    if (isPlaying) return;
    audio.src = pathOfOperation(path);
    playing.value = path;
    audio.play().catch(() => {
      // Another one may have begun meanwhile.
      if (playing.peek() === path) playing.value = null;
    });
  };
  return { playing, toggle };
}
