-- Users whom the company's own sign-in (OpenID Connect) knows: its address, and what it calls them.
ALTER TABLE users ADD COLUMN issuer text COLLATE "C";
ALTER TABLE users ADD COLUMN subject text COLLATE "C";
CREATE UNIQUE INDEX users_by_identity ON users (issuer, subject);
