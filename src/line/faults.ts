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
  "recording-changed":
    "{file} is not what it was when its import began. Import the file as it was, or the new one under another operation.",
  "recording-day-empty": "{file} has no calls on {date}. It has calls from {first} to {last}.",
  "recording-invalid": "{file} is not a usable call log: {problem}. Nothing was changed.",
  "recording-known":
    "{file} was imported into {operation} before, on {when}, with {calls} calls. Nothing was changed.",
  "recording-rows-bad":
    "{file} has {count} rows that cannot be used. Mend them, or leave them out with --skip-bad. Nothing was changed.{problems}",
  "recording-unreadable": "{file} cannot be read: {problem}. Nothing was changed.",
  "report-date-invalid": "{value} is not a date. Write year, month and day, like 1999-03-31.",
  "report-dates-reversed": "The report would end ({to}) before it begins ({from}). Swap the dates.",
  "time-zone-unknown": "{zone} is not a time zone. Use an IANA name, like America/Bogota.",
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
