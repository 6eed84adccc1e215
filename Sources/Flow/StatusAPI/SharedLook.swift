/// One look at a time, whoever asks: those who come while it is under way get its answer. Anybody may ask whether the service is
/// ready, and however many do, they must not keep those from the store who work with it.
actor SharedLook<Answer: Sendable> {
    private var underWay: Task<Answer, Never>?
    /// Who waits for the look of somebody else.
    private(set) var followers = 0

    func answer(_ look: @escaping @Sendable () async -> Answer) async -> Answer {
        if let underWay {
            followers += 1
            defer { followers -= 1 }
            return await underWay.value
        }
        // A task of its own, since whoever began the look may go away before those who joined it.
        let task = Task { await look() }
        underWay = task
        let answer = await task.value
        underWay = nil
        return answer
    }
}
