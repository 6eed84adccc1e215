import Foundation
import Glibc

/// Keeps a second process away from a data folder for as long as this value lives.
package final class StoreLock: Sendable {
    package struct Taken: Error, CustomStringConvertible {
        package let path: String
        package var description: String {
            "\(path) is held by another selfheal process: stop that one, or give this one a --data folder of its own"
        }
    }

    private let handle: FileHandle

    package init(folder: String) throws {
        let path = folder + "/lock"
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        guard let handle = FileHandle(forUpdatingAtPath: path) else {
            throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
        }
        guard flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else { throw Taken(path: path) }
        self.handle = handle
    }

    deinit { try? handle.close() }
}
