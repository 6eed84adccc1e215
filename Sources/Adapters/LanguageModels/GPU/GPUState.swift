/// What is known of the graphics cards of this machine.
package enum GPUState: Hashable, Sendable {
    /// Cards that a model could be put on.
    case present([GPU])
    /// None, and why.
    case absent(String)

    package var cards: [GPU] { if case .present(let cards) = self { cards } else { [] } }

    /// Megabytes (MiB) that a model could take; nil when that is not known.
    package var freeMiB: Int? {
        let free = cards.map(\.freeMiB)
        return free.isEmpty || free.contains(nil) ? nil : free.compactMap(\.self).reduce(0, +)
    }

    /// For the log, the report and `selfheal doctor`.
    package var line: String {
        switch self {
        case .absent(let reason): "no card: \(reason)"
        case .present(let cards): cards.map(\.line).joined(separator: "; ")
        }
    }
}

package struct GPU: Hashable, Sendable {
    package let name: String
    /// nil: the driver does not say.
    package let totalMiB: Int?
    package let freeMiB: Int?
    /// What limits the numbers, for example `unified memory`.
    package let note: String?

    package init(name: String, totalMiB: Int?, freeMiB: Int?, note: String? = nil) {
        self.name = name
        self.totalMiB = totalMiB
        self.freeMiB = freeMiB
        self.note = note
    }

    var line: String {
        let memory =
            switch (freeMiB, totalMiB) {
            case (let free?, let total?): ", \(free) of \(total) MiB free"
            case (let free?, nil): ", \(free) MiB free"
            default: ", memory not known"
            }
        return name + memory + (note.map { " (\($0))" } ?? "")
    }
}
