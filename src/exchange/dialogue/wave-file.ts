/** What a WAV file says of its sound, and the sound. */
interface WaveFile {
  /** 1: PCM. */
  readonly coding: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** Of a sample. */
  readonly bits: number;
  readonly sound: Buffer;
}

/** Reads a WAV file of whatever coding; `null`: it is none, or is cut off. */
export function waveFileOf(file: Buffer): WaveFile | null {
  if (file.toString("latin1", 0, 4) !== "RIFF" || file.toString("latin1", 8, 12) !== "WAVE") return null;
  let format: Buffer | null = null;
  for (let at = FIRST_CHUNK; at + CHUNK_HEAD <= file.length; ) {
    const kind = file.toString("latin1", at, at + 4);
    const end = at + CHUNK_HEAD + file.readUInt32LE(at + 4);
    if (end > file.length) return null;
    const chunk = file.subarray(at + CHUNK_HEAD, end);
    if (kind === "fmt " && chunk.length >= LEAST_FORMAT) format = chunk;
    if (kind === "data")
      return (
        format && {
          coding: format.readUInt16LE(0),
          channels: format.readUInt16LE(2),
          sampleRate: format.readUInt32LE(4),
          bits: format.readUInt16LE(14),
          sound: chunk,
        }
      );
    // Chunks begin at even places.
    at = end + (end % 2);
  }
  return null;
}

const FIRST_CHUNK = 12;
const CHUNK_HEAD = 8;
const LEAST_FORMAT = 16;
