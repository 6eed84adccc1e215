package import Domain
import Foundation
package import HTTPClient
package import Pipeline

/// Deletes the files that a playbook lists, such as stored sessions; never what git tracks, and never folders.
package struct FilePlaybook: PlaybookTool {
    /// More is taken for a mistake in the pattern.
    private static let fileLimit = 1000

    private let tracked: TrackedFiles
    private let probe: HTTPProbe
    private let now: @Sendable () -> Timestamp

    package init(
        git: GitRepository, probe: HTTPProbe, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        tracked = TrackedFiles(git: git)
        self.probe = probe
        self.now = now
    }

    package func fits(_ action: PlaybookSettings.Action) -> Bool {
        if case .files = action { return true }
        return false
    }

    package func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook {
        do {
            let found = try await find(playbook, place)
            let count = "\(found.deletable.count) file\(found.deletable.count == 1 ? "" : "s")"
            return found.deletable.isEmpty
                ? .pointless(found.nothing)
                : .unknown("\(count) could be deleted, which tells nothing about what is in them")
        } catch {
            return .pointless("nothing would be deleted: \(error)")
        }
    }

    package func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String {
        let deadline = now().advanced(by: .seconds(playbook.timeoutSeconds))
        let found: Found
        do {
            found = try await find(playbook, place)
        } catch let error where !(error is CancellationError) {
            throw PlaybookFailed("nothing was deleted: \(error)", mayHaveActed: false)
        }
        guard !found.deletable.isEmpty else {
            if found.tracked.isEmpty { return "\(found.nothing), so nothing was done" }
            throw PlaybookFailed("nothing was deleted: \(found.nothing)", mayHaveActed: false)
        }
        var deleted: [String] = []
        for path in found.deletable {
            try Task.checkCancellation()
            do {
                try FileManager.default.removeItem(atPath: path)
                deleted.append(path)
            } catch {
                guard FilePattern.kind(path) != nil else { continue }
                throw PlaybookFailed(
                    "\(path) could not be deleted: check the rights of its folder", mayHaveActed: !deleted.isEmpty)
            }
        }
        let said = "deleted \(Self.list(deleted, below: place.folder))"
        if let probe = playbook.probe, let objection = try await self.probe.objection(probe, until: deadline) {
            throw PlaybookFailed("\(said), but \(objection)", mayHaveActed: true)
        }
        return said
    }

    private struct Found {
        var deletable: [String]
        var tracked: [String]
        var nothing: String {
            guard let first = tracked.first else { return "no file matches" }
            return "all that matches belongs to the commit, for example \(first)"
        }
    }

    private func find(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> Found {
        guard case .files(let patterns) = playbook.action else {
            throw FilePattern.Refusal(description: "\(playbook.name) lists no files")
        }
        var paths: Set<String> = []
        for pattern in patterns { paths.formUnion(try FilePattern(pattern, below: place.folder).files()) }
        guard paths.count <= Self.fileLimit else {
            throw FilePattern.Refusal(
                description: "\(paths.count) files match, and more than \(Self.fileLimit) are taken for a mistake")
        }
        let tracked = try await tracked.among(paths.sorted())
        return Found(deletable: paths.subtracting(tracked).sorted(), tracked: tracked.sorted())
    }

    private static func list(_ paths: [String], below folder: String?) -> String {
        let names = paths.map { path in
            folder.flatMap { path.hasPrefix($0 + "/") ? String(path.dropFirst($0.count + 1)) : nil } ?? path
        }
        let rest = names.count - 5
        return names.prefix(5).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
