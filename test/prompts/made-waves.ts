/** What a made WAV file is like; left out: a second that a telephone carries. */
interface MadeWave {
  readonly coding?: number;
  readonly channels?: number;
  readonly hertz?: number;
  readonly bits?: number;
  readonly sound?: Buffer;
  /** What stands before the sound and after it, as editors of sound leave it. */
  readonly around?: Buffer;
}

/** A WAV file. */
export function madeWave({
  coding = 1,
  channels = 1,
  hertz = 8_000,
  bits = 16,
  sound = Buffer.alloc(2 * hertz, 1),
  around,
}: MadeWave = {}): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(coding, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(hertz, 4);
  format.writeUInt32LE((hertz * channels * bits) >> 3, 8);
  format.writeUInt16LE((channels * bits) >> 3, 12);
  format.writeUInt16LE(bits, 14);
  const more = around ? chunk("LIST", around) : Buffer.alloc(0);
  const body = Buffer.concat([chunk("fmt ", format), more, chunk("data", sound), more]);
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), body]));
}

function chunk(kind: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(kind), length, content, Buffer.alloc(content.length % 2)]);
}
