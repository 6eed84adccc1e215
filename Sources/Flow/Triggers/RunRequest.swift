import Domain
import Foundation
import HTTP

/// What the requests that ask for a run have in common: how their bodies are read, and what they may name.
enum RunRequest {
    private static let projectLimit = 100
    private static let projectLimitBytes = 200

    /// Reads a JSON object. A member that is not known is an error, because a misspelt `dryRun` must not start a real run.
    static func read<Body: Decodable>(_ type: Body.Type, from bytes: [UInt8], members: [String]) throws -> Body {
        let names: Set<String>
        do {
            names = Set(try JSON.decode([String: AnyMember].self, from: Data(bytes)).keys)
        } catch DecodingError.typeMismatch {
            throw HTTPProblem(.unprocessableContent, detail: "The body must be a JSON object.")
        } catch {
            throw HTTPProblem(.badRequest, detail: "The body is no valid JSON.")
        }
        let known = members.map { "`\($0)`" }.joined(separator: ", ")
        if let unknown = names.subtracting(members).sorted().first {
            throw HTTPProblem(
                .unprocessableContent, detail: "`\(unknown.prefix(100))` is not known here: the members are \(known).")
        }
        do {
            return try JSON.decode(Body.self, from: Data(bytes))
        } catch {
            throw HTTPProblem(
                .unprocessableContent,
                detail: "`repository` is missing, or a member has the wrong type: the members are \(known).")
        }
    }

    static func settings(of name: String, in repositories: RepositoryDirectory) throws -> RepositorySettings {
        guard let settings = repositories.settings(of: name) else {
            throw HTTPProblem(
                .unprocessableContent,
                detail: "\(name.prefix(200)) is not among `repositories` of the configuration.")
        }
        return settings
    }

    /// `HEAD` where nothing is said.
    static func ref(_ text: String?) throws -> String {
        guard let text else { return "HEAD" }
        guard let ref = RefName(text) else {
            throw HTTPProblem(.unprocessableContent, detail: "`ref` must be a branch, a tag or a full ref.")
        }
        return ref.text
    }

    static func projects(_ names: [String]?) throws -> [String] {
        let names = names ?? []
        guard names.count <= projectLimit, names.allSatisfy({ (1...projectLimitBytes).contains($0.utf8.count) }) else {
            throw HTTPProblem(
                .unprocessableContent,
                detail: "`projects` may have \(projectLimit) names, each of 1 to \(projectLimitBytes) octets.")
        }
        return names
    }

    static func commit(_ text: String?, _ name: String) throws -> CommitSHA? {
        guard let text else { return nil }
        guard let sha = CommitSHA(text) else {
            throw HTTPProblem(
                .unprocessableContent, detail: "`\(name)` must be a full commit SHA: 40 lowercase hexadecimal digits.")
        }
        return sha
    }

    /// Any value, which is not looked at.
    private struct AnyMember: Decodable { init(from decoder: any Decoder) {} }
}
