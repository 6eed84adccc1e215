import Foundation
import Pipeline

/// A folder that every node has mounted.
package struct FolderVault: ArtifactVault {
    private let folder: String

    package init(folder: String) { self.folder = folder }

    package var place: String { folder }

    package func put(_ file: String, as key: String, contentType: String) async throws {
        let target = path(key)
        let fresh = "\(target).\(UUID().uuidString)"
        try attempt("put \(key) into") {
            try Self.makeFolder(of: target)
            try FileManager.default.copyItem(atPath: file, toPath: fresh)
            try WholeFile.replace(target, with: fresh)
        }
    }

    package func fetch(_ key: String, into file: String) async throws -> Bool {
        let source = path(key)
        guard FileManager.default.fileExists(atPath: source) else {
            // A folder that is not mounted must not look like one without the file.
            try attempt("look into") { _ = try FileManager.default.contentsOfDirectory(atPath: folder) }
            return false
        }
        let fresh = "\(file).\(UUID().uuidString)"
        try attempt("fetch \(key) from") {
            try Self.makeFolder(of: file)
            try FileManager.default.copyItem(atPath: source, toPath: fresh)
            try WholeFile.replace(file, with: fresh)
        }
        return true
    }

    package func remove(_ key: String) async throws {
        guard FileManager.default.fileExists(atPath: path(key)) else { return }
        try attempt("remove \(key) from") { try FileManager.default.removeItem(atPath: path(key)) }
    }

    private func path(_ key: String) -> String { "\(folder)/\(key)" }

    private func attempt(_ what: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw VaultError(
                "cannot \(what) the artifacts' folder \(folder): \(error.localizedDescription): look whether it is "
                    + "mounted, has space and may be written", mayPass: true)
        }
    }

    private static func makeFolder(of file: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    }
}
