package import Domain

/// Carries one kind of playbook out. Guards, budgets and the log are the caller's.
package protocol PlaybookTool: Sendable {
    /// Whether this is the tool for such an action.
    func fits(_ action: PlaybookSettings.Action) -> Bool
    /// Looks whether the target is in the state that the playbook mends; changes nothing.
    func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook
    /// Acts, and returns when the target is up again or the time of the playbook is over.
    /// - Returns: what was done, in a sentence.
    /// - Throws: `PlaybookFailed`, `CancellationError`.
    func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String
    /// Asks the target what became of a run whose worker wrote its intent down and no end; changes nothing.
    func trace(of playbook: PlaybookSettings, since intent: Timestamp, _ place: PlaybookPlace) async -> PlaybookTrace
}

extension PlaybookTool {
    package func trace(
        of playbook: PlaybookSettings, since intent: Timestamp, _ place: PlaybookPlace
    ) async -> PlaybookTrace { .untold("nothing tells what it did") }
}

/// Where a playbook is carried out.
package struct PlaybookPlace: Hashable, Sendable {
    package let repository: RepositorySettings
    /// The clean checkout that the suite runs in; nil for a run by hand without one.
    package let folder: String?

    package init(repository: RepositorySettings, folder: String?) {
        self.repository = repository
        self.folder = folder
    }
}

/// What a look at the target says about acting on it.
package enum PlaybookOutlook: Hashable, Sendable {
    /// The target is in the state that the playbook mends.
    case needed(String)
    /// It is not, so that acting would change nothing or do harm.
    case pointless(String)
    /// Nothing tells; the evidence of the failures decides alone.
    case unknown(String)

    /// What the playbook's probe tells, where it has one and nothing else does.
    /// - Parameter objection: asks the probe: what is wrong with the target; nil when it is well.
    package init(
        of playbook: PlaybookSettings, objection: (PlaybookSettings.Probe) async throws -> String?
    ) async {
        guard let probe = playbook.probe else {
            self = .unknown("no probe is configured")
            return
        }
        do {
            self.init(probed: try await objection(probe), for: playbook)
        } catch {
            self = .unknown("\(error)")
        }
    }

    /// What the playbook's probe tells.
    /// - Parameter objection: what is wrong with the target; nil when it is well.
    package init(probed objection: String?, for playbook: PlaybookSettings) {
        if let objection {
            self = .needed(objection)
        } else if playbook.mendsOnlyTheUnwell {
            self = .pointless("its probe finds the target well")
        } else {
            self = .unknown("its probe finds the target well, which tells nothing about what \(playbook.name) is for")
        }
    }
}

/// What a target shows of a run that has no end.
package enum PlaybookTrace: Hashable, Sendable {
    /// It, or something that did the same.
    case found(String)
    /// Surely nothing, and it would show.
    case absent(String)
    /// Nothing tells.
    case untold(String)
}

/// Why a playbook did not do what it is for.
package struct PlaybookFailed: Error, Hashable, CustomStringConvertible {
    /// Whether it may have acted all the same.
    package let mayHaveActed: Bool
    package let description: String

    package init(_ description: String, mayHaveActed: Bool) {
        self.description = description
        self.mayHaveActed = mayHaveActed
    }
}
