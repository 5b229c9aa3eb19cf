-- What rows of `diagram_3` are kept by: for each UTC day of arrival, in whole days since 1970, a number that grows whenever
-- something changes about a call that came in it. Whoever writes raises it; the triggers that did so for hours are gone.

DROP TRIGGER detail_call_inserted;
DROP TRIGGER detail_call_updated;
DROP TRIGGER detail_call_deleted;
DROP TRIGGER detail_callback_inserted;
DROP TRIGGER detail_callback_updated;
DROP TRIGGER detail_attempt_updated;
DROP TABLE detail_versions;

CREATE TABLE day_versions (
  operation INTEGER NOT NULL,
  day INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID;
