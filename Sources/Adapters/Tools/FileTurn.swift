import Foundation
import Glibc

/// A turn that is taken among processes, by a lock on a file: a service and a `heal` by hand may share a mirror.
struct FileTurn {
    private static let pause = Duration.milliseconds(50)

    /// Waits as long as it takes, and gives the turn back when the work has ended or its process has died.
    static func take<Value>(_ path: String, _ work: () async throws -> Value) async throws -> Value {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        guard let handle = FileHandle(forUpdatingAtPath: path) else {
            throw GitError("\(path) cannot be written: check the rights of the data folder, and its free space")
        }
        defer { try? handle.close() }
        while flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) != 0 { try await Task.sleep(for: pause) }
        return try await work()
    }
}
