-- What the native API asks of the journal: whether a callback changed since it was read, and what changed since a report
-- was read. A version is the number of the step, in its run, that last changed the row; old rows are filled from the steps.

ALTER TABLE callbacks ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX callbacks_by_version ON callbacks (operation, run, version);
-- Of calls to which the question was played: the last step that changed what is counted of them.
ALTER TABLE calls ADD COLUMN version INTEGER;
CREATE INDEX calls_by_version ON calls (operation, run, version) WHERE version IS NOT NULL;
