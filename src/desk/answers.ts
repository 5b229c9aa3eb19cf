import { Fault, type FaultCode } from "../faults/faults.ts";

/** The result of a question or an order, or its fault, as plain data: structured clone and JSON both carry it. */
export type OwnerAnswer = { readonly result: unknown } | Pick<Fault, "code" | "details">;

/**
 * Waits for `work` and gives its outcome as an answer. An error that is no fault stays here: it goes to `failed`, and the answer
 * is `operation-unreachable`.
 */
export async function ownerAnswerOf(
  work: () => unknown,
  failed: (error: unknown) => void,
): Promise<OwnerAnswer> {
  try {
    // Nothing is an answer too, and JSON leaves out what is `undefined`.
    return { result: (await work()) ?? null };
  } catch (error) {
    if (!(error instanceof Fault)) failed(error);
    const { code, details } =
      error instanceof Fault ? error : unreachable("it failed, and stands in the log");
    return { code, details };
  }
}

/** Gives the result, or throws the fault that was answered. */
export function ownerResultOf(answer: OwnerAnswer): unknown {
  if ("result" in answer) return answer.result;
  throw new Fault(answer.code, answer.details);
}

/** The fault of a question that gets no answer. */
export function unreachable(problem: string): Fault {
  return new Fault("operation-unreachable", { problem });
}

/** Whether an order got no answer: it may have been carried out or not, and the operation's next owner finds it by its name. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Fault && UNANSWERED.has(error.code);
}

const UNANSWERED: ReadonlySet<FaultCode> = new Set([
  "operation-closed",
  "operation-unreachable",
  "database-unreachable",
]);
