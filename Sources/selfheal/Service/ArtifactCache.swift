import Foundation

/// Files of other nodes' jobs that somebody has asked for, up to a limit; those that were asked for least lately go first.
struct ArtifactCache: Sendable {
    let folder: String
    var limitBytes = 2 << 30
    var now: @Sendable () -> Date = { Date() }

    /// A file is being sent for at most so long after it was asked for.
    private static let sending = 60.0

    /// - Parameter fetch: gets the path that the file is wanted at; false: there is no such file.
    func file(_ name: String, _ fetch: (String) async throws -> Bool) async throws -> String? {
        let path = "\(folder)/\(name)"
        let files = FileManager.default
        if !files.fileExists(atPath: path) {
            try files.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            guard try await fetch(path) else { return nil }
        }
        try? files.setAttributes([.modificationDate: now()], ofItemAtPath: path)
        trim()
        return path
    }

    private func trim() {
        let files = FileManager.default
        guard let walk = files.enumerator(atPath: folder) else { return }
        var found: [(path: String, bytes: Int, at: Date)] = []
        while let name = walk.nextObject() as? String {
            guard let facts = walk.fileAttributes, facts[.type] as? FileAttributeType == .typeRegular else { continue }
            found.append(
                (
                    "\(folder)/\(name)", (facts[.size] as? NSNumber)?.intValue ?? 0,
                    facts[.modificationDate] as? Date ?? .distantPast
                ))
        }
        var bytes = found.reduce(0) { $0 + $1.bytes }
        for file in found.sorted(by: { $0.at < $1.at }) {
            guard bytes > limitBytes, now().timeIntervalSince(file.at) > Self.sending else { return }
            try? files.removeItem(atPath: file.path)
            bytes -= file.bytes
        }
    }
}
