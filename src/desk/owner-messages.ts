import type { Owner } from "./owner.ts";

/** A question or an order to an owner, as a message to where the operation runs: plain data, which JSON carries as well. */
export interface OwnerMessage {
  readonly ask: keyof Owner;
  /** The operation's id. */
  readonly operation: number;
  /** The other arguments. */
  readonly given: readonly unknown[];
}

/** An owner in another thread or on another node. `carry` takes a message there and gives the result. */
export function ownerBeyond(carry: (message: OwnerMessage) => Promise<unknown>): Owner {
  const asking =
    <Name extends keyof Owner>(ask: Name) =>
    ({ id }: Parameters<Owner[Name]>[0], ...given: unknown[]) =>
      carry({ ask, operation: id, given }) as ReturnType<Owner[Name]>;
  return {
    lines: asking("lines"),
    callers: asking("callers"),
    waits: asking("waits"),
    order: asking("order"),
    erased: asking("erased"),
    adopt: asking("adopt"),
  };
}

/** Has an owner answer a message. Faults: those of the owner. */
export function askOwner(owner: Owner, { ask, operation, given }: OwnerMessage): Promise<unknown> {
  const question = owner[ask] as (
    operation: { id: number },
    ...given: readonly unknown[]
  ) => Promise<unknown>;
  return question({ id: operation }, ...given);
}
