import Domain
import Foundation

/// Git refused: the command, what it said, what to do.
package struct GitError: PassingFault, Hashable, CustomStringConvertible {
    package let description: String
    /// The other side, or the way to it, failed.
    package let mayPass: Bool

    package init(_ description: String, mayPass: Bool = false) {
        self.description = description
        self.mayPass = mayPass
    }
}

/// A branch, tag or commit that somebody asked for is not in the repository.
package struct UnknownRevision: Error, Hashable, CustomStringConvertible {
    /// As it was asked for.
    package let name: String
    package let description: String
}

extension GitRepository {
    @discardableResult
    func git(
        _ arguments: [String], on repository: RepositorySettings, variables: [String: String] = [:]
    ) async throws -> String {
        try await git(arguments, in: mirror(of: repository), contacting: nil, variables: variables)
    }

    /// - Parameter contacting: the repository whose remote the command talks to; only then is its password at hand.
    @discardableResult
    func git(
        _ arguments: [String], in folder: String?, contacting repository: RepositorySettings?,
        variables: [String: String] = [:]
    ) async throws -> String {
        var configuration = [("core.hooksPath", "/dev/null"), ("gc.auto", "0"), ("safe.directory", "*")]
        var environment = self.environment.plain.merging(variables) { _, given in given }
        if let repository, let address = repository.clone, repository.path == nil,
            let host = Self.server(of: address), let password = try await credentials(repository)
        {
            configuration += Self.helper(for: host)
            environment[Self.passwordVariable] = password
        }
        // By environment, because arguments can be read by every user of the machine.
        environment["GIT_CONFIG_COUNT"] = "\(configuration.count)"
        for (index, (key, value)) in configuration.enumerated() {
            environment["GIT_CONFIG_KEY_\(index)"] = key
            environment["GIT_CONFIG_VALUE_\(index)"] = value
        }
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_CONFIG_NOSYSTEM"] = "1"
        environment["LC_ALL"] = "C"
        let words = ["git"] + (folder.map { ["-C", $0] } ?? []) + arguments
        do {
            let result = try await tools.capture(
                .init(words, environment: environment, timeout: .seconds(repository == nil ? 120 : 600)))
            guard result.status == 0 else {
                throw GitError(
                    Self.explain(arguments, result.errors),
                    mayPass: repository != nil && GitFault.mayPass(result.errors))
            }
            return result.output
        } catch let late as ToolRunner.TimedOut where repository != nil {
            throw GitError("\(late)", mayPass: true)
        }
    }

    private static let passwordVariable = "SELFHEAL_GIT_PASSWORD"

    /// Git asks for the password of one server, when that server asks for one. A header would go along to wherever the
    /// server redirects.
    private static func helper(for host: String) -> [(String, String)] {
        let answer = "printf 'username=x-access-token\\npassword=%s\\n' \"$\(passwordVariable)\""
        return [
            ("credential.helper", ""),
            ("credential.\(host).helper", "!f() { test \"$1\" != get || \(answer); }; f"),
        ]
    }

    static func server(of address: String) -> String? {
        guard let url = URL(string: address), let scheme = url.scheme, let host = url.host(),
            scheme == "https" || scheme == "http"
        else { return nil }
        return "\(scheme)://\(host)\(url.port.map { ":\($0)" } ?? "")/"
    }

    private static func explain(_ arguments: [String], _ errors: String) -> String {
        let said = errors.trimmingCharacters(in: .whitespacesAndNewlines)
        let command = "git \(arguments.prefix(2).joined(separator: " "))"
        let advice: String
        if said.contains("Authentication failed") || said.contains("could not read Username") || said.contains("403") {
            advice = "give GITHUB_TOKEN (or the App) read access to this repository"
        } else if said.contains("not found") || said.contains("does not exist") {
            advice = "check the address, and that the token may see the repository"
        } else if said.contains("No space left") {
            advice = "free some space in the data folder"
        } else {
            advice = "run the same command by hand to see more"
        }
        return "\(command) failed: \(CutText.end(of: said, limitBytes: 600)) (\(advice))"
    }
}
