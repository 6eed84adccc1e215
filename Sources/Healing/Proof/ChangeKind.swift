/// What a change touches, told by the paths and the content of its files.
package enum ChangeKind: String, Hashable, Sendable, Codable, CaseIterable {
    case test
    case testData = "test-data"
    case configuration
    case dependency
    case schemaMigration = "schema-migration"
    case api
    case component
    case security
    /// Code of the product that none of the others names.
    case product

    /// Whether a change of this kind is one of the product, which is never made without a person's leave.
    var isOfProduct: Bool {
        switch self {
        case .test, .testData, .configuration: false
        case .dependency, .schemaMigration, .api, .component, .security, .product: true
        }
    }
}

/// One sign of a kind: a file whose path fits, or whose changed lines do.
struct ChangeRule: Sendable {
    let kind: ChangeKind
    let says: String
    let holds: @Sendable (ChangedFile) -> Bool
}

/// A file of a change as the rules see it, in lower case.
struct ChangedFile: Sendable {
    let path: String
    let name: String
    let folders: Set<Substring>
    /// Lines that go and lines that come.
    let lines: [String]

    init(_ change: FileChange) {
        path = change.path.lowercased()
        let parts = path.split(separator: "/")
        name = parts.last.map(String.init) ?? path
        folders = Set(parts.dropLast())
        let before = (change.before ?? "").split(whereSeparator: \.isNewline).map { $0.lowercased() }
        let after = (change.after ?? "").split(whereSeparator: \.isNewline).map { $0.lowercased() }
        let difference = after.difference(from: before)
        lines = (difference.insertions + difference.removals).map { step in
            switch step {
            case .insert(_, let line, _), .remove(_, let line, _): line
            }
        }
    }

    func mentions(_ words: [String]) -> Bool { lines.contains { line in words.contains { line.contains($0) } } }
    func lies(in names: Set<Substring>) -> Bool { !folders.isDisjoint(with: names) }
}

/// The signs, the gravest first; all that hold are told, and the first decides what a file is.
enum ChangeRules {
    static let all: [ChangeRule] = [
        ChangeRule(kind: .security, says: "it lies where access, sessions or secrets are dealt with") { file in
            file.lies(in: ["auth", "authentication", "authorization", "security", "crypto", "permissions", "acl"])
                || ["auth.", "login.", "session.", "password", "permission", "csrf", "jwt", "oauth", "middleware."]
                    .contains { file.name.contains($0) } && !file.isTest
        },
        ChangeRule(kind: .security, says: "its lines deal with access, sessions or secrets") { file in
            !file.isTest
                && file.mentions([
                    "password", "secret", "token", "bcrypt", "jwt", "cookie", "csrf", "cors", "authoriz", "permission",
                    "isadmin", "content-security-policy", "dangerouslysetinnerhtml", "innerhtml", "eval(",
                ])
        },
        ChangeRule(kind: .schemaMigration, says: "it is a migration of a database's schema") { file in
            file.lies(in: ["migrations", "migration", "migrate", "alembic", "flyway", "liquibase"])
                || file.name.hasSuffix(".sql") || file.name == "schema.prisma" || file.name == "schema.rb"
        },
        ChangeRule(kind: .schemaMigration, says: "its lines change a database's schema or data") { file in
            file.mentions(DestructiveStatements.schema)
        },
        ChangeRule(kind: .dependency, says: "it names what the product depends on") { file in
            dependencyFiles.contains(file.name) || file.name.hasSuffix(".lock") || file.name.hasSuffix("-lock.json")
        },
        ChangeRule(kind: .testData, says: "it is data of the tests") { file in
            file.lies(in: ["fixtures", "testdata", "test-data", "__fixtures__", "seeds", "mocks", "__mocks__"])
                && !file.isSpec
        },
        ChangeRule(kind: .test, says: "it belongs to the tests") { $0.isTest },
        ChangeRule(kind: .configuration, says: "it configures the suite") { file in
            file.name.hasPrefix("playwright.config") || file.name == ".selfheal.yaml"
        },
        ChangeRule(kind: .api, says: "it lies where the API is served") { file in
            file.lies(in: ["api", "routes", "controllers", "handlers", "endpoints", "graphql", "server", "backend"])
                || ["server.", "routes.", "api."].contains { file.name.hasPrefix($0) }
                || ["openapi", "swagger", ".proto", ".graphql"].contains { file.name.contains($0) }
        },
        ChangeRule(kind: .component, says: "it lies where pages are drawn") { file in
            file.lies(in: ["components", "pages", "views", "templates", "widgets", "ui", "public", "layouts", "app"])
                || [".jsx", ".tsx", ".vue", ".svelte", ".html", ".css", ".scss", ".hbs", ".ejs"]
                    .contains { file.name.hasSuffix($0) }
        },
        ChangeRule(kind: .configuration, says: "it is a file of settings, of the product too") { file in
            [".yaml", ".yml", ".toml", ".ini", ".env"].contains { file.name.hasSuffix($0) }
                || file.name.hasPrefix(".env") || file.name.contains("config.")
        },
    ]

    private static let dependencyFiles: Set<String> = [
        "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb",
        "requirements.txt", "pyproject.toml", "poetry.lock", "gemfile", "gemfile.lock", "go.mod", "go.sum",
        "cargo.toml", "cargo.lock", "pom.xml", "build.gradle", "package.swift", "composer.json", "dockerfile",
    ]
}

extension ChangedFile {
    var isSpec: Bool { name.contains(".spec.") || name.contains(".test.") }

    var isTest: Bool {
        isSpec || lies(in: ["tests", "test", "e2e", "specs", "spec", "__tests__", "playwright", "page-objects"])
    }
}

/// Statements that a database does not forgive.
enum DestructiveStatements {
    static let schema = destructive + ["alter table", "create table", "rename column", "add column", "create index"]
    static let destructive = ["drop table", "drop database", "drop schema", "drop column", "truncate ", "delete from"]
}
