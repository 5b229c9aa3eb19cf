import { waveFileOf } from "../src/exchange/dialogue/wave-file.ts";

/** An uncompressed recording. */
interface Wave {
  readonly sampleRate: number;
  readonly channels: number;
  readonly samples: Int16Array;
}

/** Reads a WAV file of 16-bit PCM. Throws on any other. */
export function readWave(file: Buffer): Wave {
  const wave = waveFileOf(file);
  if (wave?.coding !== 1 || wave.bits !== 16) throw new Error("not a WAV file of 16-bit PCM");
  const { sampleRate, channels, sound } = wave;
  const samples = Int16Array.from({ length: sound.length >> 1 }, (_, index) => sound.readInt16LE(2 * index));
  return { sampleRate, channels, samples };
}

/** How long it sounds, in whole milliseconds. */
export function durationMs({ samples, channels, sampleRate }: Wave): number {
  return Math.round((samples.length / channels / sampleRate) * 1000);
}

/** Root mean square over the whole, in dB below full scale: what loudness is measured by here. */
export function levelDb({ samples }: Wave): number {
  const power = samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / samples.length;
  return 10 * Math.log10(power);
}

/** The loudest sample, in dB below full scale. */
export function peakDb({ samples }: Wave): number {
  return 20 * Math.log10(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32768);
}
