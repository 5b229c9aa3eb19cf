-- What the rows of `diagram_3` are kept by: for each hour of arrival (UTC, in whole hours since 1970), a number that grows
-- whenever the row of a treated call that came in it may read otherwise. Triggers, so that no way of writing is forgotten;
-- `INSERT OR REPLACE` fires those of deletion because every writer sets `recursive_triggers`. A number that is taken
-- out of `people` is noted by whoever takes it out.

CREATE TABLE detail_versions (
  operation INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (operation, hour)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER detail_call_inserted AFTER INSERT ON calls WHEN new.question_at IS NOT NULL BEGIN
  INSERT INTO detail_versions VALUES (new.operation, CAST(new.arrived_at / 3600000 AS INTEGER), 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER detail_call_updated AFTER UPDATE OF question_at, asked_for, ended_at ON calls
WHEN new.question_at IS NOT NULL BEGIN
  INSERT INTO detail_versions VALUES (new.operation, CAST(new.arrived_at / 3600000 AS INTEGER), 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER detail_call_deleted AFTER DELETE ON calls WHEN old.question_at IS NOT NULL BEGIN
  INSERT INTO detail_versions VALUES (old.operation, CAST(old.arrived_at / 3600000 AS INTEGER), 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER detail_callback_inserted AFTER INSERT ON callbacks BEGIN
  INSERT INTO detail_versions VALUES (new.operation, CAST(new.arrived_at / 3600000 AS INTEGER), 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER detail_callback_updated AFTER UPDATE OF status, attempts, last_dialled_at, ended_at ON callbacks BEGIN
  INSERT INTO detail_versions VALUES (new.operation, CAST(new.arrived_at / 3600000 AS INTEGER), 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

-- Of whatever column, for how long somebody talked hangs on most. One that is inserted raises `callbacks.attempts` too.
CREATE TRIGGER detail_attempt_updated AFTER UPDATE ON attempts BEGIN
  INSERT INTO detail_versions
    SELECT operation, CAST(arrived_at / 3600000 AS INTEGER), 1 FROM callbacks
    WHERE operation = new.operation AND run = new.run AND id = new.callback
    ON CONFLICT DO UPDATE SET version = version + 1;
END;
