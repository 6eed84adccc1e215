import Foundation

/// A file that is never seen half written.
enum WholeFile {
    /// Puts a finished file in the place of another, within one file system.
    static func replace(_ target: String, with fresh: String) throws {
        guard unsafe rename(fresh, target) == 0 else {
            try? FileManager.default.removeItem(atPath: fresh)
            throw CocoaError(.fileWriteUnknown)
        }
    }
}
