-- One job claimed and completed by the very statements of RelationalJobStore, in as many round trips as it takes: a claim that
-- skips what others hold and starts no second job of a branch, and an end that counts only for the newest claim. pgbench sends
-- them prepared, and does nothing with what comes back.
\set now 1900000000000
\set lease :now + 6000
UPDATE job SET state = 'running', generation = generation + 1, node = 'pgbench', worker = 'pgbench/1', lease_until = :lease,
    started_at = COALESCE(started_at, :now), branch_slot = 0
WHERE id = (
    SELECT id FROM job AS ready WHERE state = 'queued' AND due_at <= :now AND (CASE WHEN parent IS NULL THEN NOT EXISTS (
        SELECT 1 FROM job AS other WHERE other.state = 'running' AND other.parent IS NULL
            AND other.repository = ready.repository AND other.ref = ready.ref)
    ELSE (EXISTS (SELECT 1 FROM job AS whole WHERE whole.id = ready.parent AND whole.state = 'running'
            AND whole.stop IS NULL AND whole.node = 'pgbench')
        AND NOT EXISTS (SELECT 1 FROM job AS other WHERE other.parent = ready.parent AND other.state = 'running'
            AND other.node = 'pgbench')) END)
    ORDER BY priority DESC, rank, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, parent, state, stage, repository, ref, sha, base, outcome, priority, attempt, retries, progress, created_at, due_at,
    started_at, finished_at, superseded_by, summary, error, trigger, delivery, sender, pull_request, projects,
    dry_run, shard, shards, rank, generation, worker, deaths, stop
\gset job_
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
UPDATE job SET state = 'succeeded', outcome = 'green', summary = 'nothing was red', error = NULL, finished_at = :now,
    progress = NULL, node = NULL, worker = NULL, lease_until = NULL, stop = NULL, deaths = 0
WHERE id = :job_id AND generation = :job_generation AND state = 'running'
RETURNING id, parent, state, stage, repository, ref, sha, base, outcome, priority, attempt, retries, progress, created_at, due_at,
    started_at, finished_at, superseded_by, summary, error, trigger, delivery, sender, pull_request, projects,
    dry_run, shard, shards, rank, generation, worker, deaths, stop;
\endpipeline
\startpipeline
INSERT INTO report (job, body) VALUES (:job_id, '{"failures":[]}') ON CONFLICT (job) DO UPDATE SET body = excluded.body;
INSERT INTO measure (job, attempt, job_created_at, total, wait, checkout, test, triage, diagnose, repair, verify, publish, report)
    VALUES (:job_id, 1, :now, 0.001, 0.001, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ON CONFLICT (job, attempt) DO UPDATE SET total = excluded.total, wait = excluded.wait, checkout = excluded.checkout,
        test = excluded.test, triage = excluded.triage, diagnose = excluded.diagnose, repair = excluded.repair,
        verify = excluded.verify, publish = excluded.publish, report = excluded.report;
INSERT INTO event (job, sequence, at, kind, data)
    VALUES (:job_id, COALESCE((SELECT MAX(sequence) FROM event WHERE job = :job_id), 0) + 1, :now, 'done',
        '{"outcome":"green","state":"succeeded","summary":"nothing was red"}');
SELECT 1 FROM job WHERE parent = :job_id AND finished_at IS NULL LIMIT 1;
\endpipeline
\startpipeline
COMMIT;
\endpipeline
