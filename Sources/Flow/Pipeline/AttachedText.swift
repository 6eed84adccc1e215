import Domain
import Evidence

/// A text that the runner attached to a test: a file, or what the report has of it itself.
enum AttachedText: Codable, Hashable, Sendable {
    case file(String)
    case inline(String)

    /// More than this is not taken over from a report: what is held of a whole suite has it for each red test.
    private static let inlineLimitBytes = 128 << 10

    /// - Parameter artifact: where a file lies now that the report has by this path.
    /// - Returns: nil when the report has nothing of it.
    init?(_ content: PlaywrightReport.Attachment.Content, artifact: (String) -> String) {
        switch content {
        case .file(let path): self = .file(artifact(path))
        case .inline(let bytes):
            let text = String(decoding: bytes.prefix(Self.inlineLimitBytes + 1), as: UTF8.self)
            self = .inline(CutText.beginning(of: text, limitBytes: Self.inlineLimitBytes))
        case .missing: return nil
        }
    }

    var path: String? { if case .file(let path) = self { path } else { nil } }

    /// Its first `limitBytes` bytes.
    func beginning(limitBytes: Int) throws(EvidenceError) -> [UInt8] {
        switch self {
        case .file(let path): try ArtifactFile.beginning(of: path, limitBytes: limitBytes)
        case .inline(let text): Array(text.utf8.prefix(limitBytes))
        }
    }
}
