internal import CPostgres
internal import Domain
package import RelationalStore

/// Where a database is and how it is signed in to, read from `DATABASE_URL`. Its words never show the password.
package struct PostgresAddress: Sendable, CustomStringConvertible, CustomReflectable {
    /// As libpq names them.
    let options: [String: String]
    /// The same by the names of libpq's variables, as far as there are such.
    private let variables: [String: String]
    /// The passwords in it, as they are and as they are written.
    package let secrets: [String]
    private let redaction: Redaction

    /// - Parameter text: `postgres://user:password@host:port/database?option=value`, or `postgresql://`. Several hosts may be
    ///   named, divided by commas: the one that takes writes is used.
    package init(_ text: String) throws(SQLFailure) {
        guard Self.isWellDivided(text), let (options, variables) = Self.read(text),
            // A password with a slash and without an at sign after it ends up here.
            options["port", default: ""].utf8.allSatisfy({ "0123456789,".utf8.contains($0) })
        else { throw Self.unreadable }
        self.options = options
        self.variables = variables
        secrets = Self.secrets(of: options, in: text)
        redaction = Redaction(secrets: secrets)
    }

    package var description: String {
        let host = options["host"] ?? options["hostaddr"] ?? "the local socket"
        // Of several hosts without a port libpq says `,`.
        let port = options["port"].flatMap { $0.contains(where: \.isNumber) ? ":\($0)" : nil } ?? ""
        return "\(host)\(port)/\(options["dbname"] ?? options["user"] ?? "")"
    }

    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }

    /// What libpq or the server says, in one line and without the secrets.
    package func redacted(_ message: String) -> String {
        redaction.withoutKnown(message).split(whereSeparator: \.isNewline)
            .map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: "; ")
    }

    /// For PostgreSQL's own programs: the variables from which libpq takes the same options.
    package func environment() throws(SQLFailure) -> [String: String] {
        guard options["sslpassword"] == nil else {
            throw SQLFailure.other(
                """
                the address of \(self) has an sslpassword, which a PostgreSQL program could be told only where every user of \
                the machine sees it: name a key without a password there, in a file that nobody else can read
                """)
        }
        var variables = variables
        // As the service does: another of several hosts may be behind.
        if options["host", default: ""].contains(","), options["target_session_attrs"] == nil {
            variables["PGTARGETSESSIONATTRS"] = "read-write"
        }
        return variables
    }

    // libpq's own words about an address that it cannot read would quote it.
    private static let unreadable = SQLFailure.other(
        """
        DATABASE_URL cannot be read: expected postgres://user:password@host:port/database, with @ : / ? # % in the user's \
        name and the password written as %40 %3A %2F %3F %23 %25, and after a ? only options that libpq knows, such as \
        sslmode=verify-full
        """)

    /// Whether libpq will take for the password what the reader takes for it, and no part of it for a host.
    private static func isWellDivided(_ text: String) -> Bool {
        guard let scheme = ["postgres://", "postgresql://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        return authority.count { $0 == "@" } <= 1 && !rest.dropFirst(authority.count).contains("@")
    }

    private static func secrets(of options: [String: String], in text: String) -> [String] {
        let plain = [options["password"], options["sslpassword"]].compactMap(\.self)
        let written = text.matches(of: #/:\/\/[^:@\/?]*:([^@]*)@|[?&](?:ssl)?password=([^&]*)/#).compactMap {
            $0.1 ?? $0.2
        }
        return Set(plain + written.map(String.init)).filter { !$0.isEmpty }.sorted()
    }

    private static func read(_ text: String) -> (options: [String: String], variables: [String: String])? {
        var complaint: UnsafeMutablePointer<CChar>?
        defer { PQfreemem(complaint) }
        guard let list = PQconninfoParse(text, &complaint) else { return nil }
        defer { PQconninfoFree(list) }
        var (options, variables): ([String: String], [String: String]) = ([:], [:])
        var next = list
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val {
                options[String(cString: keyword)] = String(cString: value)
                if let variable = next.pointee.envvar { variables[String(cString: variable)] = String(cString: value) }
            }
            next += 1
        }
        return (options, variables)
    }
}
