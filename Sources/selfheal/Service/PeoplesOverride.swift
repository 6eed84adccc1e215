import Domain
import Foundation
import Pipeline
import Queue

/// The ways in which people stop the service: a pause by the API, a kill-switch file, a label on GitHub.
struct PeoplesOverride: HumanOverride {
    /// nil: this process has none.
    var pauses: (any PauseStore)?
    /// A file whose mere being there stops everything, also where the API cannot be reached: `PAUSE` in the data folder.
    let killSwitch: String
    /// Why the pull request that a job is about, or one from the branch that it is about, is on hold; nil when none is.
    var hold: (@Sendable (Job) async throws -> String?)?
    /// A service waits for the end of a pause, a command in the foreground does not.
    let waits: Bool

    static func killSwitch(in data: String) -> String { data + "/PAUSE" }

    func leave(for job: Job) async -> Leave {
        if let pause = await pause() {
            let reason =
                "paused by \(pause.by) since \(pause.since)" + (pause.reason.isEmpty ? "" : ": \(pause.reason)")
            return waits ? .later(reason) : .refused(reason)
        }
        guard let hold else { return .granted }
        do {
            return try await hold(job).map(Leave.refused) ?? .granted
        } catch {
            // Whether people said hold cannot be seen, so it is taken that they may have.
            return .refused("whether the pull request is on hold cannot be seen: \(error)")
        }
    }

    /// The file counts more than the store, because it works when nothing else does.
    func pause() async -> Pause? {
        // Asked whenever a worker looks for a job; the attributes cost fifty times as much.
        if FileManager.default.fileExists(atPath: killSwitch) {
            let attributes = (try? FileManager.default.attributesOfItem(atPath: killSwitch)) ?? [:]
            let date = attributes[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
            let text = FileManager.default.contents(atPath: killSwitch).map {
                String(decoding: $0.prefix(200), as: UTF8.self)
            }
            return Pause(
                reason: (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines),
                by: "the kill-switch file \(killSwitch)",
                since: Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000)))
        }
        do {
            return try await pauses?.pause()
        } catch {
            return Pause(reason: "the store cannot be asked: \(error)", by: "the service itself", since: .now())
        }
    }
}
