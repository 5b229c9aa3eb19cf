/** A table of as many keys is left behind for an empty one: 8 MiB, and no more than two are held. */
const MOST_IN_TABLE = 786_432;

/**
 * Which keys came before, in 11 to 22 bytes each however long they are: it holds two hashes of each, 64 bits together, in a table that is at most three quarters full. That two
 * of ten million keys are taken for one another happens once in 350,000 files. However long a record is, memory is bounded: of keys that came before
 * the last 786,432 others it may know nothing any more.
 */
export class SeenKeys {
  readonly #atMost: number;
  #newer = new KeyTable();
  #older = new KeyTable();

  /** `atMost`: so many keys fill a table. */
  constructor(atMost = MOST_IN_TABLE) {
    this.#atMost = atMost;
  }

  /** Takes a key in; false where it came before. */
  add(key: string): boolean {
    const [one, other] = hashesOf(key);
    if (this.#newer.has(one, other) || this.#older.has(one, other)) return false;
    if (this.#newer.count >= this.#atMost) {
      this.#older = this.#newer;
      this.#newer = new KeyTable();
    }
    this.#newer.add(one, other);
    return true;
  }

  has(key: string): boolean {
    const [one, other] = hashesOf(key);
    return this.#newer.has(one, other) || this.#older.has(one, other);
  }
}

/** Pairs of hashes; the second is never 0. */
class KeyTable {
  #slots = new Uint32Array(2 * 1024);
  count = 0;

  /** Takes a pair in that is not there. */
  add(one: number, other: number): void {
    if ((this.count + 1) * 8 > this.#slots.length * 3) this.#grow();
    put(this.#slots, one, other);
    this.count++;
  }

  has(one: number, other: number): boolean {
    return this.#slots[slotOf(this.#slots, one, other) + 1] !== 0;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const [one, other] = [this.#slots[at]!, this.#slots[at + 1]!];
      if (other !== 0) put(larger, one, other);
    }
    this.#slots = larger;
  }
}

function put(slots: Uint32Array, one: number, other: number): void {
  const slot = slotOf(slots, one, other);
  slots[slot] = one;
  slots[slot + 1] = other;
}

/** Where the pair stands, or the empty slot in which it would. */
function slotOf(slots: Uint32Array, one: number, other: number): number {
  let slot = (one * 2) % slots.length;
  while (slots[slot + 1] !== 0 && (slots[slot] !== one || slots[slot + 1] !== other))
    slot = (slot + 2) % slots.length;
  return slot;
}

/** Two hashes of 32 bits, in the way of MurmurHash; the second is never 0, which marks an empty slot. */
function hashesOf(key: string): [number, number] {
  let one = 0x9747b28c;
  let other = 0x3c6ef372;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    one = Math.imul(one ^ code, 0x5bd1e995);
    one ^= one >>> 15;
    other = Math.imul(other ^ code, 0x85ebca6b);
    other ^= other >>> 13;
  }
  one = Math.imul(one ^ (one >>> 16), 0xc2b2ae35);
  other = Math.imul(other ^ (other >>> 16), 0x27d4eb2f);
  return [(one ^ (one >>> 13)) >>> 0, (other ^ (other >>> 15)) >>> 0 || 1];
}
