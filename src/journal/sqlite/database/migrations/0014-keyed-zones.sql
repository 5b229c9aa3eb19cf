-- A number that a caller keyed was judged by its country before it was by its zones: rows of then say its zones, as their
-- steps do when they are read.

UPDATE decisions
SET inputs = json_set(json_remove(inputs, '$.country'), '$.zones', json(zones_of_country(inputs ->> '$.country')))
WHERE kind = 'number' AND json_type(inputs, '$.country') IS NOT NULL;
