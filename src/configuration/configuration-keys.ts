import * as z from "zod";
import { configurationSchema } from "./schema/configuration-schema.ts";

/** One key of `espera.yaml`, for people. */
interface ConfigurationKey {
  /** Where it stands: `operations[].skills[].target`. */
  readonly path: string;
  /** How its value is written. */
  readonly written: string;
  /** Its default as it would be written, in words where it depends; `null`: it must be there. */
  readonly byDefault: string | null;
  readonly meaning: string;
}

/** The parts of a JSON schema that the configuration's has. */
interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
  readonly default?: unknown;
  readonly description?: string;
  readonly written?: string;
  readonly byDefault?: string;
}

/** Every key that may stand in `espera.yaml`, in the order of the schema. */
export const configurationKeys: readonly ConfigurationKey[] = keysOf(
  z.toJSONSchema(configurationSchema, { io: "input" }) as Described,
  "",
);

/** The names of the keys that may stand at a place, given as its path of keys and indexes. */
export function knownKeysAt(path: readonly PropertyKey[]): string[] {
  const prefix = path.map((step) => (typeof step === "number" ? "[]" : `.${String(step)}`)).join("");
  return configurationKeys
    .map((key) => `.${key.path}`)
    .filter((key) => key.slice(0, key.lastIndexOf(".")) === prefix)
    .map((key) => key.slice(key.lastIndexOf(".") + 1));
}

function keysOf(schema: Described, path: string): ConfigurationKey[] {
  if (schema.items) return keysOf(schema.items, `${path}[]`);
  const inEach = (schema.anyOf ?? []).flatMap((option) => keysOf(option, path));
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const key = path ? `${path}.${name}` : name;
    const required = schema.required?.includes(name) ?? false;
    const described: ConfigurationKey = {
      path: key,
      written: value.written ?? "",
      byDefault: required ? null : (value.byDefault ?? defaultText(value.default)),
      meaning: value.description ?? "",
    };
    return [described, ...keysOf(value, key)];
  });
  return [...own, ...inEach];
}

function defaultText(value: unknown): string {
  return typeof value === "object" ? "those of its keys" : `\`${value as string | number}\``;
}
