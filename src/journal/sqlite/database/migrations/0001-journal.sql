-- Every key begins with the operation, so that the data can be divided by it. The one exception is the token's id,
-- by which a request finds its operation. Times are epoch milliseconds. Tables that a batch of steps writes are not
-- STRICT: a scaled clock may give a fraction of a millisecond, and a step must never be refused for that.

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

CREATE TABLE settings_versions (
  operation INTEGER NOT NULL REFERENCES operations (id),
  version INTEGER NOT NULL,
  at REAL NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (operation, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operations (id),
  label TEXT NOT NULL,
  created_at REAL NOT NULL,
  revoked_at REAL,
  secret_hash BLOB NOT NULL,
  code_as_string INTEGER NOT NULL,
  empty_as_success INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
CREATE UNIQUE INDEX people_by_number ON people (operation, number_hash) WHERE same_as IS NULL;

CREATE TABLE runs (
  operation INTEGER NOT NULL REFERENCES operations (id),
  run INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('live', 'generated', 'imported')),
  name TEXT NOT NULL,
  complete INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (operation, run),
  UNIQUE (operation, name)
) STRICT, WITHOUT ROWID;

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
  commands TEXT NOT NULL,
  PRIMARY KEY (operation, run, seq)
) WITHOUT ROWID;

CREATE TABLE checkpoints (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (operation, run, seq)
) STRICT, WITHOUT ROWID;

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
  outcome TEXT,
  PRIMARY KEY (operation, run, id)
) WITHOUT ROWID;
CREATE INDEX calls_by_arrival ON calls (operation, arrived_at);

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
  ended_at INTEGER,
  PRIMARY KEY (operation, run, id)
) WITHOUT ROWID;
CREATE INDEX callbacks_by_arrival ON callbacks (operation, arrived_at);

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
  result TEXT,
  PRIMARY KEY (operation, run, id)
) WITHOUT ROWID;

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

-- Roll-ups of calls and callbacks by the moment the call arrived. level: 0 minute, 1 hour, 2 day.
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
