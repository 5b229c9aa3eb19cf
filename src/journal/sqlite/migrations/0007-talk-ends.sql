-- When the phone was down that an attempt joined to an agent; and whether it is over without anybody having said when. Of
-- rows of before neither is known.

ALTER TABLE attempts ADD COLUMN talk_ended_at INTEGER;
ALTER TABLE attempts ADD COLUMN talk_lost INTEGER NOT NULL DEFAULT 0;

-- What `billed_minutes` of `diagram_3` reads of an attempt is more than before.
DROP TRIGGER detail_attempt_updated;
CREATE TRIGGER detail_attempt_updated
AFTER UPDATE OF answered_at, confirmed_at, in_line_at, joined_at, ended_at, talk_ended_at ON attempts BEGIN
  INSERT INTO detail_versions
    SELECT operation, CAST(arrived_at / 3600000 AS INTEGER), 1 FROM callbacks
    WHERE operation = new.operation AND run = new.run AND id = new.callback
    ON CONFLICT DO UPDATE SET version = version + 1;
END;
