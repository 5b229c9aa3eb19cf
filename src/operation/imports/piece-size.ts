/**
 * How many calls are made durable at a time: as many as take about as long as a fact may wait for the journal without
 * anybody noticing it. What a call takes is learned from the piece before.
 */
export class PieceSize {
  readonly #most: number;
  #steps: number;
  #writtenUpTo = 0;

  constructor(most = MOST_STEPS) {
    this.#most = most;
    this.#steps = Math.min(most, FIRST_STEPS);
  }

  /** Whether the steps up to this one, which are not written yet, are a piece. */
  isFull(lastSeq: number): boolean {
    return lastSeq - this.#writtenUpTo >= this.#steps;
  }

  /** Writes a piece up to this step, and learns from it. `now`: ms by a clock that nobody sets. */
  async written(lastSeq: number, write: () => Promise<void>, now = () => performance.now()): Promise<void> {
    const begun = now();
    await write();
    const perStep = (now() - begun) / (lastSeq - this.#writtenUpTo);
    const wanted = Math.min(Math.floor(PIECE_MS / perStep), 2 * this.#steps, MOST_STEPS);
    // Where the disk takes longest, smaller pieces would only keep it busy for longer.
    this.#steps = Math.min(this.#most, Math.max(FEWEST_STEPS, wanted));
    this.#writtenUpTo = lastSeq;
  }
}

const PIECE_MS = 1;
const FIRST_STEPS = 50;
const FEWEST_STEPS = 20;
const MOST_STEPS = 1_000;
