import Foundation
import Pipeline
import Testing

@testable import Tools

struct FolderVaultTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder + "/shared", withIntermediateDirectories: true)
    }

    private func write(_ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: folder + "/file"))
        return folder + "/file"
    }

    @Test("What one node puts, another one fetches, and the newest is what counts")
    func carries() async throws {
        let vault = FolderVault(folder: folder + "/shared")
        try await vault.put(try write("one"), as: "a/b.zip", contentType: "application/zip")
        try await vault.put(try write("two"), as: "a/b.zip", contentType: "application/zip")
        #expect(try await vault.fetch("a/b.zip", into: folder + "/new/b.zip"))
        #expect(FileManager.default.contents(atPath: folder + "/new/b.zip") == Data("two".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/shared/a") == ["b.zip"])
        try await vault.remove("a/b.zip")
        #expect(try await !vault.fetch("a/b.zip", into: folder + "/new/b.zip"))
        try await vault.remove("a/b.zip")
    }

    @Test("A folder that is not there is an error that may pass, not a missing file")
    func isNotMounted() async throws {
        let vault = FolderVault(folder: folder + "/absent")
        let error = try await #require(throws: VaultError.self) {
            _ = try await vault.fetch("a", into: folder + "/a")
        }
        #expect(error.mayPass)
        #expect(error.description.contains("mounted"))
    }
}
