-- The schema of espera.db. Written by `node src/journal/sqlite/database/dump-schema.ts`; do not edit.
-- Migrations, with the SHA-256 of their text:
--   1 journal b248789c6bd915afcdad1ce581e4b144f1cdfd4d03fff100928eab371d859c6c
--   2 whole-life a763353093547fb50c2eb9b584c7405c2cfe8fe972cfc0993f1bafa1249c93e0
--   3 compatible-api 728b21bf122346528e9c4841f5f95360995df5864aa73aeb6029c1e01ec132d6
--   4 native-api 109920c3bfd0e059e2192af78b735a71b6d09475a01653addea4670032254a04
--   5 hold-out 28a736a4bc58f22e66e912b2b0bb880588deed06420f18afd1cdd53bf3dfba1b
--   6 talk-ends d68a601e5e3d624c10f1dc55cd8a367ea2a4dcc09ae8586b69f2c4985e57d77a
--   7 kept-rows 28d513d425ae82382c359ad6decbcc6e0e233e633379995ec6b6c7d11baa9b42
--   8 erased-meanwhile d53d3838840fa23092b909f53cb369ed647c59723eba018698727c6d4ce20015
--   9 caller-classes 1f0ca24c007f17d6f32b7e7a3cba25b64dbf8e88d94974f2438b4e2a7b722086
--   10 agent-names 893724537f11affcd12f4a6e399155a0b9b629a34806d1828019a6a489072d3f
--   11 token-scopes 6aa016f6364ce0b1e4e909618d2e8e09d9e1cc00f9925182ff1119d094e82094
--   12 running-hash 148aa4ad4b5a6c25959b7fb49b1a4874eac03353bbccfccd5df049ca922791d2
--   13 day-versions 803cb15d067835db5c12b1733e5342c790794cce524cf8762012433e151ef0be
--   14 keyed-zones 00ba49370683aa9c48eeae53bb9cb21f6bfc8de235d10e920584e11b271f73e1
--   15 lift 016dd0ad92703d795df534358089282b24647adae3c1d9bef0f5878a892ba0f6
--   16 seals 05923b19e66f5f80ae57b39edb6db9cc3fb4c3b2a86bea5712e44b766360045c
--   17 accounts 10463afcc291fc8d328750590d475ba47b45d63732fb6821ec578843d3735098
--   18 identities 4a56464cfe8ba2989b41dd88ce9a0129eb92a77a087393e5ab497ea312840cfd

CREATE TABLE attempts (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  id TEXT NOT NULL,
  callback TEXT NOT NULL,
  n INTEGER NOT NULL,
  skill INTEGER NOT NULL,
  dialled_at INTEGER NOT NULL,
  ringing_at INTEGER,
  answered_at INTEGER,
  confirmed_at INTEGER,
  in_line_at INTEGER,
  joined_at INTEGER,
  agent TEXT,
  ended_at INTEGER,
  result TEXT, talk_ended_at INTEGER, talk_lost INTEGER NOT NULL DEFAULT 0, agent_name TEXT,
  PRIMARY KEY (operation, run, id)
) WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at REAL NOT NULL,
  act TEXT NOT NULL,
  user TEXT,
  session TEXT,
  address TEXT,
  operation INTEGER,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX numbers_seen ON audit (session, operation, subject) WHERE act = 'number-seen';

CREATE TABLE callbacks (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  id TEXT NOT NULL,
  skill INTEGER NOT NULL,
  person TEXT NOT NULL,
  arrived_at INTEGER NOT NULL,
  registered_at INTEGER NOT NULL,
  place INTEGER NOT NULL,
  promised_from INTEGER NOT NULL,
  promised_until INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL,
  overtakes_dialled INTEGER NOT NULL,
  overtakes_held_back INTEGER NOT NULL,
  first_dialled_at INTEGER,
  last_dialled_at INTEGER,
  ended_at INTEGER, registered_for INTEGER NOT NULL DEFAULT 0, called_by TEXT, other_number INTEGER NOT NULL DEFAULT 0, name_recorded INTEGER NOT NULL DEFAULT 0, name_deleted_at INTEGER, expires_at INTEGER, not_before INTEGER, put_off TEXT, stage TEXT, version INTEGER NOT NULL DEFAULT 0, class TEXT,
  PRIMARY KEY (operation, run, id)
) WITHOUT ROWID;

CREATE INDEX callbacks_by_arrival ON callbacks (operation, arrived_at);

