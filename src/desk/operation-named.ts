import { Fault } from "../faults/faults.ts";
import type { OperationRecord, Store } from "../journal/port.ts";

/**
 * The operation of that name; without a name the only one there is. Faults: `operation-unknown`; without a name
 * `operation-not-named` where there are several, and `operation-missing` where there is none.
 */
export async function operationNamed(
  store: Pick<Store, "operations">,
  name: string | undefined,
): Promise<OperationRecord> {
  return onlyOne(await operationsNamed(store, name));
}

/** The operation of that name; without a name all there are, at least one. Faults: `operation-unknown`, `operation-missing`. */
export async function operationsNamed(
  store: Pick<Store, "operations">,
  name: string | undefined,
): Promise<OperationRecord[]> {
  const all = await store.operations();
  if (all.length === 0) throw new Fault("operation-missing");
  const found = name === undefined ? all : all.filter((one) => one.name === name);
  if (found.length > 0) return found;
  throw new Fault("operation-unknown", { name: name ?? "", known: namesOf(all) });
}

/**
 * Where a name was not given: the operation of `all`, at least one, in which something is found. Faults: what `missing`
 * makes, from the names of the operations, where it is in none; `operation-not-named` where it is in several.
 */
export async function operationHolding(
  all: readonly OperationRecord[],
  holds: (operation: OperationRecord) => Promise<boolean>,
  missing: (operations: string) => Fault,
): Promise<OperationRecord> {
  const holding: OperationRecord[] = [];
  for (const operation of all) if (await holds(operation)) holding.push(operation);
  if (holding.length === 0) throw missing(namesOf(all));
  return onlyOne(holding);
}

function onlyOne(operations: readonly OperationRecord[]): OperationRecord {
  const [first, ...others] = operations;
  if (first && others.length === 0) return first;
  const choices = operations.map(({ name }) => `--operation ${/^[\w-]+$/.test(name) ? name : `"${name}"`}`);
  throw new Fault("operation-not-named", { choices: choices.join(", ") });
}

function namesOf(operations: readonly OperationRecord[]): string {
  return operations.map(({ name }) => name).join(", ");
}
