import Foundation
import Glibc

/// Lets one process at a time bring the schema of a file up to date that several share. It stays as a file beside that one, because
/// who removed it could not know who has it open.
final class SchemaLock {
    private static let tries = 600
    private static let pauseMicroseconds: UInt32 = 50_000
    private let handle: FileHandle

    /// Waits while another process is at it, for half a minute.
    init(of store: String) throws {
        let path = store + ".lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        for _ in 1...Self.tries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(Self.pauseMicroseconds)
        }
        throw StoreLock.Taken(path: path)
    }
}
