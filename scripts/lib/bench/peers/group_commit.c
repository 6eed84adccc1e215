/* The commit loop that nobody gets below: what SQLite alone can store with synchronous=FULL when 64 callers share each commit.
 *
 *   cc -O2 -o group_commit group_commit.c -lsqlite3
 *   ./group_commit FILE CALLERS SECONDS ROW_OCTETS
 *
 * One row a caller and one transaction for all of them, with one prepared statement and no hand-over between threads, which
 * is less than any queue has to do. The table has what a queue cannot do without: a key in the order of arrival, a state, a
 * priority, and an index of what is ready. Prints one line of JSON.
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void check(int status, sqlite3 *db) {
    if (status == SQLITE_OK || status == SQLITE_DONE) return;
    fprintf(stderr, "group_commit: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static long size_of(const char *path) {
    struct stat s;
    return stat(path, &s) ? -1 : (long)s.st_size;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: group_commit FILE CALLERS SECONDS ROW_OCTETS\n");
        return 2;
    }
    const char *path = argv[1];
    int callers = atoi(argv[2]);
    double seconds = atof(argv[3]);
    size_t octets = strtoul(argv[4], NULL, 10);
    char *document = malloc(octets);
    sqlite3 *db;
    sqlite3_stmt *insert;

    memset(document, 'x', octets);
    check(sqlite3_open(path, &db), db);
    check(sqlite3_exec(db,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE job (id INTEGER PRIMARY KEY, state INTEGER NOT NULL, priority INTEGER NOT NULL, document TEXT NOT NULL);"
        "CREATE INDEX job_ready ON job (priority DESC, id) WHERE state = 0;", NULL, NULL, NULL), db);
    check(sqlite3_prepare_v2(db, "INSERT INTO job (state, priority, document) VALUES (0, 3, ?)", -1, &insert, NULL), db);

    /* Warmed as all the others are: until the log was folded into the file for the first time. */
    long rows = 0, before = size_of(path);
    double began = now(), start = 0;
    clock_t processor = clock();
    while (start == 0 || now() - start < seconds) {
        if (start == 0 && (size_of(path) != before || now() - began > 10)) {
            rows = 0;
            start = now();
            processor = clock();
        }
        check(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), db);
        for (int i = 0; i < callers; i++) {
            sqlite3_bind_text(insert, 1, document, (int)octets, SQLITE_STATIC);
            check(sqlite3_step(insert), db);
            sqlite3_reset(insert);
        }
        check(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), db);
        rows += callers;
    }
    printf("{\"perSecond\":%.1f,\"count\":%ld,\"cpuMicroseconds\":%.2f}\n", rows / (now() - start), rows,
           (double)(clock() - processor) / CLOCKS_PER_SEC * 1e6 / rows);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return 0;
}
