import Advice

/// Models that run on machines of the user's own.
protocol LocalModels: Sendable {
    var provider: any ModelProvider { get }
    /// They run at somebody else's after all, under the same protocol.
    var isForeign: Bool { get }
    /// What is there and fits now.
    /// - Parameter isWanted: the configuration names them, so that they are taken without a card too.
    func survey(isWanted: Bool) async -> LocalSurvey
}

/// Which model answers which kind of question, with the reason for each that was taken or passed over.
struct LocalSurvey: Hashable, Sendable {
    let models: [AdviceDemand: ModelPick]
    let why: [String]
}
