extension Trace {
    /// Steps that ended with an error and hold no step that did: the calls that went wrong, not the steps around them. Some may
    /// have been caught by the test, or repeated by `expect.toPass`.
    package var failedSteps: [Step] {
        let parentsOfFailures = Set(steps.filter { $0.error != nil }.compactMap(\.parentID))
        return steps.filter { $0.error != nil && !parentsOfFailures.contains($0.callID) }
    }

    /// The step whose error failed the test first: the last that failed with the message of the runner's first error, else with
    /// its place; without a runner the first failed step. Nil when no step did it, for example because the test itself threw
    /// after it had caught the failure of a step.
    package var failingStep: Step? {
        let failed = failedSteps
        guard let first = errors.first else { return failed.first }
        // That the time ran out says nothing of the step in which it did; the errors after it do.
        guard first.message.contains("imeout of ") else { return step(of: first) }
        return errors.dropFirst().prefix(Self.errorLimit).lazy.compactMap(step(of:)).first ?? failed.last
    }

    private func step(of error: TestError) -> Step? {
        let failed = failedSteps
        if let step = failed.last(where: { $0.error == error.message }) { return step }
        if let place = error.stack.first, let step = failed.last(where: { $0.stack.first == place }) { return step }
        // What was tried again and again within a step, as `expect.toPass` does, failed it the last time.
        guard let around = steps.last(where: { $0.error == error.message }) else { return nil }
        let parents = Dictionary(steps.map { ($0.callID, $0.parentID) }, uniquingKeysWith: { first, _ in first })
        return failed.last { Self.isWithin(around.callID, $0, parents) }
    }

    private static func isWithin(_ callID: String, _ step: Step, _ parents: [String: String?]) -> Bool {
        var parent = step.parentID
        // A damaged trace may go in circles.
        for _ in 0..<depthLimit {
            guard let next = parent else { return false }
            if next == callID { return true }
            parent = parents[next] ?? nil
        }
        return false
    }

    private static let depthLimit = 100
    /// Each is looked for among all steps.
    private static let errorLimit = 20
}
