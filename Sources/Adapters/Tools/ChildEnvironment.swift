package import Domain
import Foundation

/// The environment that a child process gets: built up from what it needs, so that no secret of the service is in it.
package struct ChildEnvironment: Sendable {
    /// Harmless names that programs need to work at all.
    private static let kept: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SHELL", "DISPLAY",
        "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_PATH", "NODE_EXTRA_CA_CERTS",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
        "CHROME_PATH", "CHROMIUM_PATH", "PLAYWRIGHT_BROWSERS_PATH", "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
        "PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH", "npm_config_registry", "npm_config_cache",
    ]
    private let service: [String: String]

    /// - Parameter service: the service's own environment.
    package init(of service: [String: String]) { self.service = service }

    /// Values of the secrets that a suite may see, for redaction.
    package func passed(_ repository: RepositorySettings) -> [String] {
        Array(listed(repository.pass + repository.playbooks.flatMap(\.pass)).values)
    }

    private func listed(_ names: [String]) -> [String: String] {
        var result: [String: String] = [:]
        for name in names {
            if let value = service[name] ?? Self.text(ofFile: service[name + "_FILE"]) { result[name] = value }
        }
        return result
    }

    /// A secret may lie in a file that a variable names.
    private static func text(ofFile path: String?) -> String? {
        path.flatMap { FileManager.default.contents(atPath: $0) }
            .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    /// For our own tools, such as git.
    package var plain: [String: String] { service.filter { Self.kept.contains($0.key) } }

    /// For the repository's set-up and suite: also what its settings list.
    package func suite(_ repository: RepositorySettings) -> [String: String] {
        var result = plain
        result.merge(listed(repository.pass)) { $1 }
        result.merge(repository.environment) { _, listed in listed }
        result["CI"] = result["CI"] ?? "1"
        return result
    }

    /// What a playbook itself lists: its variables, and the names that it passes.
    package func listed(_ playbook: PlaybookSettings) -> [String: String] {
        listed(playbook.pass).merging(playbook.environment) { _, written in written }
    }

    /// For a playbook's command.
    package func command(_ playbook: PlaybookSettings) -> [String: String] {
        plain.merging(listed(playbook)) { _, listed in listed }
    }
}
