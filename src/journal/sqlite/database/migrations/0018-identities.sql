-- Users whom the company's own sign-in (OpenID Connect) knows: its address, and what it calls them.
ALTER TABLE users ADD COLUMN issuer TEXT;
ALTER TABLE users ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX users_by_identity ON users (issuer, subject);
