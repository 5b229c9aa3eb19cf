import { Fault } from "../faults/faults.ts";
import type { OperationRecord, Registry } from "../journal/port/registry.ts";

/**
 * The operation of that name, or of that number; without a name, the only operation. Faults: `operation-unknown`,
 * `operation-not-named` where there are several and no name, `operation-missing` where there is none.
 */
export async function operationNamed(
  store: Pick<Registry, "operations">,
  name: string | undefined,
): Promise<OperationRecord> {
  return onlyOne(await operationsNamed(store, name));
}

/** The operation of that name, or of that number; without a name, all operations, at least one. Faults: `operation-unknown`, `operation-missing`. */
export async function operationsNamed(
  store: Pick<Registry, "operations">,
  name: string | undefined,
): Promise<OperationRecord[]> {
  const all = await store.operations();
  if (all.length === 0) throw new Fault("operation-missing");
  const called = all.filter((one) => one.name === name);
  const found =
    name === undefined ? all : called.length > 0 ? called : all.filter(({ id }) => String(id) === name);
  if (found.length > 0) return found;
  throw new Fault("operation-unknown", { name: name ?? "", known: namesOf(all) });
}

/**
 * The operation of `all`, at least one, in which something is found, for callers that have no name. Faults: what `missing`
 * makes from the names of the operations, where it is in none; `operation-not-named` where it is in several.
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
