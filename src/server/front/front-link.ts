import { type OwnerAnswer, ownerResultOf, unreachable } from "../../desk/answers.ts";
import { ownerBeyond } from "../../desk/owner-messages.ts";
import type { FrontDesk } from "./front.ts";
import type { FromFront, Question } from "./front-messages.ts";
import { serverSideBeyond } from "./server-side.ts";

/** The front's connection to the thread that decides: each question has a number, and is answered once. */
export class FrontLink {
  readonly desk: FrontDesk;
  readonly #say: (message: FromFront) => void;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #asked = 0;

  constructor(say: (message: FromFront) => void) {
    this.#say = say;
    this.desk = {
      owner: ownerBeyond((owner) => this.#ask({ owner })),
      server: serverSideBeyond((server) => this.#ask({ server })),
    };
  }

  /** Settles the question that this is the answer to; one that nobody waits for any more is dropped. */
  deliver(id: number, answer: OwnerAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return;
    try {
      waiting.resolve(ownerResultOf(answer));
    } catch (fault) {
      waiting.reject(fault);
    }
  }

  #ask(question: Question): Promise<unknown> {
    const id = ++this.#asked;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    const timer = setTimeout(() => {
      this.#waiting.delete(id);
      waiting.reject(unreachable(`within ${ANSWERED_WITHIN_MS / 1_000} s`));
    }, ANSWERED_WITHIN_MS);
    this.#say({ id, question });
    return waiting.promise.finally(() => clearTimeout(timer));
  }
}

/** As long as clients commonly wait, so that `/readyz` too reports a thread that hangs. */
const ANSWERED_WITHIN_MS = 10_000;
