-- The skill in which the offer was withheld from a call so that its effect can be measured. In rows of before it is in
-- none: nothing was withheld.

ALTER TABLE calls ADD COLUMN held_out INTEGER;
CREATE INDEX calls_held_out ON calls (operation, arrived_at) WHERE held_out IS NOT NULL;
