import Foundation
import Glibc

/// Finds processes by a variable of their environment. Browsers and web servers leave the process group of the suite
/// that started them, so that a signal to the group does not reach them; what they inherit does.
package enum ProcessSweep {
    /// Kills every process whose environment says `name=value`.
    package static func kill(_ name: String, _ value: String) {
        for process in find(name, value) { _ = Glibc.kill(process, SIGKILL) }
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
