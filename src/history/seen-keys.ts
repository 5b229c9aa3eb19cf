/**
 * Which keys came before, in 16 bytes each however long they are: it holds two hashes of each, 64 bits together. That two
 * of ten million keys are taken for one another happens once in 350,000 files.
 */
export class SeenKeys {
  #slots = new Uint32Array(2 * 1024);
  #count = 0;

  /** Takes a key in; false where it came before. */
  add(key: string): boolean {
    if ((this.#count + 1) * 4 > this.#slots.length) this.#grow();
    if (this.has(key)) return false;
    const [one, other] = hashesOf(key);
    const slot = this.#slotOf(this.#slots, one, other);
    this.#slots[slot] = one;
    this.#slots[slot + 1] = other;
    this.#count++;
    return true;
  }

  has(key: string): boolean {
    return this.#slots[this.#slotOf(this.#slots, ...hashesOf(key)) + 1] !== 0;
  }

  /** Where the pair stands, or the empty slot in which it would. */
  #slotOf(slots: Uint32Array, one: number, other: number): number {
    let slot = (one * 2) % slots.length;
    while (slots[slot + 1] !== 0 && (slots[slot] !== one || slots[slot + 1] !== other))
      slot = (slot + 2) % slots.length;
    return slot;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const [one, other] = [this.#slots[at]!, this.#slots[at + 1]!];
      if (other === 0) continue;
      const slot = this.#slotOf(larger, one, other);
      larger[slot] = one;
      larger[slot + 1] = other;
    }
    this.#slots = larger;
  }
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
