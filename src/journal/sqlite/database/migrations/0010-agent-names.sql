-- What people called the agent when the call was answered: the agent is the interface of a phone. In rows of before the
-- agent is a name, and is shown as it is.

ALTER TABLE calls ADD COLUMN agent_name TEXT;
ALTER TABLE attempts ADD COLUMN agent_name TEXT;
