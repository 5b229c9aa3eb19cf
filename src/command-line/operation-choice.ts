import { Option } from "commander";
import { operationHolding, operationsNamed } from "../desk/operation-named.ts";
import { Fault } from "../faults/faults.ts";
import type { OperationRecord, ReadModels, Store } from "../journal/port.ts";
import type { CallbackId, CallId } from "../line/ids.ts";
import { withStore } from "./journal-access.ts";
import { say } from "./reader.ts";

/**
 * `--operation`, for every command that is about operations; it says what happens where it is not given: the command is
 * about `one` operation and must be told which where there are several, about the one in which the argument is `found`,
 * or about `all`.
 */
export function operationOption(without: keyof typeof unnamed): Option {
  return new Option("--operation <name>", unnamed[without]);
}

const unnamed = {
  one: say(
    "qué operación; si no se dice, la única que hay",
    "which operation; default: the only one there is",
  ),
  found: say(
    "qué operación; si no se dice, la que lo tiene",
    "which operation; default: the one that has it",
  ),
  all: say("qué operación; si no se dice, todas", "which operation; default: all of them"),
} as const;

/** The names of the operations that a command is about. Faults: those of `operationsNamed`, and of opening the journal. */
export function operationNames(data: string, operation: string | undefined): Promise<string[]> {
  return withStore(data, async (store) => (await operationsNamed(store, operation)).map(({ name }) => name), {
    readOnly: true,
  });
}

/** The operation that has a callback. Faults: those of `operationFound`; `callback-unknown`. */
export function operationOfCallback(
  data: string,
  operation: string | undefined,
  id: CallbackId,
): Promise<string> {
  return operationFound(
    data,
    operation,
    async (readModels, record) => (await readModels.callback(record.id, id)) !== null,
    (operations) => new Fault("callback-unknown", { id, operation: operations }),
  );
}

/** The operation that has a call. Faults: those of `operationFound`; `call-unknown`. */
export function operationOfCall(data: string, operation: string | undefined, id: CallId): Promise<string> {
  return operationFound(
    data,
    operation,
    async (readModels, record) => (await readModels.call(record.id, id)) !== null,
    (operations) => new Fault("call-unknown", { id, operation: operations }),
  );
}

/**
 * The name of the operation in which something is: the one that was named, or the only one there is, without looking.
 * Faults: those of `operationsNamed` and `operationHolding`, and of opening the journal.
 */
async function operationFound(
  data: string,
  operation: string | undefined,
  holds: (readModels: ReadModels, record: OperationRecord) => Promise<boolean>,
  missing: (operations: string) => Fault,
): Promise<string> {
  const found = async (store: Store) => {
    const all = await operationsNamed(store, operation);
    if (all.length === 1) return all[0]!.name;
    const readModels = store.readModels();
    return (await operationHolding(all, (record) => holds(readModels, record), missing)).name;
  };
  return withStore(data, found, { readOnly: true });
}
