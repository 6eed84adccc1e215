import Testing

@testable import PostgresStore

struct StatementTextTests {
    @Test(
        "Parameters become PostgreSQL's, and quotes and comments stay as they are",
        arguments: [
            ("SELECT ?1, ?2 WHERE a = ?12", "SELECT $1, $2 WHERE a = $12"),
            ("SELECT '?1', ?1", "SELECT '?1', $1"),
            ("SELECT 'it''s ?1' || ?2", "SELECT 'it''s ?1' || $2"),
            (#"SELECT "?1""?2" FROM a WHERE b = ?3"#, #"SELECT "?1""?2" FROM a WHERE b = $3"#),
            ("SELECT ?1 -- is it ?2\n, ?3", "SELECT $1 -- is it ?2\n, $3"),
            ("SELECT /* '?1' */ ?1 / ?2 - ?3", "SELECT /* '?1' */ $1 / $2 - $3"),
            ("SELECT a ? 'b', ?", "SELECT a ? 'b', ?"),
            ("SELECT 'open ?1", "SELECT 'open ?1"),
            ("SELECT 'ü' || ?1", "SELECT 'ü' || $1"),
            ("", ""),
        ])
    func rewrites(statement: String, expected: String) {
        #expect(StatementText.rewritten(statement) == expected)
    }
}

struct StatementCacheTests {
    @Test("At the limit the statement goes that was not used for the longest time")
    func bounded() {
        var cache = StatementCache(limit: 2)
        for text in ["a", "b"] { cache.add(text, as: cache.freshName()) }
        #expect(cache.name(of: "a") == "s1")
        #expect(cache.surplus?.statement == "b")
        #expect(cache.surplus?.name == "s2")
        cache.remove("b")
        #expect(cache.surplus == nil)
        #expect(cache.name(of: "b") == nil)
        #expect(cache.freshName() == "s3")
    }
}
