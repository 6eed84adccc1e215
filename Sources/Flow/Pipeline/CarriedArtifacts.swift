import Foundation

/// What a report names by its path on the machine that ran the tests, carried here together with the report: `test-results` and
/// the like lie beside it, or beside the folder that it is in.
struct CarriedArtifacts: Sendable {
    private let folders: [String]
    /// Of a path that is longer, only the end is looked for.
    private static let nameLimit = 16

    /// - Parameter report: path of the report.
    init(beside report: String) {
        let folder = URL(filePath: report).standardizedFileURL.deletingLastPathComponent()
        folders = [folder, folder.deletingLastPathComponent()].map { $0.path(percentEncoded: false) }
    }

    /// - Returns: the path itself when there is such a file, or none here that is called so.
    func place(of path: String) -> String {
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        // As Windows has it, too.
        let names = path.split { $0 == "/" || $0 == "\\" }.suffix(Self.nameLimit).map(String.init)
        guard !names.contains("..") else { return path }
        // The name alone is none: every trace is called `trace.zip`.
        for start in names.indices.dropLast() {
            let tail = names[start...].joined(separator: "/")
            for folder in folders {
                let place = folder.hasSuffix("/") ? folder + tail : "\(folder)/\(tail)"
                if FileManager.default.fileExists(atPath: place) { return place }
            }
        }
        return path
    }
}
