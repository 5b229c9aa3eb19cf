-- Who signs in to the page, what they may see and do, and what they did.

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
) STRICT;

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

-- Each signs its user in once.
CREATE TABLE sign_in_links (
  key_hash BLOB NOT NULL PRIMARY KEY,
  user INTEGER NOT NULL,
  ends_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

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

-- A number that was seen is kept once for each session and callback.
CREATE UNIQUE INDEX numbers_seen ON audit (session, operation, subject) WHERE act = 'number-seen';
