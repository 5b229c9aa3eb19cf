-- Closed months of a live run: the state after their last step, from which the run goes on and is verified without the steps
-- before. `step` is that step; `before` the running hash of the one before it; `hash` that of the step and the state.

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

-- Steps before it were archived, or kept long enough.
ALTER TABLE runs ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;
-- When the run began, epoch ms, once its first step is gone.
ALTER TABLE runs ADD COLUMN began_at REAL;
