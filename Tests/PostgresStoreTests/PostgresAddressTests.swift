import RelationalStore
import TestKit
import Testing

@testable import PostgresStore

struct PostgresAddressTests {
    @Test(
        "An address shows where the database is, and never how to get in",
        arguments: [
            ("postgres://ann:open-sesame@db.example:6432/jobs?sslmode=require", "db.example:6432/jobs"),
            ("postgresql://ann:open%2Dsesame@one,two/jobs", "one,two/jobs"),
            ("postgres://ann@%2Frun%2Fpostgresql/jobs?password=open-sesame", "/run/postgresql/jobs"),
        ])
    func describes(url: String, place: String) throws {
        let address = try PostgresAddress(url)
        #expect(address.description == place)
        var dumped = ""
        dump(PostgresSettings(address: address), to: &dumped)
        #expect(!dumped.contains("sesame"))
        #expect(!String(reflecting: address).contains("sesame"))
        #expect(address.options["password"] ?? "open-sesame" == "open-sesame")
    }

    @Test(
        "An address that libpq would misunderstand is refused without a word of it",
        arguments: [
            "postgres://ann:open@sesame@db/jobs", "postgres://ann:open/sesame@db/jobs", "postgres://ann:sesame/jobs",
            "postgres://ann:%zzsesame@db/jobs", "postgres://db/jobs?sesame=1", "mysql://ann:sesame@db/jobs",
            "postgres://ann:open/se?same@db/jobs", "sesame", "",
        ])
    func refuses(url: String) throws {
        let error = #expect(throws: SQLFailure.self) { try PostgresAddress(url) }
        let words = error?.description ?? ""
        #expect(words.contains("DATABASE_URL") && !words.contains("sesame") && !words.contains("open"))
    }

    @Test("What DATABASE_URL says goes before what is usual, but for the encoding")
    func options() throws {
        let address = try PostgresAddress(
            "postgres://db/jobs?application_name=other&connect_timeout=3&client_encoding=LATIN1")
        let options = PostgresSettings(address: address).connectionOptions
        #expect(options["application_name"] == "other")
        #expect(options["connect_timeout"] == "3")
        #expect(options["client_encoding"] == "UTF8")
        #expect(options["keepalives"] == "1")
        #expect(options["target_session_attrs"] == "read-write")
    }

    @Test("PostgreSQL's own programs are told the same by libpq's variables")
    func environment() throws {
        let address = try PostgresAddress(
            "postgres://one:5433,two:5434/jobs?user=ann&password=open%2Dsesame&sslmode=verify-full&keepalives=1")
        #expect(address.secrets == ["open%2Dsesame", "open-sesame"])
        #expect(
            try address.environment() == [
                "PGHOST": "one,two", "PGPORT": "5433,5434", "PGDATABASE": "jobs", "PGUSER": "ann",
                "PGPASSWORD": "open-sesame", "PGSSLMODE": "verify-full", "PGTARGETSESSIONATTRS": "read-write",
            ])
        #expect(try PostgresAddress("postgres://ann@db/jobs").environment()["PGTARGETSESSIONATTRS"] == nil)
        let locked = try PostgresAddress("postgres://ann@db/jobs?sslkey=k&sslpassword=open-sesame")
        let error = #expect(throws: SQLFailure.self) { try locked.environment() }
        #expect(error?.description.contains("sesame") == false)
    }

    @Test(
        "No error shows the password: not of a wrong one, of a missing database, nor of a server that is not there",
        .enabled(if: PostgresCluster.isInstalled, TestDatabase.missing))
    func errors() async throws {
        let cluster = try await PostgresCluster.shared()
        let right = try await cluster.newDatabase(role: "guarded", password: PostgresCluster.guardedPassword)
        try await PostgresDatabase(PostgresSettings(address: PostgresAddress(right))).check()
        let wrong = right.replacing("tests@", with: "others@")
        for url in [wrong, right + "_missing", "postgres://guarded:a%20secret@127.0.0.1:1/jobs"] {
            let database = PostgresDatabase(PostgresSettings(address: try PostgresAddress(url)))
            let error = try #require(await failure { try await database.check() })
            let words = error.description
            #expect(error.isUnavailable)
            #expect(words.contains("cannot be used") && words.contains("DATABASE_URL") && !words.contains("secret"))
        }
    }
}
