/**
 * Every fault that Espera raises, by its stable code. The sentence says what to do; `{name}` is filled in from the
 * fault's details. `docs/errors.md` lists the same codes; a test keeps the two equal.
 */
export const faults = {
  "address-unusable": "Espera cannot listen on {host}:{port} ({problem}). Give another --port or --host.",
  "agi-secret-unreadable":
    "The secret of the dialplan's addresses in {file} cannot be read ({problem}). Let Espera's user read it; or delete it, print the dialplan anew and reload it.",
  "agi-secret-unwritable":
    "The secret of the dialplan's addresses cannot be kept in {file} ({problem}). Print the dialplan as Espera's user, with the --data that the server has.",
  "archive-not-found": "There is no archive {file}. Name the file that espera journal archive wrote.",
  "archive-not-next":
    "The archive has steps {from} to {to}, and the journal begins with step {first}. Restore the archive first whose last step is the one before it.",
  "archive-target-exists": "There is a file {file} already, and an archive never replaces one. Name another.",
  "archive-unreadable":
    "The archive {file} cannot be read: {problem}. It is damaged, or is none. Take another copy of it.",
  "archived-meanwhile":
    "Another process archived or deleted steps of {operation} at the same time. Nothing was lost: look what is there with espera journal verify, then try again.",
  "asterisk-ca-unreadable":
    "The certificates of tls.ca in {file} cannot be read ({problem}). Name a PEM file that Espera's user can read.",
  "asterisk-not-configured":
    "No operation in {file} is on an Asterisk. Give one an exchange: asterisk, see espera asterisk dialplan.",
  "asterisk-secret-missing":
    "The secret of Asterisk's manager is not known. Put it into the file that secretFile names, or into ESPERA_AMI_SECRET.",
  "asterisk-secret-unreadable":
    "The secret of Asterisk's manager in {file} cannot be read ({problem}). Let Espera's user read it.",
  "backup-target-exists": "There is a file {file} already, and a backup never replaces one. Name another.",
  "body-encoded": "A body that is compressed ({encoding}) is not read. Send it as it is.",
  "body-too-large": "The body is larger than is read here ({bytes} bytes). Send less.",
  "body-type-unknown": "A body of that type is not read here. Send one of: {known}.",
  "calculation-refused": "That cannot be calculated: {problem}.",
  "call-unknown": "There is no call {id} in {operation}. See: espera why.",
  "callback-unknown": "There is no callback {id} in {operation}. See: espera callbacks list --all.",
  "config-invalid": "The configuration {file} is not usable. Mend this:{problems}",
  "config-not-found": "There is no configuration file {file}. Name one with --config, or leave it out.",
  "control-not-understood":
    "The server answered what this Espera does not understand ({problem}). Use the same version for both.",
  "country-unknown": "{country} is not a country. Use its two letters (ISO 3166), like CO.",
  "cursor-unknown": "No page of a list, and no report, ended with that. Give what one gave, or leave it out.",
  "date-invalid": "{value} is not a date. Write year, month and day, like 1999-03-31.",
  "dates-reversed": "The last day ({to}) comes before the first ({from}). Swap them.",
  "directory-in-use":
    "Another Espera runs on the data in {directory}. Stop it, or give this one a directory of its own with --data.",
  "directory-open":
    "Everybody on this machine may change or read {path} (rights {rights}), and Espera cannot take that right away. Give Espera a folder of its own with --data, or take it away yourself: chmod o-rwx {path}",
  "directory-unusable":
    "The data directory {directory} cannot be used ({problem}). Give Espera's user the right to write in it, or name another with --data.",
  "headers-too-large": "The head of the request is larger than {bytes} bytes. Send less.",
  "journal-busy":
    "Another process has been writing the journal for too long. Wait until it is done, then try again.",
  "journal-conflict":
    "Step {seq} does not follow the last step of run {run}: another process writes this operation. Stop one of them.",
  "journal-damaged":
    "Step {seq} of run {run} cannot be read: {problem}. Stop Espera and go back to the newest backup.",
  "journal-file-damaged":
    "The journal's file espera.db is damaged, or is no journal: {problem}. Stop Espera and go back to the newest backup.",
  "journal-migration-changed":
    "Migration {migration} of {file} is not the one this Espera knows: the file or the program was altered. Use the Espera that wrote it.",
  "journal-newer":
    "The data in {file} was written by a newer Espera (schema {found}, this one knows {known}). Update Espera.",
  "journal-not-found": "There is no journal {file}. Start Espera once, or name the directory with --data.",
  "journal-not-sealed":
    "No month before {month} can be archived: a month is sealed when the next one begins, or was archived already. Name a later month, or wait.",
  "journal-older":
    "The data in {file} was written by an older Espera (schema {found}, this one knows {known}). Start the new server once; it brings the data up to date.",
  "journal-shorter":
    "The data in {file} has lost its newest steps: {problem}. Put its write-ahead log (espera.db-wal) back beside it. If there is none any more, or you restored an older copy on purpose, go on without them: espera journal accept.",
  "journal-unreadable":
    "The journal cannot be read: {problem}. Let Espera's user read and write espera.db, what begins with that name, and their folder; or mend the disk.",
  "journal-unwritable": "The journal cannot be written: {problem}. Make room on its disk or mend its rights.",
  "line-grows-without-end":
    "{agents|1 agent|# agents} cannot keep up with {load} Erlangs of work, and nobody gives up: the line grows without end. Give at least {needed|1 agent|# agents}, or the callers' patience with --patience-s.",
  "load-file-invalid":
    "{file} cannot be planned with ({place}): columns calls_per_hour and aht_s with numbers are needed. Print it with espera report staffing --csv.",
  "method-unknown": "That is not asked of this address. Ask with: {known}.",
  "numbers-masked":
    "The token sees numbers masked, so it cannot search by them. Use one that may see them whole.",
  "operation-closed":
    "The operation was closed before the order was written: it was not carried out. Try again in a moment.",
  "operation-missing": "There is no operation yet. Start Espera, or import calls with espera import.",
  "operation-not-named": "There are several operations. Say which one: {choices}.",
  "operation-unknown": "There is no operation named {name}. Known: {known}.",
  "order-refused": "{why}",
  "path-unknown": "There is nothing at this address. See: /v1/openapi.json.",
  "person-unknown": "Nothing is held of that number in the operation {operation}.",
  "output-unwritable":
    "{file} cannot be written: {problem}. Free some space, or name a file in another directory.",
  "query-stopped": "The question took too long and was stopped. Ask for less at a time.",
  "range-too-long": "More than {days} days are asked for at once. Ask for fewer.",
  "reader-stopped":
    "The thread that answers reports stopped ({problem}). Ask again: another one takes its place.",
  "recording-changed":
    "{file} gives other calls than when its import began: it was changed, another --time-zone was given, or another file has brought some of them since. Import it as it was then, or take out what was begun with espera journal drop.",
  "recording-day-empty": "{file} has no calls on {date}. It has calls from {first} to {last}.",
  "recording-invalid": "{file} is not a usable call log: {problem}. Nothing was changed.",
  "recording-known":
    "{file} was imported into {operation} before, on {when}, with {calls|1 call|# calls}. Nothing was changed.",
  "recording-nothing-new": "{operation} has all calls of {file} already ({calls}). Nothing was changed.",
  "recording-outcome-lost":
    "{count|The only row|All # rows} of {file} with the outcome {outcome} would be left out ({reason}), and what is left would tell of another centre. Say what the word means, like --outcomes {outcome}=answered, or =abandoned, or =skip for rows that are no calls. Nothing was changed.",
  "recording-rows-bad":
    "{file} has {count|1 row that cannot be used. Mend it, or leave it|# rows that cannot be used. Mend them, or leave them} out with --skip-bad. Nothing was changed.{problems}",
  "recording-unreadable": "{file} cannot be read: {problem}. Nothing was changed.",
  "request-failed": "Something failed, and stands in the log. Try again later.",
  "request-invalid": "The request is not understood: {problem}.",
  "request-slow": "The request came too slowly. Send it again.",
  "requests-at-once":
    "As many requests of this token are under way as there may be ({most}). Ask again when one is answered.",
  "requests-used-up":
    "All requests of this day are used up ({limit}, shared by the tokens of the operation). Ask again after its midnight.",
  "run-kept":
    "Run {run} is {kind} and {state}: only a generated or imported one that broke off can be taken out again.",
  "run-unknown": "There is no run {run} in {operation}. See: espera journal unfinished.",
  "operation-recorded":
    "The operation {name} holds calls of a real centre; simulated ones do not belong among them. Give the simulated operation another name.",
  "operation-simulated":
    "The operation {name} holds simulated calls; those of a real centre do not belong among them. Give the real operation another name.",
  "server-not-running":
    "No Espera runs on the data in {directory}, and nothing was done. Start it: what is waited for is changed by the server that runs it.",
  "settings-conflict":
    "Settings version {version} does not follow version {newest}: another process changed them. Read them again, then change them.",
  "scope-missing":
    "The token may not do that: it needs one of these scopes: {scopes}. Choose them with espera token set ID --scope.",
  "skill-renumbered":
    "The skill {name} has the number {kept} in the journal and its reports; it cannot become {wanted}. Keep its number, or give it another name.",
  "skill-unknown": "There is no skill {name}. Known: {known}.",
  "steps-archived":
    "The steps up to the end of {month} were archived, or were kept long enough; the journal of run {run} begins with step {seq}. Put archived ones back with espera journal restore.",
  "streams-full":
    "As many live streams are open as there may be ({ofToken} of a token, {ofOperation} of an operation, {most} in all). Close one, or try again later.",
  "time-zone-fixed":
    "The operation {name} lives by {kept}, and its reports with it; it cannot move to {wanted}. Keep its zone, or give a new operation another name.",
  "time-zone-unknown": "{zone} is not a time zone. Use an IANA name, like America/Bogota.",
  "token-missing": "A token is needed, as Authorization: Bearer … or in the header wolkvox-token.",
  "token-refused": "The token is not valid. See: espera token list.",
  "token-unknown": "There is no valid token {id}. See: espera token list.",
  "upload-records-bad":
    "{count|1 record cannot be used, and is|# records cannot be used, each} named with its reason. Nothing was changed.",
  "upload-too-large": "An upload has at most {records} records and {bytes} bytes. Send fewer at a time.",
  "uploads-full":
    "As many uploads are under way as there may be ({ofOperation} of an operation, {most} in all), or as many bytes of them. Send one after the other.",
  "version-missing":
    "Say which version of the callback you looked at: its ETag as If-Match, or its version in the body.",
} as const;

export type FaultCode = keyof typeof faults;

/** A fault of the catalogue. `details` fill its sentence and are safe to log: no personal data. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: FaultCode, details: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(filledIn(faults[code], details), options);
    this.name = "Fault";
    this.code = code;
    this.details = details;
  }
}

/**
 * A sentence of a catalogue of faults with its `{names}` filled in; what is not known reads “?”. `{count|one row|# rows}`
 * is the first text where the detail is 1, else the second, in which `#` is the detail.
 */
export function filledIn(sentence: string, details: Fault["details"]): string {
  const value = (name: string) => String(details[name] ?? "?");
  return sentence
    .replace(byCount, (_, name: string, one: string, many: string) =>
      value(name) === "1" ? one : many.replace("#", value(name)),
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => value(name));
}

/** The sentence as a catalogue of many: with `{names}` alone. */
export function ofMany(sentence: string): string {
  return sentence.replace(byCount, (_, name: string, __, many: string) => many.replace("#", `{${name}}`));
}

const byCount = /\{(\w+)\|([^|}]*)\|([^|}]*)\}/g;
