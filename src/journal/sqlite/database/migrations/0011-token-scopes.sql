-- What a token may do, how long, and when it was used: tokens of before may read reports, and nothing else.

-- JSON list of scopes.
ALTER TABLE tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '["reports"]';
-- From then on it is no longer good; NULL: never.
ALTER TABLE tokens ADD COLUMN expires_at REAL;
-- To the minute; NULL: not yet, or not since this was kept.
ALTER TABLE tokens ADD COLUMN last_used_at REAL;
