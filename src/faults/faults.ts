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
    "The server that uses {directory} did not answer ({problem}); it may have stopped. It may or may not have done what you asked: look before you ask again.",
  "append-unknown":
    "Nobody knows whether the last steps were written: the database did not answer, or did not wait for its standby. Espera finds out by itself once the database answers.",
  "archive-not-found": "There is no archive {file}. Name the file that npx espera journal archive wrote.",
  "archive-not-next":
    "The archive has steps {from} to {to}, but the journal begins with step {first}. First restore the archive that ends with the step before that one.",
  "archive-target-exists": "{file} exists already, and an archive never replaces a file. Give another name.",
  "archive-unreadable":
    "The archive {file} cannot be read: {problem}. It is damaged, or it is not an archive. Use another copy of it.",
  "archived-meanwhile":
    "Another process archived or deleted steps of {operation} at the same time. Nothing was lost: check what is there with npx espera journal verify, then try again.",
  "asterisk-ca-unreadable":
    "The certificates of tls.ca in {file} cannot be read ({problem}). Name a PEM file that Espera's user can read.",
  "asterisk-not-configured":
    "No operation in {file} uses an Asterisk. Give one of them exchange: asterisk; npx espera asterisk dialplan prints an example.",
  "asterisk-secret-missing":
    "The secret of Asterisk's manager is not known. Put it into the file that secretFile names, or into ESPERA_AMI_SECRET.",
  "asterisk-secret-unreadable":
    "The secret of Asterisk's manager in {file} cannot be read ({problem}). Let Espera's user read it.",
  "backup-by-database":
    "This journal is in PostgreSQL, which makes its own backups. Use pg_dump, or pg_basebackup for the whole server.",
  "backup-target-exists": "{file} exists already, and a backup never replaces a file. Give another name.",
  "body-encoded": "Compressed bodies ({encoding}) are not accepted. Send it uncompressed.",
  "body-too-large": "The body is larger than the {bytes} bytes that are accepted here. Send less.",
  "body-type-unknown": "A body of that type is not accepted here. Send one of: {known}.",
  "calculation-refused": "That cannot be calculated: {problem}.",
  "call-unknown": "There is no call {id} in {operation}. See: npx espera why.",
  "callback-unknown": "There is no callback {id} in {operation}. See: npx espera callbacks list --all.",
  "client-secret-unreadable":
    "The secret that signIn.oidc.clientSecretFile names, {file}, cannot be read ({problem}). Write it there as the only line, and let Espera's user read it.",
  "config-invalid": "The configuration {file} cannot be used. Correct this:{problems}",
  "config-not-found": "There is no configuration file {file}. Name one with --config, or leave it out.",
  "control-not-understood":
    "The server's answer is not understood ({problem}). Use the same version of Espera for the server and for the command.",
  "copy-source-changed":
    "The journal changed after the copy into {place} began. Empty {place}, and start the copy again.",
  "copy-target-used": "{place} has a journal already, and a copy never overwrites one. Name an empty place.",
  "copy-unfinished":
    "The copy into {place} broke off and is incomplete. Finish it: npx espera store copy --to database.",
  "country-unknown": "{country} is not a country. Use its two letters (ISO 3166), like CO.",
  "cursor-unknown": "That cursor is unknown. Send one that a list or a report gave you, or none.",
  "database-unreachable":
    "The journal's database cannot be reached: {problem}. Check that it is running, and that the address and password in store: of espera.yaml are right.",
  "date-invalid": "{value} is not a date. Write year, month and day, like 1999-03-31.",
  "dates-reversed": "The last day ({to}) comes before the first ({from}). Swap them.",
  "directory-in-use":
    "Another Espera runs on the data in {directory}. Stop it, or give this one a directory of its own with --data.",
  "directory-open":
    "Everybody on this machine may change or read {path} (permissions {rights}), and Espera cannot restrict them. Give Espera a folder of its own with --data, or restrict them yourself: chmod o-rwx {path}",
  "directory-unusable":
    "The data directory {directory} cannot be used ({problem}). Give Espera's user the right to write in it, or name another with --data.",
  "display-code-unknown":
    "No screen is waiting with the code {code}. Use the code that it shows now; it changes every ten minutes.",
  "displays-full":
    "{most} screens are waiting to be accepted, and no more can. Accept them, or try again in ten minutes.",
  "headers-too-large": "The head of the request is larger than {bytes} bytes. Send less.",
  "journal-busy":
    "Another process has been writing the journal for too long. Wait until it is done, then try again.",
  "journal-conflict":
    "Step {seq} does not follow the last step of run {run}: another process writes this operation. Stop one of them.",
  "journal-damaged":
    "Step {seq} of run {run} cannot be read: {problem}. Stop Espera and go back to the newest backup.",
  "journal-file-damaged":
    "The journal's file espera.db is damaged, or is not a journal: {problem}. Stop Espera and go back to the newest backup.",
  "journal-migration-changed":
    "Migration {migration} of {file} is not the one that this Espera knows: the file or the program was altered. Use the version of Espera that wrote it.",
  "journal-newer":
    "The data in {file} was written by a newer Espera (schema {found}, this one knows {known}). Update Espera.",
  "journal-not-found": "There is no journal {file}. Start Espera once, or name the directory with --data.",
  "journal-not-sealed":
    "No month before {month} can be archived: a month is sealed when the next one begins, or was archived already. Name a later month, or wait.",
  "journal-older":
    "The data in {file} was written by an older Espera (schema {found}, this one knows {known}). Start the new server once; it brings the data up to date.",
  "journal-shorter":
    "The data in {file} has lost its newest steps: {problem}. Put its write-ahead log (espera.db-wal) back beside it. If there is none any more, or you restored an older copy on purpose, go on without them: npx espera journal accept.",
  "journal-unreadable":
    "The journal cannot be read: {problem}. Let Espera's user read and write espera.db, the files that begin with that name, and their folder; or repair the disk.",
  "journal-unwritable":
    "The journal cannot be written: {problem}. Free some space on its disk, or correct its permissions.",
  "line-grows-without-end":
    "{agents|1 agent|# agents} cannot keep up with {load} Erlangs of work, and nobody gives up: the line grows without end. Give at least {needed|1 agent|# agents}, or the callers' patience with --patience-s.",
  "line-newer":
    "The line of this operation was written by a newer Espera ({found}; this one knows {known}), which can run it. Update this one.",
  "link-refused":
    "That link was used before, or its time is over. Ask for a new one: npx espera user link NAME; the demonstration prints one at each start.",
  "load-file-invalid":
    "{file} cannot be planned with ({place}): columns calls_per_hour and aht_s with numbers are needed. Print it with npx espera report staffing --csv.",
  "method-unknown": "This address does not accept that method. Use: {known}.",
  "nodes-running":
    "Nodes run on this database already: {nodes}. Start this server with --node NAME, so that it shares the operations with them.",
  "not-owner":
    "Another node runs operation {operation} now. This one stopped it, and sends nothing more to its exchange.",
  "numbers-masked":
    "The token sees numbers masked, so it cannot search by them. Use one that may see them whole.",
  "operation-closed":
    "The operation was closed before the order was answered. Look in a moment at whether it was carried out.",
  "operation-missing": "There is no operation yet. Start Espera, or import calls with npx espera import.",
  "operation-not-named": "There are several operations. Say which one: {choices}.",
  "operation-unreachable":
    "The part of Espera that runs the operations did not answer ({problem}). Calls go on. Ask again in a moment.",
  "operation-unknown": "There is no operation named {name}. Known: {known}.",
  "order-refused": "{why}",
  "origin-refused":
    "This request came from another site, or the browser did not say from which one. Use Espera's own page; programs send a token.",
  "passwords-off":
    "Passwords are not accepted here. Sign in the other way, or ask an administrator for a link.",
  "path-unknown": "There is nothing at this address. See: /v1/openapi.json.",
  "person-unknown": "The operation {operation} keeps nothing about that number.",
  "output-unwritable":
    "{file} cannot be written: {problem}. Free some space, or name a file in another directory.",
  "password-unreadable":
    "The password cannot be read from {file} ({problem}). Name a file that you may read with --password-from.",
  "password-weak":
    "That password is easy to guess. Use {shortest} to {longest} characters: not one character over and over, and not just the name.",
  "prompt-unknown":
    "There is no sound for the prompt {id} in the language {language}. Look at the list again.",
  "prompts-folder-unusable":
    "The folder of the prompts, {folder}, cannot be used ({problem}). Let the user that Espera runs as write in it.",
  "prompts-not-replaceable":
    "Espera cannot see the sounds that callers of {operation} hear. Give them a folder that Espera and Asterisk share: prompts with asterisk and espera, in espera.yaml.",
  "prompts-missing":
    "{file} has no text for {names}. Write each one; prompts/when.yaml says when it is heard.",
  "prompts-unreadable": "{file} cannot be used: {problem}. Compare it with prompts/en/language.yaml.",
  "preview-busy":
    "Somebody else is previewing a change of settings in this operation. Try again in a few minutes.",
  "preview-without-calls":
    "There are no calls of the last seven days to preview this with. Look again when a day is over.",
  "provider-missing":
    "This page is opened with a name and a password only: no company sign-in is configured. See signIn in espera.yaml.",
  "provider-refused":
    "{name} did not confirm who you are. Sign in again; if it happens again, the log of Espera says why.",
  "provider-unreachable":
    "{name} is not answering. Try again in a while, or sign in with a name and a password.",
  "query-stopped": "The query took too long and was stopped. Ask for less at a time.",
  "range-too-long": "You asked for more than {days} days at once. Ask for fewer.",
  "reader-stopped":
    "The thread that answers reports stopped ({problem}). Ask again: another one takes its place.",
  "recording-changed":
    "{file} gives other calls than when its import began: it was changed, another --time-zone was given, or another file has brought some of them since. Import it as it was then, or take out what was begun with npx espera journal drop.",
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
  "report-too-large": "There are more than {rows} calls in these days. Ask for fewer days at a time.",
  "request-failed": "Something failed; the log has the details. Try again later.",
  "request-invalid": "The request is not understood: {problem}.",
  "request-slow": "The request came too slowly. Send it again.",
  "requests-at-once":
    "This token has {most} requests under way, and may not have more. Ask again when one is answered.",
  "requests-used-up":
    "Today's requests are used up ({limit}, shared by all tokens of the operation). Ask again after the operation's midnight.",
  "role-missing": "Only an administrator of every operation may do that. Ask one.",
  "role-unmapped":
    "{name} knows you, but you have no role in Espera. Ask your administrator to put you into a group that has one.",
  "run-kept":
    "Run {run} is {kind} and {state}: only a generated or imported one that broke off can be dropped.",
  "run-unknown": "There is no run {run} in {operation}. See: npx espera journal unfinished.",
  "operation-recorded":
    "The operation {name} holds calls of a real centre; simulated ones do not belong among them. Give the simulated operation another name.",
  "operation-simulated":
    "The operation {name} holds simulated calls; those of a real centre do not belong among them. Give the real operation another name.",
  "server-not-running":
    "No server is running on the data in {directory}, so nothing was done. Start it: only the running server can do this.",
  "session-ended": "The session has ended. Sign in again.",
  "session-unknown": "There is no session {id}. It may have ended: look at the list again.",
  "settings-conflict":
    "Settings version {version} does not follow version {newest}: another process changed them. Read them again, then change them.",
  "settings-from-file":
    "The settings of this operation come from {file}. Change them there and reload, or write settings: page there so that they can be changed here.",
  "settings-outdated":
    "Somebody else changed the settings meanwhile; they are version {version} now. Look at them again, then change them.",
  "settings-refused": "These settings cannot be used. Correct this:{problems}",
  "settings-version-unknown": "There is no version {version} of the settings to go back to.",
  "sign-in-in-the-clear":
    "Here the password would travel in plain sight. Open the page by https: with --tls-cert and --tls-key, or behind a proxy with TLS.",
  "sign-in-not-begun":
    "This sign-in was not started in this browser, or more than 10 minutes ago. Start it again.",
  "sign-in-refused":
    "The name and the password do not go together. Check both; an administrator can set a new password.",
  "sign-in-slow": "There were too many tries. Wait {seconds|1 second|# seconds}, then try again.",
  "scope-missing":
    "The token may not do that: it needs one of these scopes: {scopes}. Choose them with npx espera token set ID --scope.",
  "skill-renumbered":
    "The skill {name} has the number {kept} in the journal and its reports; it cannot become {wanted}. Keep its number, or give it another name.",
  "skill-unknown": "There is no skill {name}. Known: {known}.",
  "sorting-impossible":
    "The record is in no order of time, and sorting it needs room in {directory}: {problem}. Make room there, name another directory in TMPDIR, or sort the record by its times.",
  "sound-form-wrong":
    "The file has {bits} bits per sample, {channels|1 channel|# channels} and {hertz} Hz. Save it with 16 bits, 1 channel (mono) and 8000 or 16000 Hz.",
  "sound-length-wrong":
    "The recording lasts {seconds} s. A prompt may not be empty, and may last {most} s at most: after that the call goes to the line without waiting for its end.",
  "sound-unreadable":
    "That is not a WAV file of plain sound (PCM), or it is cut off. Save the recording as WAV, with 16 bits, 1 channel (mono) and 8000 or 16000 Hz.",
  "steps-archived":
    "The steps up to the end of {month} were archived or deleted; the journal of run {run} begins with step {seq}. Put archived steps back with npx espera journal restore.",
  "streams-full":
    "No more live streams can be opened: the limits are {ofToken} for a token, {ofOperation} for an operation and {most} in all. Close one, or try again later.",
  "time-zone-fixed":
    "The operation {name} and its reports are in the time zone {kept}; it cannot move to {wanted}. Keep its zone, or make a new operation with another name.",
  "time-zone-unknown": "{zone} is not a time zone. Use an IANA name, like America/Bogota.",
  "store-not-named": "The espera.yaml in {directory} names no database. Put store: with its address into it.",
  "token-missing": "A token is needed, as Authorization: Bearer … or in the header wolkvox-token.",
  "token-refused": "The token is not valid. See: npx espera token list.",
  "token-unknown": "There is no valid token {id}. See: npx espera token list.",
  "upload-records-bad":
    "{count|1 record cannot be used; it is listed|# records cannot be used; each is listed} with its reason. Nothing was changed.",
  "upload-too-large": "An upload has at most {records} records and {bytes} bytes. Send fewer at a time.",
  "uploads-full":
    "No more uploads can be received at once: the limits are {ofOperation} for an operation and {most} in all, and a number of bytes. Send one after the other.",
  "user-last-administrator": "{name} is the last administrator. Create another one first.",
  "user-name-taken": "There is a user {name} already. Choose another name, or change that one.",
  "user-settings-wrong":
    "Only administrators may have all operations, and they see all skills; a display never shows telephone numbers. Change the settings of this user.",
  "user-unknown": "There is no user {name}. See: npx espera user list.",
  "version-missing":
    "Say which version of the callback you looked at: its ETag as If-Match, or its version in the body.",
  "what-if-busy":
    "Somebody else's record is being simulated in this operation. Wait until it is deleted: an hour after its last use at the latest.",
  "what-if-no-room":
    "The server's disk has too little space for this record. Send fewer days, or ask for more space.",
  "what-if-not-ready":
    "That cannot be done now: the record is incomplete, was deleted, or is being simulated. See how far it is, or send it again.",
  "what-if-out-of-order":
    "This piece does not continue the record: {received} of {bytes} bytes have arrived. Go on from there, one piece after the other.",
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