CREATE INDEX callbacks_by_caller ON callbacks (operation, called_by) WHERE called_by IS NOT NULL;

CREATE INDEX callbacks_by_person ON callbacks (operation, person, last_dialled_at);

CREATE INDEX callbacks_by_version ON callbacks (operation, run, version);

CREATE INDEX callbacks_open ON callbacks (operation, arrived_at) WHERE ended_at IS NULL;

CREATE INDEX callbacks_with_name ON callbacks (operation, ended_at)
  WHERE name_recorded = 1 AND name_deleted_at IS NULL;

CREATE TABLE calls (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  id TEXT NOT NULL,
  skill INTEGER NOT NULL,
  person TEXT,
  announced INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  place INTEGER NOT NULL,
  question_at INTEGER,
  choice TEXT,
  choice_source TEXT,
  choice_at INTEGER,
  joined_at INTEGER,
  rung_at INTEGER,
  answered_at INTEGER,
  agent TEXT,
  ended_at INTEGER,
  outcome TEXT, asked_again_at INTEGER, consent_prompt TEXT, consent_key TEXT, asked_for INTEGER, version INTEGER, held_out INTEGER, class TEXT, agent_name TEXT,
  PRIMARY KEY (operation, run, id)
) WITHOUT ROWID;

CREATE INDEX calls_by_arrival ON calls (operation, arrived_at);

CREATE INDEX calls_by_person ON calls (operation, person, arrived_at) WHERE person IS NOT NULL;

CREATE INDEX calls_by_skill ON calls (operation, skill, arrived_at);

CREATE INDEX calls_by_version ON calls (operation, run, version) WHERE version IS NOT NULL;

CREATE INDEX calls_held_out ON calls (operation, arrived_at) WHERE held_out IS NOT NULL;

CREATE INDEX calls_treated ON calls (operation, arrived_at) WHERE question_at IS NOT NULL;

