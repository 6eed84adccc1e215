import Domain
import Foundation

/// The name of a data folder's node, which stays from one start to the next: while a process holds the folder, no other
/// one has the name.
struct NodeName {
    let text: String

    /// Reads it, or makes it with the first start. The caller holds the folder's lock.
    init(in data: String) throws {
        let path = data + "/node"
        if let known = FileManager.default.contents(atPath: path).flatMap({ JobID(String(decoding: $0, as: UTF8.self)) }
        ) {
            text = known.text
            return
        }
        text = JobID.next().text
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
