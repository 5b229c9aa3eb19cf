import { setTimeout as sleep } from "node:timers/promises";
import { isUnanswered, type OwnerAnswer, ownerResultOf, unreachable } from "../../desk/answers.ts";
import type { Owner } from "../../desk/owner.ts";
import { askOwner, type OwnerMessage, ownerBeyond } from "../../desk/owner-messages.ts";
import type { Ownership } from "../../journal/port/ownership.ts";

/**
 * Asks an operation wherever it runs: here, or on the node that has it, by one hop. Faults, besides the owner's: `operation-unreachable`
 * where no node has it, or the one that has it does not answer. An order is carried again, for as long as a takeover commonly lasts: it has a
 * name, by which its next owner knows what became of it. Whoever gets a fault all the same does not know whether it was carried out.
 */
export function ownerAmongNodes(given: {
  readonly here: Owner;
  /** Whether the operation of this number runs in this process. */
  readonly isHere: (operation: number) => boolean;
  readonly ownership: Pick<Ownership, "ownerOf" | "owners">;
  readonly secret: string;
}): Owner {
  const { here, isHere, ownership, secret } = given;
  /** Whether no node ever had it, as one that was only imported: it does not run. */
  const isAtRest = async (operation: number) =>
    (await ownership.owners()).every((one) => one.operation !== operation || one.epoch === 0);
  const asked = async (message: OwnerMessage) => {
    const { operation, ask } = message;
    const isQuestion = !ORDERS.has(ask);
    let answer: unknown;
    if (isHere(operation)) answer = await askOwner(here, message);
    else {
      const node = await ownership.ownerOf(operation);
      if (node?.address) answer = ownerResultOf(await carried(node.address, secret, message));
      else if (isQuestion && (await isAtRest(operation))) return null;
      else throw unreachable("no node has it at the moment");
    }
    if (isQuestion && answer === null) throw unreachable("the node that has it is about to run it");
    return answer;
  };
  return ownerBeyond(async (message) => {
    const until = performance.now() + (ORDERS.has(message.ask) ? CARRIED_AGAIN_FOR_MS : 0);
    for (;;) {
      try {
        return await asked(message);
      } catch (error) {
        if (performance.now() >= until || !isUnanswered(error)) throw error;
        await sleep(AGAIN_AFTER_MS);
      }
    }
  });
}

async function carried(address: string, secret: string, message: OwnerMessage): Promise<OwnerAnswer> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return (await response.json()) as OwnerAnswer;
  } catch (error) {
    throw unreachable(`the node at ${address} does not answer (${(error as Error).message})`);
  }
}

/** As long as a node may go on after a beat: one that is silent for longer is about to be replaced. */
const ANSWERED_WITHIN_MS = 2_000;

/** What asks for something to be done, and may be asked twice: all others are questions, whose asker has an older answer. */
const ORDERS: ReadonlySet<OwnerMessage["ask"]> = new Set(["order", "erased", "adopt"]);
/** With the last try less than the front waits for an answer. */
const CARRIED_AGAIN_FOR_MS = 7_000;
const AGAIN_AFTER_MS = 250;
