import Domain

/// A place for files that every node reaches.
package protocol ArtifactVault: Sendable {
    /// What is there under the key is replaced, all at once.
    /// - Parameter key: names with `/` between.
    /// - Throws: `VaultError`, as everything here.
    func put(_ file: String, as key: String, contentType: String) async throws
    /// - Returns: false when there is nothing under the key; the file is as it was then.
    func fetch(_ key: String, into file: String) async throws -> Bool
    /// Nothing to do when there is nothing under the key.
    func remove(_ key: String) async throws
    /// Where it is, for people.
    var place: String { get }
}

/// The vault did not do what it was asked: what failed, and what to do.
package struct VaultError: PassingFault, Hashable, CustomStringConvertible {
    package let description: String
    package let mayPass: Bool

    package init(_ description: String, mayPass: Bool) {
        self.description = description
        self.mayPass = mayPass
    }
}
