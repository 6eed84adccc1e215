import Foundation
import Pipeline
import Testing
import Tools

@testable import selfheal

struct VaultCheckTests {
    /// As a bucket whose key may not list it.
    private struct SecretiveVault: ArtifactVault {
        let vault: FolderVault
        var place: String { vault.place }

        func put(_ file: String, as key: String, contentType: String) async throws {
            try await vault.put(file, as: key, contentType: contentType)
        }

        func fetch(_ key: String, into file: String) async throws -> Bool {
            if try await vault.fetch(key, into: file) { return true }
            throw VaultError("it is refused (403)", mayPass: false)
        }

        func remove(_ key: String) async throws { try await vault.remove(key) }
    }

    private let vault: FolderVault

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        vault = FolderVault(folder: folder.path(percentEncoded: false))
    }

    @Test("A place that keeps, gives and removes a file is in order")
    func accepts() async {
        #expect(await VaultCheck(vault: vault).lines().map(\.state) == [.ok])
    }

    @Test("A place that does not tell what is not there is none for jobs, which ask before it is")
    func refusesSecretive() async throws {
        let line = try #require(await VaultCheck(vault: SecretiveVault(vault: vault)).lines().first)
        #expect(line.state == .missing && line.text.contains("403"))
    }
}
