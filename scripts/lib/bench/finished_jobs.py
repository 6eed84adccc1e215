"""Fills a store with finished jobs, by copies of one that the product itself has finished.

To store, claim and finish a million jobs one by one would take half an hour; what a claim has to get past is the rows and the
indexes of the table `job`, and those are the same.
"""
import sqlite3

ID = "'00000000-0000-7000-8000-'"


def fill_sqlite(path, template, count):
    database = sqlite3.connect(path, isolation_level=None)
    columns = [column[1] for column in database.execute("PRAGMA table_info(job)")]
    database.execute("PRAGMA synchronous = OFF")
    database.execute("BEGIN IMMEDIATE")
    database.execute(
        f"""
        WITH RECURSIVE copy (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < ?)
        INSERT INTO job ({', '.join(columns)})
        SELECT {values(columns, f"{ID} || printf('%012x', copy.number)")} FROM copy, job AS original WHERE original.id = ?
        """, (count, template))
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def fill_postgres(connection, template, count):
    columns = [row[0] for row in connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'job'::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attidentity = '' AND attgenerated = ''")]
    connection.execute(
        f"""
        INSERT INTO job ({', '.join(columns)})
        SELECT {values(columns, f"{ID} || lpad(to_hex(copy.number), 12, '0')")}
        FROM generate_series(1, %s) AS copy (number), job AS original WHERE original.id = %s
        """, (count, template))
    # As autovacuum would have left it, had the jobs come one by one.
    connection.execute("VACUUM ANALYZE job")


def values(columns, key):
    return ", ".join(key if column == "id" else f"original.{column}" for column in columns)
