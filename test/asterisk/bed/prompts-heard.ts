import { readFileSync } from "node:fs";
import { readWave } from "../../../prompts/wave.ts";
import type { PromptName } from "../../../src/exchange/dialogue/prompt-names.ts";
import { promptSoundFile } from "../../../src/exchange/dialogue/prompt-sound-file.ts";
import type { PhoneCall } from "./phone-call.ts";

/** A-law rounds; another prompt of the same voice comes to less than half of this. */
const ALIKE = 0.95;
/** What is looked for first: the loudest stretch of so many samples. */
const PROBE = 320;

/** How far a phone's sound was searched for another, and how often that was found. */
interface Search {
  from: number;
  times: number;
}

const searches = new WeakMap<PhoneCall, Map<string, Search>>();

/** How often a phone heard the whole of a prompt, in Spanish, found by its sound in what came to the phone. */
export function timesHeard(call: PhoneCall, prompt: PromptName): number {
  return timesIn(call, promptSoundFile("es", prompt));
}

export function hears(call: PhoneCall, prompt: PromptName): boolean {
  return timesHeard(call, prompt) > 0;
}

/** Whether a phone heard the sound of a WAV file. */
export function hearsFile(call: PhoneCall, file: string): boolean {
  return timesIn(call, file) > 0;
}

function timesIn(call: PhoneCall, file: URL | string): number {
  const ofCall = searches.get(call) ?? new Map<string, Search>();
  searches.set(call, ofCall);
  const search = ofCall.get(String(file)) ?? { from: 0, times: 0 };
  ofCall.set(String(file), search);
  const wanted = Float64Array.from(readWave(readFileSync(file)).samples);
  // The end may be cut by a packet that is not filled.
  const length = wanted.length - 160;
  const heard = linear(call.ear.audio().subarray(search.from));
  const probe = loudest(wanted);
  let at = 0;
  while (at + length <= heard.length) {
    const found =
      likeness(heard, at + probe, wanted, probe, PROBE) > ALIKE &&
      likeness(heard, at, wanted, 0, length) > ALIKE;
    if (found) search.times++;
    at += found ? length : 1;
  }
  search.from += at;
  return search.times;
}

/** Where the loudest stretch begins. */
function loudest(sound: Float64Array): number {
  let [best, most] = [0, 0];
  for (let begin = 0; begin + PROBE + 160 <= sound.length; begin += PROBE / 2) {
    const power = sound.subarray(begin, begin + PROBE).reduce((sum, sample) => sum + sample * sample, 0);
    if (power > most) [best, most] = [begin, power];
  }
  return best;
}

/** The correlation of two stretches of sound, 1 where they are the same but for their loudness. */
function likeness(
  heard: Float64Array,
  from: number,
  wanted: Float64Array,
  begin: number,
  length: number,
): number {
  let [product, own, other] = [0, 0, 0];
  for (let at = 0; at < length; at++) {
    const [a, b] = [heard[from + at]!, wanted[begin + at]!];
    product += a * b;
    own += a * a;
    other += b * b;
  }
  return own === 0 || other === 0 ? 0 : product / Math.sqrt(own * other);
}

/** A-law (ITU-T G.711) as linear samples. */
function linear(alaw: Buffer): Float64Array {
  return Float64Array.from(alaw, (byte) => {
    const code = byte ^ 0x55;
    const exponent = (code & 0x70) >> 4;
    const mantissa = ((code & 0x0f) << 4) + 8;
    const size = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
    return code & 0x80 ? size : -size;
  });
}
