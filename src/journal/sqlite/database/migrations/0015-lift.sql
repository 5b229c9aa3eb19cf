-- What each call adds to the service level: as it happened, by three definitions, and without smart wait, the mean of several
-- lives of its day. It is computed from the calls, again and again, and is never the truth of anything.
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

-- The same, summed by the blocks of the counts.
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

-- Which local days were measured to their end, and by which method.
CREATE TABLE lift_days (
  operation INTEGER NOT NULL,
  day TEXT NOT NULL,
  method INTEGER NOT NULL,
  PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID;

-- What the newest days together say of each skill, as JSON.
CREATE TABLE lift_measures (
  operation INTEGER NOT NULL,
  skill INTEGER NOT NULL,
  measure TEXT NOT NULL,
  PRIMARY KEY (operation, skill)
) STRICT, WITHOUT ROWID;
