/// Why a ZIP archive, or one entry of it, could not be read: what is wrong, where, and what to do about it.
package struct ZIPError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// The file cannot be opened or read at all.
        case unreadable(String)
        /// The archive ends before its structure does.
        case truncated(String)
        /// Bytes that contradict the format or each other.
        case damaged(String)
        /// A name that would leave the folder that it is unpacked into.
        case unsafeName
        /// More than this program is prepared to take.
        case limit(String)
        /// Legal ZIP that nobody writes for us: encryption, other compression methods, several disks.
        case unsupported(String)
        case noSuchEntry
    }

    package let kind: Kind
    /// The archive as its reader was told to call it.
    package let archive: String
    /// The entry's name, nil when the trouble is with the archive itself.
    package let entry: String?

    package init(_ kind: Kind, archive: String, entry: String? = nil) {
        self.kind = kind
        self.archive = archive
        self.entry = entry
    }

    package var description: String {
        let place = entry.map { "entry \($0.debugDescription) of \(archive)" } ?? archive
        return switch kind {
        case .unreadable(let reason): "\(place) cannot be read: \(reason); check that the file is there and readable"
        case .truncated(let part): "\(place) is cut short in \(part): copy or record it again"
        case .damaged(let detail): "\(place) is damaged: \(detail); copy or record it again"
        case .unsafeName: "\(place) has a name that leaves its folder: do not trust this archive"
        case .limit(let detail): "\(place) is over a limit: \(detail); raise the limit only if you trust the archive"
        case .unsupported(let feature): "\(place) uses \(feature), which is not supported: write it with plain deflate"
        case .noSuchEntry: "\(place) does not exist: check that the archive is what you take it for"
        }
    }
}
