import Domain
import Foundation
import Pipeline

/// Whether what jobs leave behind can be put where every node finds it.
struct VaultCheck: Sendable {
    /// nil: every node keeps its own.
    let vault: (any ArtifactVault)?

    private static let name = "artifacts"

    func lines() async -> [DoctorLine] {
        guard let vault else { return [] }
        let key = "doctor/\(UUID().uuidString)"
        let text = Data("selfheal doctor\n".utf8)
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            try text.write(to: file)
            let path = file.path(percentEncoded: false)
            try await vault.put(path, as: key, contentType: "text/plain")
            let isThere = try await vault.fetch(key, into: path)
            let isSame = try Data(contentsOf: file) == text
            try await vault.remove(key)
            // Jobs ask for what is not there yet, which a key may be forbidden to learn.
            let isGone = try await !vault.fetch(key, into: path)
            guard isThere, isSame, isGone else {
                return [
                    .missing(
                        Self.name,
                        isGone
                            ? "what was put into \(vault.place) did not come out again"
                            : "what was removed from \(vault.place) is still there",
                        fix: "look what else answers at that address")
                ]
            }
            return [.ok(Self.name, "\(vault.place) can be written and read")]
        } catch {
            return [.missing(Self.name, "\(error)", fix: "correct `artifacts`; docs/configuration.md explains it")]
        }
    }
}
