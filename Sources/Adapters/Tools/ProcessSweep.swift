import Foundation
import Glibc

/// Finds processes by a variable of their environment. Browsers and web servers leave the process group of the suite
/// that started them, so that a signal to the group does not reach them; what they inherit does.
package enum ProcessSweep {
    /// A look takes a few milliseconds; what still lives after so many cannot be killed, for example in a hanging read.
    private static let looks = 200

    /// Kills every process whose environment says `name=value`, and those that they start meanwhile. Dying takes a moment,
    /// and a process may fork between the look and the blow, so it looks until there is none.
    package static func kill(_ name: String, _ value: String) {
        for _ in 1...looks {
            let found = find(name, value)
            if found.isEmpty { return }
            for process in found { _ = Glibc.kill(process, SIGKILL) }
        }
    }

    static func find(_ name: String, _ value: String) -> [pid_t] {
        let wanted = Array("\(name)=\(value)".utf8)
        let own = getpid()
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { pid_t($0) }.filter { process in
            process != own && environment(of: process).contains { $0.elementsEqual(wanted) }
        }
    }

    private static func environment(of process: pid_t) -> [ArraySlice<UInt8>] {
        // Gone by now, or another user's: neither is one of ours.
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return [] }
        return [UInt8](data).split(separator: 0)
    }
}
