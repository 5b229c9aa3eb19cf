import { type Column, type Table, tableOf } from "../reports/table.ts";
import type { ConfiguredOperation } from "../server/configuration.ts";
import { writtenSettings } from "../server/written-settings.ts";

/** The skills of a configured operation as it would run them, by the keys of espera.yaml. */
export function configuredSkills({ exchange, written }: ConfiguredOperation): Table {
  const queuesOf = (id: number) =>
    exchange.kind === "asterisk" ? exchange.queues.filter(({ skill }) => skill === id) : [];
  const queues: Column<Row> = {
    key: "queues",
    title: "queues",
    left: true,
    value: ({ id }) =>
      queuesOf(id)
        .map(({ queue }) => queue)
        .join(" "),
  };
  const columns: Column<Row>[] = [
    { key: "id", title: "id", value: ({ id }) => id },
    setting("name"),
    ...(exchange.kind === "asterisk" ? [queues] : []),
    ...["smartWait", "target", "offerAfterS", "discipline", "openingHours", "rulePack", "holdOut"].map(
      setting,
    ),
  ];
  const rows = written.skills.map((skill) => ({ id: skill.id, settings: writtenSettings(skill) }));
  return tableOf(columns, rows);
}

interface Row {
  readonly id: number;
  readonly settings: ReadonlyMap<string, string>;
}

function setting(key: string): Column<Row> {
  return { key, title: key, left: true, value: ({ settings }) => settings.get(key) ?? null };
}
