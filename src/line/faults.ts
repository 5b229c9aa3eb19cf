/**
 * Every fault that Espera raises, by its stable code. The sentence says what to do; `{name}` is filled in from the
 * fault's details. `docs/errors.md` lists the same codes; a test keeps the two equal.
 */
export const faults = {
  "config-invalid": "The configuration in {file} is not usable: {problem}. Mend it and start again.",
  "config-not-found": "There is no configuration file {file}. Name one with --config, or leave it out.",
  "journal-conflict":
    "Step {seq} does not follow the last step of run {run}: another process writes this operation. Stop one of them.",
  "journal-newer":
    "The data in {file} was written by a newer Espera (schema {found}, this one knows {known}). Update Espera.",
  "operation-unknown": "There is no operation named {name}. Known: {known}.",
} as const;

export type FaultCode = keyof typeof faults;

/** A fault of the catalogue. `details` fill its sentence and are safe to log: no personal data. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: FaultCode, details: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(
      faults[code].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?")),
      options,
    );
    this.name = "Fault";
    this.code = code;
    this.details = details;
  }
}
