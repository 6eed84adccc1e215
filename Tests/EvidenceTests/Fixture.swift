import Compression
import Evidence
import Foundation

/// Files of the folder `Fixtures`, found beside this file: they need no bundle.
enum Fixture {
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    static func trace(_ name: String) throws -> Trace { try Trace.read(from: ZIPArchive(contentsOf: path(name))) }
}
