import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DialogueLanguage, isTone } from "../src/exchange/dialogue/prompt-texts.ts";
import { levelDb, readWave } from "./wave.ts";

/** Every prompt is as loud as the others, and none clips; a digit must not jump out of a sentence. */
export const loudness = { levelDb: -23, peakDb: -2.5 } as const;

/** Silence left around the speech: the first packets may be lost; between parts there must be a breath. */
export const padding = { beforeMs: 30, afterMs: 120 } as const;

// Much of an “s” lies above what a telephone carries: what is left of it is raised, so that “dos” keeps its end.
const toTelephone = ["gain", "-10", "highpass", "150", "treble", "8", "3000", "rate", "-h", "8000"];
const compress = ["compand", "0.003,0.04", "6:-80,-80,-60,-38,-40,-26,-20,-17,0,-9", "0", "-90", "0.003"];
const trimmedStart = ["silence", "1", "0.01", "0.1%"];
/** What every telephone carries, with soft edges. */
const tone = ["synth", "0.35", "sine", "1000", "fade", "0.01", "0.35", "0.01"];
const trimmed = [...trimmedStart, "reverse", ...trimmedStart, "reverse"];

/** The versions of what speaks, and on which kind of processor; null where espeak-ng or sox is absent. */
export function speakers(): Readonly<Record<"espeak-ng" | "sox" | "processor", string>> | null {
  const versionOf = (program: string) =>
    /\d+(\.\d+)+/.exec(String(execFileSync(program, ["--version"])))?.[0];
  try {
    const [espeak, sox] = [versionOf("espeak-ng"), versionOf("sox")];
    return { "espeak-ng": espeak ?? "unknown", sox: sox ?? "unknown", processor: process.arch };
  } catch {
    return null;
  }
}

/**
 * A text as spoken, or a tone: a WAV file, 8 kHz, 16 bits, mono, without silence around it, as loud as all others. The same
 * text and the same speakers, as `speakers` tells them apart, give the same bytes: nothing is dithered.
 */
export function speak({ voice, wordsPerMinute }: DialogueLanguage["speaker"], text: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "prompt-"));
  const [spoken, heard, levelled] = ["spoken.wav", "heard.wav", "levelled.wav"].map((name) =>
    join(folder, name),
  );
  try {
    if (isTone(text)) execFileSync("sox", ["-D", "-n", "-r", "8000", "-b", "16", "-c", "1", heard!, ...tone]);
    else {
      execFileSync("espeak-ng", [
        "-b",
        "1",
        "-v",
        voice,
        "-s",
        `${wordsPerMinute}`,
        "-w",
        spoken!,
        "--",
        text,
      ]);
      sox(spoken!, heard!, [...toTelephone, ...compress, ...trimmed]);
    }
    const gain = loudness.levelDb - levelDb(readWave(readFileSync(heard!)));
    const around = [padding.beforeMs / 1000, padding.afterMs / 1000].map(String);
    sox(heard!, levelled!, ["gain", gain.toFixed(2), "pad", ...around]);
    return readFileSync(levelled!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sox(from: string, to: string, effects: readonly string[]): void {
  execFileSync("sox", ["-D", from, "-b", "16", "-c", "1", to, ...effects]);
}
