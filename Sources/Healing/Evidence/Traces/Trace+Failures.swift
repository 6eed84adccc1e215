extension Trace {
    /// Steps that ended with an error and hold no step that did: the calls that went wrong, not the steps around them. Some may
    /// have been caught by the test, or repeated by `expect.toPass`.
    package var failedSteps: [Step] {
        let parentsOfFailures = Set(steps.filter { $0.error != nil }.compactMap(\.parentID))
        return steps.filter { $0.error != nil && !parentsOfFailures.contains($0.callID) }
    }

    /// The step whose error failed the test first: the last that failed with the message of the runner's first error, else with
    /// its place; without a runner the first failed step. Nil when no step did it, for example because the test itself threw.
    package var failingStep: Step? {
        let failed = failedSteps
        guard let error = errors.first else { return failed.first }
        if let step = failed.last(where: { $0.error == error.message }) { return step }
        if let place = error.stack.first, let step = failed.last(where: { $0.stack.first == place }) { return step }
        return nil
    }
}
