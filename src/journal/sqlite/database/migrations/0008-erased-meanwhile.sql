-- Whom an imported run that was under way when he was erased may not bring back: the hash of his number, until the run
-- is complete or taken out.

CREATE TABLE erased_meanwhile (
  operation INTEGER NOT NULL,
  run INTEGER NOT NULL,
  number_hash TEXT NOT NULL,
  PRIMARY KEY (operation, run, number_hash)
) STRICT, WITHOUT ROWID;