CREATE TABLE checkpoints (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL, hash TEXT,
  PRIMARY KEY (operation, run, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (
  operation INTEGER NOT NULL,
  level INTEGER NOT NULL,
  start INTEGER NOT NULL,
  skill INTEGER NOT NULL,
  treatment INTEGER NOT NULL,
  yes INTEGER NOT NULL,
  recall_ok INTEGER NOT NULL,
  recall_fail INTEGER NOT NULL,
  PRIMARY KEY (operation, level, start, skill)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_versions (
  operation INTEGER NOT NULL,
  day INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  at INTEGER NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL,
  inputs TEXT NOT NULL,
  settings_version INTEGER NOT NULL,
  PRIMARY KEY (operation, run, seq, ordinal)
) WITHOUT ROWID;

CREATE INDEX decisions_by_subject ON decisions (operation, run, subject);

CREATE TABLE erased_meanwhile (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  number_hash TEXT NOT NULL,
  PRIMARY KEY (operation, run, number_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE lift_calls (
  operation INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  run INTEGER NOT NULL,
  id TEXT NOT NULL,
  skill INTEGER NOT NULL,
  promise_met REAL NOT NULL,
  strict_met REAL NOT NULL,
  live_met REAL NOT NULL,
  counted REAL NOT NULL,
  live_counted REAL NOT NULL,
  without_met REAL NOT NULL,
  without_counted REAL NOT NULL,
  PRIMARY KEY (operation, arrived_at, run, id)
) WITHOUT ROWID;

CREATE TABLE lift_days (
  operation INTEGER NOT NULL,
  day TEXT NOT NULL,
  method INTEGER NOT NULL,
  PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE lift_measures (
  operation INTEGER NOT NULL,
  skill INTEGER NOT NULL,
  measure TEXT NOT NULL,
  PRIMARY KEY (operation, skill)
) STRICT, WITHOUT ROWID;

CREATE TABLE lift_sums (
  operation INTEGER NOT NULL,
  level INTEGER NOT NULL,
  start INTEGER NOT NULL,
  skill INTEGER NOT NULL,
  promise_met REAL NOT NULL,
  strict_met REAL NOT NULL,
  live_met REAL NOT NULL,
  counted REAL NOT NULL,
  live_counted REAL NOT NULL,
  without_met REAL NOT NULL,
  without_counted REAL NOT NULL,
  PRIMARY KEY (operation, level, start, skill)
) STRICT, WITHOUT ROWID;

CREATE TABLE migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at REAL NOT NULL) STRICT;

CREATE TABLE operations (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  simulated INTEGER NOT NULL,
  person_key BLOB NOT NULL,
  -- What is added to UTC to find the hours and days of the counts; fixed for ever, see counts.ts.
  counts_offset_ms INTEGER NOT NULL,
  -- Grows in each transaction that changes the operation's counts.
  counts_version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE people (
  operation INTEGER NOT NULL,
  id TEXT NOT NULL,
  number_hash TEXT NOT NULL,
  number TEXT NOT NULL,
  first_seen_at REAL NOT NULL,
  -- Set when two processes met the same number at the same moment and both had named it in steps: the id that counts.
  same_as TEXT,
  PRIMARY KEY (operation, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_by_first_id ON people (operation, same_as) WHERE same_as IS NOT NULL;

CREATE UNIQUE INDEX people_by_number ON people (operation, number_hash) WHERE same_as IS NULL;

CREATE INDEX people_by_number_itself ON people (number);

CREATE TABLE request_quota (
  operation INTEGER NOT NULL REFERENCES operations (id),
  day TEXT NOT NULL,
  reserved INTEGER NOT NULL,
  PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_uses (
  operation INTEGER NOT NULL REFERENCES operations (id),
  day TEXT NOT NULL,
  token TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (operation, day, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  operation INTEGER NOT NULL REFERENCES operations (id),
  run INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('live', 'generated', 'imported')),
  name TEXT NOT NULL,
  complete INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0, first_seq INTEGER NOT NULL DEFAULT 1, began_at REAL,
  PRIMARY KEY (operation, run),
  UNIQUE (operation, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE seals (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  -- The local month that it closes, `YYYY-MM`.
  month TEXT NOT NULL,
  seq INTEGER NOT NULL,
  before TEXT NOT NULL,
  state TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (operation, run, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  secret_hash BLOB NOT NULL UNIQUE,
  user INTEGER NOT NULL,
  began_at REAL NOT NULL,
  used_at REAL NOT NULL,
  -- Without it: until somebody ends it.
  ends_at REAL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_user ON sessions (user);

CREATE TABLE settings_versions (
  operation INTEGER NOT NULL REFERENCES operations (id),
  version INTEGER NOT NULL,
  at REAL NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (operation, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_links (
  key_hash BLOB NOT NULL PRIMARY KEY,
  user INTEGER NOT NULL,
  ends_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE steps (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  exchange_at INTEGER,
  core_version INTEGER NOT NULL,
  settings_version INTEGER NOT NULL,
  fact TEXT NOT NULL,
  events TEXT NOT NULL,
  commands TEXT NOT NULL, hash TEXT,
  PRIMARY KEY (operation, run, seq)
) WITHOUT ROWID;

CREATE TABLE supervisor_orders (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- Names the order, for whoever waits for what becomes of it.
  name TEXT NOT NULL,
  callback TEXT NOT NULL,
  act TEXT NOT NULL,
  not_before INTEGER,
  skill INTEGER,
  author TEXT NOT NULL,
  why TEXT NOT NULL,
  outcome TEXT NOT NULL,
  PRIMARY KEY (operation, run, seq, ordinal)
) WITHOUT ROWID;

CREATE INDEX supervisor_orders_by_callback ON supervisor_orders (operation, run, callback);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operations (id),
  label TEXT NOT NULL,
  created_at REAL NOT NULL,
  revoked_at REAL,
  secret_hash BLOB NOT NULL,
  code_as_string INTEGER NOT NULL,
  empty_as_success INTEGER NOT NULL
, masks_numbers INTEGER NOT NULL DEFAULT 0, at_once INTEGER NOT NULL DEFAULT 2, addresses TEXT NOT NULL DEFAULT '[]', scopes TEXT NOT NULL DEFAULT '["reports"]', expires_at REAL, last_used_at REAL) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  -- The name as it is compared.
  key TEXT NOT NULL UNIQUE,
  -- A hash by argon2id in PHC form; without one no password opens it.
  password TEXT,
  role TEXT NOT NULL,
  -- Without one: every operation.
  operation INTEGER,
  -- Their numbers as JSON; without it: all.
  skills TEXT,
  sees_numbers INTEGER NOT NULL,
  language TEXT NOT NULL,
  created_at REAL NOT NULL
, issuer TEXT, subject TEXT) STRICT;

CREATE UNIQUE INDEX users_by_identity ON users (issuer, subject);
