/** An uncompressed recording. */
export interface Wave {
  readonly sampleRate: number;
  readonly channels: number;
  readonly samples: Int16Array;
}

/** Reads a WAV file of 16-bit PCM. Throws on any other. */
export function readWave(file: Buffer): Wave {
  if (file.toString("latin1", 0, 4) !== "RIFF" || file.toString("latin1", 8, 12) !== "WAVE")
    throw new Error("not a WAV file");
  let format: Buffer | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const kind = file.toString("latin1", at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === "fmt ") format = body;
    if (kind === "data") {
      if (format?.readUInt16LE(0) !== 1 || format.readUInt16LE(14) !== 16)
        throw new Error("not a WAV file of 16-bit PCM");
      const samples = Int16Array.from({ length: body.length >> 1 }, (_, index) =>
        body.readInt16LE(2 * index),
      );
      return { sampleRate: format.readUInt32LE(4), channels: format.readUInt16LE(2), samples };
    }
    at += 8 + length + (length % 2);
  }
  throw new Error("a WAV file without sound");
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
