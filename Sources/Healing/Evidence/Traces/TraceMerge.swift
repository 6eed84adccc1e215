import Domain

/// Joins what runner and library recorded of the same steps. Source: `mergeActionsAndUpdateTiming` of Playwright's viewer.
struct TraceMerge {
    private let runner: [TraceContext]
    private let library: [TraceContext]

    init(_ contexts: [TraceContext]) {
        let runner = contexts.filter { !$0.isLibrary }
        self.runner = runner
        // The runner and a browser server may count from different starts; their wall clocks agree.
        let origin = runner.lazy.compactMap(\.timeOrigin).first
        library = contexts.filter(\.isLibrary).map { context in
            guard let origin, let own = context.timeOrigin, own != origin else { return context }
            return context.shifted(by: own - origin)
        }
    }

    var contexts: [TraceContext] { runner + library }

    func steps() -> [Trace.Step] {
        var libraryCalls: [String: [TraceCall]] = [:]
        var steps: [Trace.Step] = []
        let runnerCalls = runner.flatMap(\.calls)
        let known = Set(runnerCalls.compactMap(\.stepID))
        for call in library.flatMap(\.calls) {
            if let id = call.stepID, known.contains(id) {
                libraryCalls[id, default: []].append(call)
            } else {
                steps.append(Trace.Step(call))
            }
        }
        // A merged step goes by the library's identifier, which the snapshots use; children name the runner's.
        var names: [String: String] = [:]
        for step in runnerCalls {
            let calls = step.stepID.flatMap { libraryCalls.removeValue(forKey: $0) } ?? []
            names[step.callID] = calls.first?.callID ?? step.callID
            let parent = step.parentID.map { names[$0] ?? $0 }
            steps.append(Trace.Step(runner: step, library: calls.first, parent: parent))
            for call in calls.dropFirst() {
                steps.append(Trace.Step(runner: nil, library: call, parent: names[step.callID], stack: step.stack))
            }
        }
        return Self.sorted(steps)
    }

    /// By start; what starts at the same time stays in the order in which it was recorded, so parents first.
    private static func sorted(_ steps: [Trace.Step]) -> [Trace.Step] {
        steps.enumerated().sorted { ($0.element.startTime, $0.offset) < ($1.element.startTime, $1.offset) }.map(
            \.element)
    }
}

extension Trace.Step {
    fileprivate init(_ call: TraceCall) {
        self.init(runner: nil, library: call, parent: call.parentID, stack: call.stack)
    }

    /// The runner knows where and how long and the whole error, the library which element and how.
    fileprivate init(runner: TraceCall?, library: TraceCall?, parent: String?, stack: [SourceLocation] = []) {
        let main = library ?? runner
        let ownStack = [runner?.stack ?? [], library?.stack ?? [], stack].max { $0.count < $1.count } ?? []
        self.init(
            callID: main?.callID ?? "", parentID: parent, method: main?.method ?? "",
            title: runner?.title ?? library?.title ?? "", selector: library?.selector, expression: library?.expression,
            isNegated: library?.isNegated ?? false, expectedText: library?.expectedText ?? [], stack: ownStack,
            startTime: runner?.startTime ?? library?.startTime ?? 0, endTime: runner?.endTime ?? library?.endTime,
            error: runner?.error ?? library?.error, log: library?.log ?? runner?.log ?? [])
    }
}
