/// An artifact that could not be read: which, why, and what to do. The others of the same run are not affected.
package struct EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The artifact as its reader was told to call it, for example `trace.zip, 1-trace.trace`.
    package let artifact: String
    package let problem: String
    package let remedy: String
    /// Where in the artifact, counted from 0; nil when the trouble has no place.
    package let byteOffset: Int?

    package init(_ artifact: String, _ problem: String, remedy: String, byteOffset: Int? = nil) {
        self.artifact = artifact
        self.problem = problem
        self.remedy = remedy
        self.byteOffset = byteOffset
    }

    package var description: String {
        "\(artifact)\(byteOffset.map { ", byte \($0)" } ?? ""): \(problem); \(remedy)"
    }
}
