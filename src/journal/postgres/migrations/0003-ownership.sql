-- Who runs which operation, among several nodes. The clock is the database's alone.

ALTER TABLE nodes ADD COLUMN name text NOT NULL DEFAULT '';

-- What nodes show each other when one asks another.
CREATE TABLE node_secret (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), secret text NOT NULL);
INSERT INTO node_secret (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);

-- Takes an operation over as it was seen, and gives the new epoch; null where somebody was faster. The second statement waits for an
-- append that is under way; whatever the former owner appends after it finds its epoch over. The live run is made where there is
-- none yet, so that it is in an epoch from its first step on.
CREATE FUNCTION take_over(of_operation integer, by_node uuid, its_address text, seen bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  taken bigint;
BEGIN
  INSERT INTO ownership (operation) VALUES (of_operation) ON CONFLICT DO NOTHING;
  UPDATE ownership SET node = by_node, address = its_address, epoch = epoch + 1, since = now()
  WHERE operation = of_operation AND epoch = seen RETURNING epoch INTO taken;
  IF taken IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE runs SET epoch = taken WHERE operation = of_operation AND name = 'live';
  IF NOT FOUND THEN
    INSERT INTO runs (operation, run, kind, name, epoch)
    SELECT of_operation, coalesce(max(run), 0) + 1, 'live', 'live', taken FROM runs WHERE operation = of_operation;
  END IF;
  RETURN taken;
END $$;

-- The same by the owner itself, who also learns the last durable step; no row where another has it. Its own epoch may be newer than it
-- knows: the answer to such a call may have been lost.
CREATE FUNCTION take_back(of_operation integer, by_node uuid, held bigint)
RETURNS TABLE (new_epoch bigint, durable bigint) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ownership SET epoch = epoch + 1 WHERE operation = of_operation AND node = by_node AND epoch >= held
  RETURNING epoch INTO new_epoch;
  IF new_epoch IS NULL THEN
    RETURN;
  END IF;
  UPDATE runs SET epoch = new_epoch WHERE operation = of_operation AND name = 'live' RETURNING last_seq INTO durable;
  RETURN NEXT;
END $$;
