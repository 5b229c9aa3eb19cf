import { Fault } from "../../faults/faults.ts";
import { LONGEST_PROMPT_MS } from "../../line/call/dialogue-deadlines.ts";
import { waveFileOf } from "./wave-file.ts";

/** The sound of a prompt: PCM of 16 bits, one channel. */
export interface PromptSound {
  readonly sampleRate: number;
  readonly samples: Buffer;
}

/** What Asterisk plays out of a WAV file, each by the ending of its name. */
export const soundEndings = { 8000: "wav", 16000: "wav16" } as const;

/**
 * Reads the WAV file of a prompt, which is of 16 bits, mono, of 8 or 16 kHz, and no longer than a dialogue waits for it. Faults:
 * `sound-unreadable`, `sound-form-wrong`, `sound-length-wrong`.
 */
export function readPromptSound(file: Buffer): PromptSound {
  const wave = waveFileOf(file);
  if (!wave || wave.coding !== PCM) throw new Fault("sound-unreadable");
  const { channels, sampleRate, bits, sound } = wave;
  if (bits !== BITS || channels !== 1 || !Object.hasOwn(soundEndings, sampleRate))
    throw new Fault("sound-form-wrong", { bits, channels, hertz: sampleRate });
  const samples = sound.subarray(0, sound.length - (sound.length % 2));
  const ms = soundMs({ sampleRate, samples });
  if (ms < SHORTEST_MS || ms > LONGEST_PROMPT_MS)
    throw new Fault("sound-length-wrong", {
      seconds: Number((ms / 1_000).toFixed(1)),
      most: LONGEST_PROMPT_MS / 1_000,
    });
  return { sampleRate, samples };
}

/** How long it sounds, ms. */
export function soundMs({ sampleRate, samples }: PromptSound): number {
  return (samples.length / BYTES / sampleRate) * 1_000;
}

/** The WAV file of a sound with nothing else in it: some versions of Asterisk play what stands beside the sound as noise. */
export function writePromptSound({ sampleRate, samples }: PromptSound): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(PCM, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * BYTES, 28);
  head.writeUInt16LE(BYTES, 32);
  head.writeUInt16LE(BITS, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

const PCM = 1;
const BITS = 16;
const BYTES = BITS / 8;
const SHORTEST_MS = 100;
