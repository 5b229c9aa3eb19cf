import { createSocket, type Socket } from "node:dgram";

/** A stretch of sound that came without a gap of more than 200 ms. */
export interface Sound {
  readonly from: number;
  readonly until: number;
  readonly packets: number;
}

const silence = 0xd5;
const packetMs = 20;
const samplesPerPacket = 160;
const keyMs = 160;
const keys = "0123456789*#";

/** How a phone sounds, and what it keeps. */
export interface EarSettings {
  /** Hums, instead of being silent: the other side hears it. */
  readonly hums?: boolean;
  /** False: keeps nothing of what it hears, for hundreds of phones at once. */
  readonly keepsSound?: boolean;
}

/**
 * The mouth and ear of a phone: an RTP port of its own (A-law, 8 kHz). It keeps what it hears, sends silence or a
 * hum from the moment the other side's port is known, and keys as RFC 4733 events; once it is closed, nothing.
 */
export class Ear {
  readonly port: number;
  readonly #socket: Socket;
  readonly #heard: { at: number; payload: Buffer }[] = [];
  #far: { address: string; port: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sequence = 1;
  #timestamp = 0;
  readonly #source = Math.floor(Math.random() * 2 ** 31);
  readonly #payload = Buffer.alloc(samplesPerPacket, silence);
  #keeps = true;
  #closed = false;
  readonly #waiting: string[] = [];
  #key: { event: number; startedAt: number; packets: number; last: number } | undefined;
  #clockStart = 0;
  #sent = 0;

  private constructor(socket: Socket) {
    this.#socket = socket.unref();
    this.port = socket.address().port;
    socket.on("message", (packet) => {
      if (this.#keeps && ((packet[1] ?? 0) & 0x7f) === 8)
        this.#heard.push({ at: Date.now(), payload: Buffer.from(packet.subarray(12)) });
    });
  }

  static open(address: string): Promise<Ear> {
    const socket = createSocket("udp4");
    return new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, address, () => resolve(new Ear(socket)));
    });
  }

  /** To be called before it speaks. */
  be({ hums = false, keepsSound = true }: EarSettings): void {
    this.#keeps = keepsSound;
    // A square wave of 400 Hz: two A-law values, each for ten samples.
    if (hums) for (let i = 0; i < samplesPerPacket; i++) this.#payload[i] = i % 20 < 10 ? 0xb5 : 0x35;
  }

  /** Begins to send to the other side; `speaks` false: only keys are sent, as of a phone that sends no silence. */
  speakTo(address: string, port: number, speaks: boolean): void {
    this.#far = { address, port };
    if (this.#closed || this.#timer !== undefined) return;
    this.#clockStart = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - this.#clockStart) / packetMs);
      // After a stall of the machine the time that is gone is not made up for.
      if (due - this.#sent > 25) this.#sent = due - 1;
      for (; this.#sent < due; this.#sent++) this.#tick(speaks);
    }, packetMs / 2).unref();
  }

  /** Presses a key; keys follow each other with a pause between. */
  press(key: string): void {
    if (key.length !== 1 || !keys.includes(key)) throw new Error(`no such key: ${key}`);
    this.#waiting.push(key);
  }

  #tick(speaks: boolean): void {
    this.#timestamp += samplesPerPacket;
    const next = this.#key === undefined ? this.#waiting.shift() : undefined;
    if (next !== undefined)
      this.#key = { event: keys.indexOf(next), startedAt: this.#timestamp, packets: 0, last: 0 };
    const key = this.#key;
    if (key === undefined) {
      if (speaks) this.#send(8, false, this.#timestamp, this.#payload);
      return;
    }
    const total = keyMs / packetMs;
    const ends = key.packets >= total;
    const body = Buffer.from([key.event, ends ? 0x8a : 0x0a, 0, 0]);
    body.writeUInt16BE(samplesPerPacket * Math.min(key.packets + 1, total), 2);
    // The end is said three times, then a pause of 100 ms in which nothing is pressed.
    if (key.packets < total + 3) this.#send(101, key.packets === 0, key.startedAt, body);
    key.packets++;
    if (key.packets >= total + 8) this.#key = undefined;
  }

  #send(type: number, marked: boolean, timestamp: number, payload: Buffer): void {
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = type | (marked ? 0x80 : 0);
    header.writeUInt16BE(this.#sequence++ & 0xffff, 2);
    header.writeUInt32BE(timestamp >>> 0, 4);
    header.writeUInt32BE(this.#source, 8);
    const far = this.#far;
    if (far !== undefined) this.#socket.send(Buffer.concat([header, payload]), far.port, far.address);
  }

  /** Stretches of sound heard; packets of digital silence are none. */
  heard(): Sound[] {
    const sounds: { from: number; until: number; packets: number }[] = [];
    for (const { at, payload } of this.#heard) {
      if (payload.every((sample) => sample === 0xd5 || sample === 0x55)) continue;
      const last = sounds.at(-1);
      if (last !== undefined && at - last.until <= 200) {
        last.until = at;
        last.packets++;
      } else sounds.push({ from: at, until: at, packets: 1 });
    }
    return sounds;
  }

  /** All the audio received, A-law, packets joined. */
  audio(): Buffer {
    return Buffer.concat(this.#heard.map(({ payload }) => payload));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket.close();
  }
}
