-- Of each step, chained to the one before: what was changed, lost or put in between is seen. Steps that are older have
-- none. That of a checkpoint is of its state too.

ALTER TABLE steps ADD COLUMN hash TEXT;
ALTER TABLE checkpoints ADD COLUMN hash TEXT;
