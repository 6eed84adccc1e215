import Foundation

/// When a measurement may begin. A log that still grows syncs several times slower than one that is overwritten, and a
/// service that has run for a while has the latter.
enum Warming {
    /// Returns when the log of the file was folded into it for the first time, after 10 seconds at the latest. Without a
    /// file, after a second.
    static func untilLogWraps(_ path: String?) async throws {
        guard let path else { return try await Task.sleep(for: .seconds(1)) }
        let before = size(of: path)
        for _ in 0..<1000 where size(of: path) == before { try await Task.sleep(for: .milliseconds(10)) }
    }

    private static func size(of path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
    }
}
