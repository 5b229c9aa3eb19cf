/**
 * Every fault that Espera raises, by its stable code. The sentence says what to do; `{name}` is filled in from the
 * fault's details. `docs/errors.md` lists the same codes; a test keeps the two equal.
 */
export const faults = {
  "address-unusable": "Espera cannot listen on {host}:{port} ({problem}). Give another --port or --host.",
  "agi-secret-unreadable":
    "The secret of the dialplan's addresses in {file} cannot be read ({problem}). Let Espera's user read it; or delete it, print the dialplan again and reload it.",
  "agi-secret-unwritable":
    "The secret of the dialplan's addresses cannot be kept in {file} ({problem}). Print the dialplan as Espera's user, with the --data that the server has.",
  "answer-lost":
    "The server on the data in {directory} was asked, and its answer did not come ({problem}): it may have ended. Whether it did what was asked is not known; look before you ask again.",
  "append-unknown":
    "Nobody knows whether the last steps were written: the database did not answer, or did not wait for its standby. Espera finds out by itself once the database answers.",
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
  "backup-by-database":
    "This journal is in PostgreSQL, which makes its own backups. Use pg_dump, or pg_basebackup for the whole server.",
  "backup-target-exists": "There is a file {file} already, and a backup never replaces one. Name another.",
  "body-encoded": "A body that is compressed ({encoding}) is not read. Send it as it is.",
  "body-too-large": "The body is larger than is read here ({bytes} bytes). Send less.",
  "body-type-unknown": "A body of that type is not read here. Send one of: {known}.",
  "calculation-refused": "That cannot be calculated: {problem}.",
  "call-unknown": "There is no call {id} in {operation}. See: espera why.",
  "callback-unknown": "There is no callback {id} in {operation}. See: espera callbacks list --all.",
  "client-secret-unreadable":
    "The secret that signIn.oidc.clientSecretFile names, {file}, cannot be read ({problem}). Write it there as the only line, and let Espera's user read it.",
  "config-invalid": "The configuration {file} is not usable. Mend this:{problems}",
  "config-not-found": "There is no configuration file {file}. Name one with --config, or leave it out.",
  "control-not-understood":
    "The server answered what this Espera does not understand ({problem}). Use the same version for both.",
  "copy-source-changed":
    "The journal is not what it was when the copy into {place} began. Empty that, and start the copy again.",
  "copy-target-used":
    "There is a journal in {place} already, and a copy never goes into one. Name an empty one.",
  "copy-unfinished":
    "The copy into {place} broke off, and is not whole. Finish it: espera store copy --to database.",
  "country-unknown": "{country} is not a country. Use its two letters (ISO 3166), like CO.",
  "cursor-unknown": "No page of a list, and no report, ended with that. Give what one gave, or leave it out.",
  "database-unreachable":
    "The database with the journal cannot be asked: {problem}. Look whether it runs, and whether address and password of store: in espera.yaml are right.",
  "date-invalid": "{value} is not a date. Write year, month and day, like 1999-03-31.",
  "dates-reversed": "The last day ({to}) comes before the first ({from}). Swap them.",
  "directory-in-use":
    "Another Espera runs on the data in {directory}. Stop it, or give this one a directory of its own with --data.",
  "directory-open":
    "Everybody on this machine may change or read {path} (rights {rights}), and Espera cannot take that right away. Give Espera a folder of its own with --data, or take it away yourself: chmod o-rwx {path}",
  "directory-unusable":
    "The data directory {directory} cannot be used ({problem}). Give Espera's user the right to write in it, or name another with --data.",
  "display-code-unknown":
    "No screen waits with the code {code} now. Take the one that it shows; it is a new one every ten minutes.",
  "displays-full":
    "As many screens wait to be accepted as there may be ({most}). Accept them, or try again in ten minutes.",
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
  "link-refused":
    "That link was used before, or its time is over. Ask for a new one: espera user link NAME; the demonstration prints one at each start.",
  "load-file-invalid":
    "{file} cannot be planned with ({place}): columns calls_per_hour and aht_s with numbers are needed. Print it with espera report staffing --csv.",
  "method-unknown": "That is not asked of this address. Ask with: {known}.",
  "nodes-running":
    "Nodes run on this database already: {nodes}. Start this server with --node NAME, so that it shares the operations with them.",
  "not-owner":
    "Another node runs operation {operation} now. This one stopped it, and sends nothing more to its exchange.",
  "numbers-masked":
    "The token sees numbers masked, so it cannot search by them. Use one that may see them whole.",
  "operation-closed":
    "The operation was closed before the order was answered. Look in a moment at whether it was carried out.",
  "operation-missing": "There is no operation yet. Start Espera, or import calls with espera import.",
  "operation-not-named": "There are several operations. Say which one: {choices}.",
  "operation-unreachable":
    "What runs the operations was asked and did not answer ({problem}). Calls go on. Ask again in a moment.",
  "operation-unknown": "There is no operation named {name}. Known: {known}.",
  "order-refused": "{why}",
  "origin-refused":
    "Another site asked for this, or the browser did not say which one did. Use Espera's own page; programs show a token.",
  "passwords-off":
    "Here nobody signs in with a password. Sign in the other way, or ask an administrator for a link.",
  "path-unknown": "There is nothing at this address. See: /v1/openapi.json.",
  "person-unknown": "Nothing is held of that number in the operation {operation}.",
  "output-unwritable":
    "{file} cannot be written: {problem}. Free some space, or name a file in another directory.",
  "password-unreadable":
    "The password cannot be read from {file} ({problem}). Name a file that you may read with --password-from.",
  "password-weak":
    "That password is easily guessed. Take {shortest} to {longest} characters, not one over and over, and not the name alone.",
  "prompt-unknown": "There is no sound of a prompt {id} in the language {language}. Look at the list again.",
  "prompts-folder-unusable":
    "The folder of the prompts, {folder}, cannot be used ({problem}). Give the user that Espera runs as the right to write in it.",
  "prompts-not-replaceable":
    "Espera does not see the sounds that callers of {operation} hear. Give it a folder of them: prompts with asterisk and espera, in espera.yaml.",
  "prompts-missing":
    "{file} has no text for {names}. Write each one; prompts/when.yaml says when it is heard.",
  "prompts-unreadable": "{file} cannot be used: {problem}. Compare it with prompts/en/language.yaml.",
  "preview-busy":
    "Somebody else has a preview of settings made in this operation. Try again in a few minutes, when it is done.",
  "preview-without-calls":
    "There are no calls of the last seven days by which to preview. Look again when a day is over.",
  "provider-missing":
    "Only name and password open this page: no company sign-in is configured. See signIn in espera.yaml.",
  "provider-refused":
    "{name} did not confirm who you are. Sign in again; if it happens again, the log of Espera says why.",
  "provider-unreachable":
    "{name} does not answer just now. Try again in a while, or sign in with name and password.",
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
    "{count|The only row|All # rows} of {file} with the outcome {outcome} would be left out ({reason}), and what is left would describe another centre. Say what the word means, like --outcomes {outcome}=answered, or =abandoned, or =skip for rows that are no calls. Nothing was changed.",
  "recording-rows-bad":
    "{file} has {count|1 row that cannot be used. Mend it, or leave it|# rows that cannot be used. Mend them, or leave them} out with --skip-bad. Nothing was changed.{problems}",
  "recording-unreadable": "{file} cannot be read: {problem}. Nothing was changed.",
  "report-too-large":
    "There are more than {rows} calls on these days. Ask for fewer days, or for them one after the other.",
  "request-failed": "Something failed, and stands in the log. Try again later.",
  "request-invalid": "The request is not understood: {problem}.",
  "request-slow": "The request came too slowly. Send it again.",
  "requests-at-once":
    "As many requests of this token are under way as there may be ({most}). Ask again when one is answered.",
  "requests-used-up":
    "All requests of this day are used up ({limit}, shared by the tokens of the operation). Ask again after its midnight.",
  "role-missing": "Only an administrator of every operation may do that. Ask one.",
  "role-unmapped":
    "{name} knows you, and you have no role in Espera. Ask your administrator to put you into a group that has one.",
  "run-kept":
    "Run {run} is {kind} and {state}: only a generated or imported one that broke off can be dropped.",
  "run-unknown": "There is no run {run} in {operation}. See: espera journal unfinished.",
  "operation-recorded":
    "The operation {name} holds calls of a real centre; simulated ones do not belong among them. Give the simulated operation another name.",
  "operation-simulated":
    "The operation {name} holds simulated calls; those of a real centre do not belong among them. Give the real operation another name.",
  "server-not-running":
    "No Espera runs on the data in {directory}, and nothing was done. Start it: what is waited for is changed by the server that runs it.",
  "session-ended": "The session has ended. Sign in again.",
  "session-unknown": "There is no session {id}. It may have ended: look at the list again.",
  "settings-conflict":
    "Settings version {version} does not follow version {newest}: another process changed them. Read them again, then change them.",
  "settings-from-file":
    "The settings of this operation come from {file}. Change them there and reload, or write settings: page there for them to be changed here.",
  "settings-outdated":
    "Somebody else changed the settings meanwhile; they are version {version} now. Look at them again, then change them.",
  "settings-refused": "These settings are not usable. Mend this:{problems}",
  "settings-version-unknown": "There is no version {version} of the settings to go back to.",
  "sign-in-in-the-clear":
    "Here the password would travel in plain sight. Open the page by https: with --tls-cert and --tls-key, or behind a proxy with TLS.",
  "sign-in-not-begun":
    "This sign-in was not started in this browser, or more than 10 minutes ago. Start it again.",
  "sign-in-refused":
    "The name and the password do not go together. Check both; an administrator can set a new password.",
  "sign-in-slow": "There were many tries. Wait {seconds|1 second|# seconds}, then try again.",
  "scope-missing":
    "The token may not do that: it needs one of these scopes: {scopes}. Choose them with espera token set ID --scope.",
  "skill-renumbered":
    "The skill {name} has the number {kept} in the journal and its reports; it cannot become {wanted}. Keep its number, or give it another name.",
  "skill-unknown": "There is no skill {name}. Known: {known}.",
  "sorting-impossible":
    "The record is in no order of time, and sorting it needs room in {directory}: {problem}. Make room there, name another directory in TMPDIR, or sort the record by its times.",
  "sound-form-wrong":
    "The file has {bits} bits, {channels|1 channel|# channels} and {hertz} Hz. Save it with 16 bits, 1 channel (mono) and 8000 or 16000 Hz.",
  "sound-length-wrong":
    "The recording lasts {seconds} s. A prompt has sound, and lasts at most {most} s: after that a call goes to the line without it.",
  "sound-unreadable":
    "That is not a WAV file of plain sound (PCM), or it is cut off. Save the recording as WAV, with 16 bits, 1 channel (mono) and 8000 or 16000 Hz.",
  "steps-archived":
    "The steps up to the end of {month} were archived, or were kept long enough; the journal of run {run} begins with step {seq}. Put archived ones back with espera journal restore.",
  "streams-full":
    "As many live streams are open as there may be ({ofToken} of a token, {ofOperation} of an operation, {most} in all). Close one, or try again later.",
  "time-zone-fixed":
    "The operation {name} lives by {kept}, and its reports with it; it cannot move to {wanted}. Keep its zone, or give a new operation another name.",
  "time-zone-unknown": "{zone} is not a time zone. Use an IANA name, like America/Bogota.",
  "store-not-named": "The espera.yaml in {directory} names no database. Put store: with its address into it.",
  "token-missing": "A token is needed, as Authorization: Bearer … or in the header wolkvox-token.",
  "token-refused": "The token is not valid. See: espera token list.",
  "token-unknown": "There is no valid token {id}. See: espera token list.",
  "upload-records-bad":
    "{count|1 record cannot be used, and is|# records cannot be used, each} named with its reason. Nothing was changed.",
  "upload-too-large": "An upload has at most {records} records and {bytes} bytes. Send fewer at a time.",
  "uploads-full":
    "As many uploads are under way as there may be ({ofOperation} of an operation, {most} in all), or as many bytes of them. Send one after the other.",
  "user-last-administrator": "{name} is the last administrator. Make another one first.",
  "user-name-taken": "There is a user {name} already. Choose another name, or change that one.",
  "user-settings-wrong":
    "Only an administrator may have every operation, and sees all its skills; a display shows no numbers of people. Choose otherwise.",
  "user-unknown": "There is no user {name}. See: espera user list.",
  "version-missing":
    "Say which version of the callback you looked at: its ETag as If-Match, or its version in the body.",
  "what-if-busy":
    "Somebody else's record is being lived through in this operation. Wait until it is deleted, at the latest an hour after it was used last.",
  "what-if-no-room":
    "There is not enough room on the server's disk for this record. Send fewer days, or have room made.",
  "what-if-not-ready":
    "That cannot be done now: the record is not whole, was deleted, or is being lived through. Look how far it is, or send it again.",
  "what-if-out-of-order":
    "This piece of the record does not follow: {received} of {bytes} bytes have come. Go on from there, one piece after the other.",
  "what-if-unknown": "There is no such record, or it is somebody else's. Send it again.",
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
