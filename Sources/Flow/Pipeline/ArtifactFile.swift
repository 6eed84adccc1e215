import Compression
import Evidence

/// A file that a report names: as untrusted as the report. It may be a folder, a pipe, a device or a loop of links, and of any
/// size; reading it never waits and takes no more memory than was asked for.
enum ArtifactFile {
    /// Its first `limitBytes` bytes.
    static func beginning(of path: String, limitBytes: Int) throws(EvidenceError) -> [UInt8] {
        try read(path) { file throws(ByteSource.Unreadable) in try file.bytes(0..<limitBytes) }
    }

    /// All of it; nil when it is larger than that.
    static func whole(_ path: String, limitBytes: Int) throws(EvidenceError) -> [UInt8]? {
        try read(path) { file throws(ByteSource.Unreadable) in
            file.count <= limitBytes ? try file.bytes(0..<file.count) : nil
        }
    }

    private static func read<Value>(
        _ path: String, _ body: (ByteSource) throws(ByteSource.Unreadable) -> Value
    ) throws(EvidenceError) -> Value {
        do { return try body(ByteSource(file: path)) } catch {
            throw EvidenceError(
                path, "it cannot be read: \(error.reason)", remedy: "keep it where the report says that it is")
        }
    }
}
