internal import Glibc

/// An open regular file whose octets go to a client.
package struct ReadableFile: ~Copyable, Sendable {
    package let sizeBytes: Int
    /// Changes whenever the file is replaced or written to: inode, size and time of the last change, in hexadecimal.
    package let version: String
    private let descriptor: Descriptor

    /// - Throws: also when the path is a directory, a device or a pipe.
    package init(path: String) throws(SocketError) {
        // Without O_NONBLOCK the opening of a pipe would wait for a writer.
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw .last(in: "open \(path)") }
        let descriptor = Descriptor(owning: number)
        var facts = stat()
        guard fstat(number, &facts) == 0 else { throw .last(in: "fstat \(path)") }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw SocketError("open \(path)", code: 0, advice: "it is not a regular file")
        }
        let changed = facts.st_mtim.tv_sec &* 1_000_000_000 &+ facts.st_mtim.tv_nsec
        sizeBytes = Int(facts.st_size)
        version = [Int(facts.st_ino), sizeBytes, changed].map { String($0, radix: 16) }.joined(separator: "-")
        self.descriptor = descriptor
    }

    /// - Returns: up to `count` octets from `offset` on; fewer only at the end of the file.
    package func read(count: Int, at offset: Int) throws(SocketError) -> [UInt8] {
        var failure: SocketError?
        let octets = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let got = pread(descriptor.number, rest.baseAddress, rest.count, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = .last(in: "pread") }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return octets
    }
}
