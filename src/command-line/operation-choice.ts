import { Option } from "commander";
import { operationHolding, operationsNamed } from "../desk/operation-named.ts";
import { Fault } from "../faults/faults.ts";
import type { ReadModels } from "../journal/port/questions.ts";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { Store } from "../journal/port/store.ts";
import type { CallbackId, CallId } from "../line/ids.ts";
import { withStore } from "./journal-access.ts";
import { toReader } from "./reader.ts";

/**
 * `--operation`, for every command that is about operations; it says what happens where it is not given: the command is
 * about `one` operation and must be named where there are several, about the one in which the argument is `found`,
 * or about `all`.
 */
export function operationOption(without: keyof typeof unnamed): Option {
  return new Option("--operation <name>", unnamed[without]);
}

const unnamed = {
  one: toReader(
    "qué operación; si no se dice, la única que hay",
    "which operation; default: the only one there is",
  ),
  found: toReader(
    "qué operación; si no se dice, la que lo tiene",
    "which operation; default: the one that has it",
  ),
  all: toReader("qué operación; si no se dice, todas", "which operation; default: all of them"),
} as const;

/** The operations that a command is about. Faults: those of `operationsNamed`, and of opening the journal. */
export function operationsWanted(data: string, operation: string | undefined): Promise<OperationRecord[]> {
  return withStore(data, (store) => operationsNamed(store, operation), { readOnly: true });
}

/** The operation that has a callback. Faults: those of `operationFound`; `callback-unknown`. */
export function operationOfCallback(
  data: string,
  operation: string | undefined,
  id: CallbackId,
): Promise<OperationRecord> {
  return operationFound(
    data,
    operation,
    async (readModels, record) => (await readModels.callback(record.id, id)) !== null,
    (operations) => new Fault("callback-unknown", { id, operation: operations }),
  );
}

/** The operation that has a call. Faults: those of `operationFound`; `call-unknown`. */
export function operationOfCall(
  data: string,
  operation: string | undefined,
  id: CallId,
): Promise<OperationRecord> {
  return operationFound(
    data,
    operation,
    async (readModels, record) => (await readModels.call(record.id, id)) !== null,
    (operations) => new Fault("call-unknown", { id, operation: operations }),
  );
}

/**
 * The operation in which something is: the one that was named, or the only one there is, without looking.
 * Faults: those of `operationsNamed` and `operationHolding`, and of opening the journal.
 */
async function operationFound(
  data: string,
  operation: string | undefined,
  holds: (readModels: ReadModels, record: OperationRecord) => Promise<boolean>,
  missing: (operations: string) => Fault,
): Promise<OperationRecord> {
  const found = async (store: Store) => {
    const all = await operationsNamed(store, operation);
    if (all.length === 1) return all[0]!;
    const readModels = store.readModels();
    return operationHolding(all, (record) => holds(readModels, record), missing);
  };
  return withStore(data, found, { readOnly: true });
}
