-- An append: a batch of steps with all that it changes, in one call, so that no transaction is open while the network is
-- awaited. It raises ES001 and leaves nothing behind unless the first step follows the last one, under the epoch in which the run is.
-- `batch` is an object: `people`, `created` (rows by table), `patched` (by table and set of columns), `touched` and `days` (calls
-- whose days change, and days of new calls), `decisions`, `orders`, `counts`, `seals`.
CREATE FUNCTION append_batch(
  of_operation integer, of_run integer, of_name text, of_epoch bigint, before_seq bigint, completes boolean,
  seqs bigint[], ats double precision[], exchange_ats double precision[], core_versions integer[],
  settings_versions integer[], facts text[], step_events text[], step_commands text[], hashes text[],
  checkpoint_state text, checkpoint_hash text, batch json
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  patch json;
  last bigint := before_seq + coalesce(cardinality(seqs), 0);
BEGIN
  UPDATE runs SET last_seq = last, complete = CASE WHEN completes THEN 1 ELSE complete END
  WHERE operation = of_operation AND run = of_run AND name = of_name AND last_seq = before_seq AND complete = 0
    AND epoch = of_epoch;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'step % does not follow', before_seq + 1 USING ERRCODE = 'ES001';
  END IF;

  INSERT INTO steps (operation, run, seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash)
  SELECT of_operation, of_run, step.*
  FROM unnest(seqs, ats, exchange_ats, core_versions, settings_versions, facts, step_events, step_commands, hashes) AS step;

  -- A piece of an import that comes after an erasure must not bring the number back.
  INSERT INTO people (operation, id, number_hash, number, first_seen_at)
  SELECT of_operation, brought.id, brought.number_hash, brought.number, brought.first_seen_at
  FROM json_populate_recordset(NULL::people, batch->'people') WITH ORDINALITY AS brought
  WHERE NOT EXISTS (
    SELECT FROM erased_meanwhile AS erased
    WHERE erased.operation = of_operation AND erased.run = of_run AND erased.number_hash = brought.number_hash)
  ORDER BY brought.ordinality
  ON CONFLICT DO NOTHING;
  -- A number that somebody else wrote first keeps their id, and is found by it from then on. The id of this batch is kept
  -- beside it: its steps name it already, and must find the number to dial.
  INSERT INTO people (operation, id, number_hash, number, first_seen_at, same_as)
  SELECT of_operation, brought.id, brought.number_hash, brought.number, brought.first_seen_at, found.id
  FROM json_populate_recordset(NULL::people, batch->'people') AS brought
  JOIN people AS found ON found.operation = of_operation AND found.number_hash = brought.number_hash
    AND found.same_as IS NULL AND found.id <> brought.id
  ON CONFLICT DO NOTHING;
  IF completes THEN
    DELETE FROM erased_meanwhile WHERE operation = of_operation AND run = of_run;
  END IF;

  -- The days of what changes, where its rows are now, and of who was brought back.
  INSERT INTO day_versions (operation, day, version)
  SELECT of_operation, touched.day, 1 FROM (
    SELECT floor(arrived_at / 86400000) AS day FROM calls
    WHERE operation = of_operation AND run = of_run
      AND id IN (SELECT value FROM json_array_elements_text(batch->'touched'))
    UNION SELECT value::double precision FROM json_array_elements_text(batch->'days')
    UNION SELECT floor(arrived_at / 86400000) FROM calls
    WHERE operation = of_operation AND person IN (SELECT value->>'id' FROM json_array_elements(batch->'people'))
    UNION SELECT floor(arrived_at / 86400000) FROM callbacks
    WHERE operation = of_operation AND person IN (SELECT value->>'id' FROM json_array_elements(batch->'people'))
  ) AS touched ORDER BY touched.day
  ON CONFLICT (operation, day) DO UPDATE SET version = day_versions.version + 1;

  -- First the patches: one to a row that the same batch also creates was meant for the row before it.
  FOR patch IN SELECT value FROM json_array_elements(batch->'patched') LOOP
    EXECUTE format(
      'UPDATE %1$I AS kept SET %2$s FROM json_populate_recordset(NULL::%1$I, $1) AS changed
       WHERE kept.operation = $2 AND kept.run = $3 AND kept.id = changed.id',
      patch->>'table',
      (SELECT string_agg(format('%1$I = changed.%1$I', value), ', ') FROM json_array_elements_text(patch->'columns'))
    ) USING patch->'rows', of_operation, of_run;
  END LOOP;
  -- An exchange may use a call's id again after the call ended: the newer one takes the row.
  INSERT INTO calls SELECT * FROM json_populate_recordset(NULL::calls, batch->'created'->'calls')
  ON CONFLICT (operation, run, id) DO UPDATE SET (
      skill, person, class, announced, arrived_at, place, question_at, asked_for,
      asked_again_at, held_out, choice, choice_source, choice_at, consent_prompt, consent_key, joined_at,
      rung_at, answered_at, agent, agent_name, ended_at, outcome, version
    ) = ROW (
      excluded.skill, excluded.person, excluded.class, excluded.announced, excluded.arrived_at, excluded.place, excluded.question_at, excluded.asked_for,
      excluded.asked_again_at, excluded.held_out, excluded.choice, excluded.choice_source, excluded.choice_at, excluded.consent_prompt, excluded.consent_key, excluded.joined_at,
      excluded.rung_at, excluded.answered_at, excluded.agent, excluded.agent_name, excluded.ended_at, excluded.outcome, excluded.version);
  INSERT INTO callbacks SELECT * FROM json_populate_recordset(NULL::callbacks, batch->'created'->'callbacks')
  ON CONFLICT (operation, run, id) DO UPDATE SET (
      skill, registered_for, person, class, called_by, other_number, name_recorded, arrived_at,
      registered_at, place, promised_from, promised_until, expires_at, not_before, put_off, stage,
      status, reason, attempts, overtakes_dialled, overtakes_held_back, first_dialled_at, last_dialled_at, ended_at,
      version
    ) = ROW (
      excluded.skill, excluded.registered_for, excluded.person, excluded.class, excluded.called_by, excluded.other_number, excluded.name_recorded, excluded.arrived_at,
      excluded.registered_at, excluded.place, excluded.promised_from, excluded.promised_until, excluded.expires_at, excluded.not_before, excluded.put_off, excluded.stage,
      excluded.status, excluded.reason, excluded.attempts, excluded.overtakes_dialled, excluded.overtakes_held_back, excluded.first_dialled_at, excluded.last_dialled_at, excluded.ended_at,
      excluded.version);
  INSERT INTO attempts SELECT * FROM json_populate_recordset(NULL::attempts, batch->'created'->'attempts')
  ON CONFLICT (operation, run, id) DO UPDATE SET (
      callback, n, skill, dialled_at, ringing_at, answered_at, confirmed_at, in_line_at,
      joined_at, agent, agent_name, ended_at, result, talk_ended_at, talk_lost
    ) = ROW (
      excluded.callback, excluded.n, excluded.skill, excluded.dialled_at, excluded.ringing_at, excluded.answered_at, excluded.confirmed_at, excluded.in_line_at,
      excluded.joined_at, excluded.agent, excluded.agent_name, excluded.ended_at, excluded.result, excluded.talk_ended_at, excluded.talk_lost);
  INSERT INTO decisions SELECT * FROM json_populate_recordset(NULL::decisions, batch->'decisions');
  INSERT INTO supervisor_orders SELECT * FROM json_populate_recordset(NULL::supervisor_orders, batch->'orders');

  IF json_array_length(batch->'counts') > 0 THEN
    INSERT INTO counts SELECT * FROM json_populate_recordset(NULL::counts, batch->'counts') ORDER BY level, start, skill
    ON CONFLICT (operation, level, start, skill) DO UPDATE SET
      treatment = counts.treatment + excluded.treatment, yes = counts.yes + excluded.yes,
      recall_ok = counts.recall_ok + excluded.recall_ok, recall_fail = counts.recall_fail + excluded.recall_fail;
    UPDATE operations SET counts_version = counts_version + 1 WHERE id = of_operation;
  END IF;

  INSERT INTO seals SELECT * FROM json_populate_recordset(NULL::seals, batch->'seals') ON CONFLICT DO NOTHING;
  IF checkpoint_state IS NOT NULL THEN
    INSERT INTO checkpoints VALUES (of_operation, of_run, last, checkpoint_state, checkpoint_hash)
    ON CONFLICT (operation, run, seq) DO UPDATE SET state = excluded.state, hash = excluded.hash;
    DELETE FROM checkpoints WHERE operation = of_operation AND run = of_run AND seq NOT IN (
      SELECT seq FROM checkpoints WHERE operation = of_operation AND run = of_run ORDER BY seq DESC LIMIT 3);
  END IF;
END $$;
