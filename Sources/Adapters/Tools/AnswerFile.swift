import Domain
package import Foundation
import Glibc
package import Pipeline

/// Keeps what a playbook was answered in a file that only the service's user may read; never over one that git tracks.
package struct AnswerFile: Sendable {
    package struct Refusal: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    private let tracked: TrackedFiles

    package init(git: GitRepository) { tracked = TrackedFiles(git: git) }

    /// - Parameter path: below the checkout, or absolute.
    /// - Returns: why nothing can be written there; nil when it can.
    package func objection(_ path: String, _ place: PlaybookPlace) async throws -> String? {
        do {
            _ = try await target(path, place)
            return nil
        } catch let refusal as Refusal {
            return refusal.description
        }
    }

    /// Writes all or nothing: beside the target first, then in its place.
    package func write(_ data: Data, _ path: String, _ place: PlaybookPlace) async throws {
        let target = try await target(path, place)
        let folder = Self.folder(of: target)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let fresh = "\(target).\(JobID.next().text)"
        let descriptor = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Refusal(description: "\(folder) cannot be written to") }
        do {
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
        } catch {
            unsafe unlink(fresh)
            throw Refusal(description: "\(target) could not be written: \(error)")
        }
        guard unsafe rename(fresh, target) == 0 else {
            unsafe unlink(fresh)
            throw Refusal(description: "\(target) could not be replaced: is it a folder?")
        }
    }

    private func target(_ path: String, _ place: PlaybookPlace) async throws -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard !parts.isEmpty, !path.hasSuffix("/"), !parts.contains(".."),
            !parts.contains(where: { $0.lowercased() == ".git" })
        else { throw Refusal(description: "\(path) is no path of a file, or has `..` or `.git` in it") }
        let target: String
        if path.hasPrefix("/") {
            target = path
        } else {
            guard let folder = place.folder else {
                throw Refusal(description: "\(path) needs a checkout to be below of: write an absolute path")
            }
            target = try below(folder, parts)
        }
        guard FilePattern.kind(target) != .typeDirectory else { throw Refusal(description: "\(target) is a folder") }
        if FilePattern.kind(Self.folder(of: target)) != nil, try await !tracked.among([target]).isEmpty {
            throw Refusal(description: "\(path) belongs to the commit: name a file that git ignores")
        }
        return target
    }

    /// A commit can make a link that leads out of its checkout.
    private func below(_ folder: String, _ parts: [String]) throws -> String {
        var path = folder
        for part in parts.dropLast() {
            path += "/" + part
            switch FilePattern.kind(path) {
            case .typeDirectory, nil: continue
            default:
                throw Refusal(description: "\(path) is no folder, and links are not followed out of the checkout")
            }
        }
        return path + "/" + (parts.last ?? "")
    }

    private static func folder(of path: String) -> String {
        URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    }
}
