-- One job claimed and completed as a queue on PostgreSQL cannot do it with less: two commits, a claim that skips what others
-- hold, and an end that counts only for the newest claim.
UPDATE job SET state = 'running', generation = generation + 1, worker = :client_id
WHERE id = (SELECT id FROM job WHERE state = 'queued' ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id AS job, generation \gset
UPDATE job SET state = 'succeeded', worker = NULL WHERE id = :job AND generation = :generation AND state = 'running';
