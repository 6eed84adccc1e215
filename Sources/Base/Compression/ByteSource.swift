import Glibc

/// Bytes that can be read at any place: an array, or a file that is read as needed.
///
/// A file is read with `pread` and not mapped: a mapped file that somebody shortens kills the process with SIGBUS.
package struct ByteSource: Sendable {
    private enum Storage {
        case array([UInt8])
        case file(OpenFile)
    }
    private let storage: Storage
    package let count: Int

    package init(_ bytes: [UInt8]) {
        storage = .array(bytes)
        count = bytes.count
    }

    /// - Throws: the reason as the system words it.
    package init(file path: String) throws(Unreadable) {
        let file = try OpenFile(path)
        storage = .file(file)
        count = file.count
    }

    package struct Unreadable: Error {
        package let reason: String
        static var latest: Self { Self(reason: String(cString: strerror(errno))) }
    }

    /// The bytes of `range`; fewer when the source ends before it does.
    package func bytes(_ range: Range<Int>) throws(Unreadable) -> [UInt8] {
        let range = range.clamped(to: 0..<count)
        switch storage {
        case .array(let bytes): return Array(bytes[range])
        case .file(let file): return try file.read(range)
        }
    }
}

/// A regular file, open for reading for as long as somebody holds it.
private final class OpenFile: Sendable {
    private let descriptor: Int32
    let count: Int

    init(_ path: String) throws(ByteSource.Unreadable) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .latest }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .init(reason: "it is not a regular file")
        }
        self.descriptor = descriptor
        count = Int(facts.st_size)
    }

    deinit { close(descriptor) }

    func read(_ range: Range<Int>) throws(ByteSource.Unreadable) -> [UInt8] {
        var reason: ByteSource.Unreadable?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), range.count - filled,
                    off_t(range.lowerBound + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { reason = .latest }
                if got <= 0 { break }  // 0: the file has become shorter
                filled += got
            }
        }
        if let reason { throw reason }
        return bytes
    }
}
