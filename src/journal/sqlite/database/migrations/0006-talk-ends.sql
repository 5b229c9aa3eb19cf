-- When the phone was down that an attempt joined to an agent; and whether it is over without anybody having said when. Of
-- rows of before neither is known.

ALTER TABLE attempts ADD COLUMN talk_ended_at INTEGER;
ALTER TABLE attempts ADD COLUMN talk_lost INTEGER NOT NULL DEFAULT 0;
