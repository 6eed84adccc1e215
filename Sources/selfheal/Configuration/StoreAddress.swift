import Foundation
import PostgresStore
import RelationalStore

/// Where the jobs are kept.
enum StoreAddress: Sendable {
    /// A file of this machine.
    case sqlite(path: String)
    /// A database that several nodes may share.
    case postgres(PostgresAddress)

    struct Unreadable: Error { let problem: String }

    static let schemes = ["sqlite:", "postgres://", "postgresql://"]

    /// - Parameter text: `sqlite:` and a path, or `postgres://user:password@host/database`.
    init(_ text: String) throws(Unreadable) {
        if text.hasPrefix("sqlite:"), text != "sqlite:" {
            self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
            return
        }
        guard Self.schemes.dropFirst().contains(where: text.hasPrefix) else {
            throw Unreadable(
                problem: "the store's address must be `sqlite:` and a path, or postgres://user:password@host/database")
        }
        do throws(SQLFailure) {
            self = .postgres(try PostgresAddress(text))
        } catch {
            throw Unreadable(problem: "\(error)")
        }
    }

    /// nil for a database of a server.
    var path: String? { if case .sqlite(let path) = self { path } else { nil } }
}

extension StoreAddress: CustomStringConvertible {
    /// Without the password.
    var description: String {
        switch self {
        case .sqlite(let path): path
        case .postgres(let address): "PostgreSQL at \(address)"
        }
    }
}
