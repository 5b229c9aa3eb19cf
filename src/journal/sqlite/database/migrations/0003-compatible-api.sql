-- What the compatible API asks of the journal: one row for each treated call, calls by skill, what a token may do, and
-- how much of a day's requests is used up.

-- The skill that counts its treatment: a call that moved in the queue may be asked in another skill than it came to.
ALTER TABLE calls ADD COLUMN asked_for INTEGER;
UPDATE calls SET asked_for = skill WHERE question_at IS NOT NULL;
CREATE INDEX calls_treated ON calls (operation, arrived_at) WHERE question_at IS NOT NULL;
CREATE INDEX calls_by_skill ON calls (operation, skill, arrived_at);

-- Numbers of people are told in part only.
ALTER TABLE tokens ADD COLUMN masks_numbers INTEGER NOT NULL DEFAULT 0;
-- Requests that it may make at the same time.
ALTER TABLE tokens ADD COLUMN at_once INTEGER NOT NULL DEFAULT 2;
-- JSON list of addresses and networks from which it is good; empty: from everywhere.
ALTER TABLE tokens ADD COLUMN addresses TEXT NOT NULL DEFAULT '[]';

-- Requests of a local day of the operation (`YYYY-MM-DD`) that were set aside for a server to give out: at least as
-- many as it gave out.
CREATE TABLE request_quota (
  operation INTEGER NOT NULL REFERENCES operations (id),
  day TEXT NOT NULL,
  reserved INTEGER NOT NULL,
  PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID;

-- Of these, what each token used, as of the last time that more were set aside.
CREATE TABLE request_uses (
  operation INTEGER NOT NULL REFERENCES operations (id),
  day TEXT NOT NULL,
  token TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (operation, day, token)
) STRICT, WITHOUT ROWID;
