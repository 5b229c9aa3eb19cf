-- What may become of a callback beside being called: put off, moved, keyed for another number, ordered by a supervisor;
-- and what is needed to find everything that is held of a person. The new columns of old rows are filled from the steps.

ALTER TABLE calls ADD COLUMN asked_again_at INTEGER;
-- With which words, by prompt and version, and with which key the caller consented.
ALTER TABLE calls ADD COLUMN consent_prompt TEXT;
ALTER TABLE calls ADD COLUMN consent_key TEXT;
CREATE INDEX calls_by_person ON calls (operation, person, arrived_at) WHERE person IS NOT NULL;

-- The skill that counts it; `skill` is the one in whose line it stands.
ALTER TABLE callbacks ADD COLUMN registered_for INTEGER NOT NULL DEFAULT 0;
-- Who called, where he keyed the number of somebody else.
ALTER TABLE callbacks ADD COLUMN called_by TEXT;
ALTER TABLE callbacks ADD COLUMN other_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE callbacks ADD COLUMN name_recorded INTEGER NOT NULL DEFAULT 0;
-- No step says this: when the recording of the name was deleted.
ALTER TABLE callbacks ADD COLUMN name_deleted_at INTEGER;
ALTER TABLE callbacks ADD COLUMN expires_at INTEGER;
ALTER TABLE callbacks ADD COLUMN not_before INTEGER;
ALTER TABLE callbacks ADD COLUMN put_off TEXT;
-- The phase of its life, as in the core; NULL once it ended.
ALTER TABLE callbacks ADD COLUMN stage TEXT;
CREATE INDEX callbacks_by_person ON callbacks (operation, person, last_dialled_at);
CREATE INDEX callbacks_by_caller ON callbacks (operation, called_by) WHERE called_by IS NOT NULL;
CREATE INDEX callbacks_open ON callbacks (operation, arrived_at) WHERE ended_at IS NULL;
CREATE INDEX callbacks_with_name ON callbacks (operation, ended_at)
  WHERE name_recorded = 1 AND name_deleted_at IS NULL;

CREATE INDEX decisions_by_subject ON decisions (operation, run, subject);

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

-- By the number itself, across operations: how often it was dialled by all of them is one question.
CREATE INDEX people_by_number_itself ON people (number);
CREATE INDEX people_by_first_id ON people (operation, same_as) WHERE same_as IS NOT NULL;
