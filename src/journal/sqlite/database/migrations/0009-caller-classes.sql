-- The class of the caller, by whose credit the call stands at an earlier place than its arrival. In rows of before there is
-- none: nobody had credit.

ALTER TABLE calls ADD COLUMN class TEXT;
ALTER TABLE callbacks ADD COLUMN class TEXT;
