-- The table that claim.sql works on, filled with :jobs jobs of the size of ours.
CREATE TABLE job (
    id text PRIMARY KEY, state text NOT NULL, priority integer NOT NULL, generation bigint NOT NULL DEFAULT 0, worker integer,
    document text NOT NULL);
CREATE INDEX job_ready ON job (priority DESC, id) WHERE state = 'queued';
INSERT INTO job (id, state, priority, document)
SELECT '00000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'), 'queued', 3, repeat('x', :octets)
FROM generate_series(1, :jobs) AS number;
VACUUM ANALYZE job;
