import Domain

/// What requests to the bucket for artifacts are signed with.
struct VaultKeys: Sendable {
    static let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]

    let id: String
    let secret: String
    /// Of keys that expire.
    let session: String?

    /// nil without both of them; a single one may be meant for something else.
    init?(_ reader: inout SecretReader) {
        let found = Self.names.map { reader.value(of: $0) }
        guard let id = found[0], let secret = found[1] else { return nil }
        self.id = id
        self.secret = secret
        session = found[2]
    }

    /// What nobody may see; the id alone opens nothing.
    var texts: [String] { [secret, session].compactMap(\.self) }
}

extension Secrets {
    /// Suites may have keys of their own for such a service, but not those that open everybody's artifacts.
    func checkVaultKeys(_ repositories: [RepositorySettings]) throws {
        var problems: [String] = []
        if vaultKeys == nil {
            problems.append(
                "`artifacts.s3` needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the same with _FILE behind it")
        }
        for repository in repositories {
            let passed = repository.pass + repository.playbooks.flatMap(\.pass)
            for name in passed where VaultKeys.names.contains(where: { name.hasPrefix($0) }) {
                problems.append(
                    "`pass` of \(repository.name) has `\(name)`, which is the service's own with `artifacts.s3`: give "
                        + "the suite another key, by another name")
            }
        }
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }
}
