import Foundation
import Pipeline
import Testing

@testable import Tools

struct AnswerFileTests {
    private static let answer = Data("new".utf8)

    private func write(_ path: String, _ checkout: Checkout) async throws {
        try await AnswerFile(git: checkout.git).write(Self.answer, path, checkout.place)
    }

    @Test("Writes a file that only its owner may read, with the folders that it needs")
    func writes() async throws {
        let checkout = try await Checkout()
        try await write("e2e/.auth/token.json", checkout)
        let path = checkout.folder + "/e2e/.auth/token.json"
        #expect(checkout.text(path) == "new")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: checkout.folder + "/e2e/.auth") == ["token.json"])
    }

    @Test("Replaces what was there, and a link instead of what it leads to")
    func replaces() async throws {
        let checkout = try await Checkout()
        let kept = checkout.outside + "/kept.json"
        try checkout.write(kept)
        try checkout.write("token.json")
        try checkout.link("linked.json", to: kept)
        try await write("token.json", checkout)
        try await write("linked.json", checkout)
        #expect(checkout.text("token.json") == "new" && checkout.text("linked.json") == "new")
        #expect(checkout.text(kept) == "old")
    }

    @Test("An absolute path is written as it is")
    func absolute() async throws {
        let checkout = try await Checkout()
        try await write(checkout.outside + "/tokens/a.json", checkout)
        #expect(checkout.text(checkout.outside + "/tokens/a.json") == "new")
    }

    @Test(
        "Refuses what leads elsewhere, git's own files, folders, and what belongs to the commit",
        arguments: [
            "../x.json", "a/../../x.json", ".git/config", "sub/.GIT/x", "folder", "", "a/", "linked/x.json",
            "README.md", "README.md/x",
        ])
    func refuses(path: String) async throws {
        let checkout = try await Checkout()
        try FileManager.default.createDirectory(atPath: checkout.folder + "/folder", withIntermediateDirectories: true)
        try checkout.link("linked", to: checkout.outside)
        #expect(try await AnswerFile(git: checkout.git).objection(path, checkout.place) != nil)
        await #expect(throws: AnswerFile.Refusal.self) { try await write(path, checkout) }
        #expect(checkout.text("README.md") == "old")
    }

    @Test("Refuses a tracked file also while it is not there")
    func deletedTrackedFile() async throws {
        let checkout = try await Checkout()
        try FileManager.default.removeItem(atPath: checkout.folder + "/README.md")
        #expect(try await AnswerFile(git: checkout.git).objection("README.md", checkout.place) != nil)
    }

    @Test("Has nothing against a file that it would write")
    func noObjection() async throws {
        let checkout = try await Checkout()
        #expect(try await AnswerFile(git: checkout.git).objection("e2e/.auth/token.json", checkout.place) == nil)
        let nowhere = PlaybookPlace(repository: checkout.place.repository, folder: nil)
        #expect(try await AnswerFile(git: checkout.git).objection("token.json", nowhere) != nil)
    }
}
