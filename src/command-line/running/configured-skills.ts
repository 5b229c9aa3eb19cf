import type { ConfiguredOperation } from "../../configuration/configuration.ts";
import { writtenSettings } from "../../configuration/written-settings.ts";
import { type Column, type Table, tableOf } from "../../reports/table.ts";

/** The skills of configured operations as they would run them, by the keys of espera.yaml. */
export function configuredSkills(operations: readonly ConfiguredOperation[]): Table {
  const queues: Column<Row> = {
    key: "queues",
    title: "queues",
    left: true,
    value: ({ id, operation: { exchange } }) =>
      (exchange.kind === "asterisk" ? exchange.queues : [])
        .filter(({ skill }) => skill === id)
        .map(({ queue }) => queue)
        .join(" "),
  };
  const columns: Column<Row>[] = [
    { key: "operation", title: "", csvOnly: true, value: ({ operation }) => operation.name },
    { key: "id", title: "id", value: ({ id }) => id },
    setting("name"),
    ...(operations.some(({ exchange }) => exchange.kind === "asterisk") ? [queues] : []),
    ...["smartWait", "target", "offerAfterS", "discipline", "openingHours", "rulePack", "holdOut"].map(
      setting,
    ),
  ];
  const rows = operations.flatMap((operation) =>
    operation.written.skills.map((skill) => ({
      operation,
      id: skill.id,
      settings: writtenSettings(skill),
    })),
  );
  return tableOf(columns, rows);
}

interface Row {
  readonly operation: ConfiguredOperation;
  readonly id: number;
  readonly settings: ReadonlyMap<string, string>;
}

function setting(key: string): Column<Row> {
  return { key, title: key, left: true, value: ({ settings }) => settings.get(key) ?? null };
}
