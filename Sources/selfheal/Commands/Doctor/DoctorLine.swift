import Foundation

/// What one look found.
struct DoctorLine: Hashable, Sendable, Encodable {
    enum State: String, Hashable, Sendable, Encodable {
        case ok
        /// It works without, but less than it could.
        case advice
        case missing
    }

    let name: String
    let state: State
    /// The given configuration does not work without it.
    let isRequired: Bool
    /// What is there, or what is not.
    let text: String
    /// The command, or the setting, that mends it.
    let fix: String?

    static func ok(_ name: String, _ text: String) -> Self {
        Self(name: name, state: .ok, isRequired: false, text: text, fix: nil)
    }

    static func advice(_ name: String, _ text: String, fix: String) -> Self {
        Self(name: name, state: .advice, isRequired: false, text: text, fix: fix)
    }

    /// - Parameter isRequired: false for what only some of the service's work needs; it is advice then.
    static func missing(_ name: String, _ text: String, fix: String, isRequired: Bool = true) -> Self {
        Self(name: name, state: isRequired ? .missing : .advice, isRequired: isRequired, text: text, fix: fix)
    }

    var line: String {
        let marks: [State: String] = [.ok: "✓", .advice: "·", .missing: "✗"]
        let label = name.padding(toLength: max(22, name.count), withPad: " ", startingAt: 0)
        return "\(marks[state] ?? " ") \(label) \(text)" + (fix.map { "\n    → \($0)" } ?? "")
    }
}
