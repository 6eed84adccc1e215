extension PostgresConnection {
    /// A statement with its values.
    struct Work {
        let statement: String
        let parameters: PostgresParameters
    }

    /// Carries statements out one after the other, each prepared if it was not yet, in one round trip.
    /// - Parameters:
    ///   - begin: goes before them; `onBegin` is called when the server has taken it.
    ///   - commit: goes behind them.
    /// - Returns: the answer to each of them, and to the commit; fewer when one failed.
    func carryOut(
        _ work: [Work], after begin: String? = nil, before commit: String? = nil, onBegin: () -> Void = {}
    ) -> Outcome {
        var steps: [(step: Step, onAnswer: () -> Void, isOurs: Bool)] = []
        if let begin { steps.append((.plain(begin), {}, true)) }
        // One statement may come several times.
        var names: [String: String] = [:]
        var hasMadeRoom = false
        for item in work {
            let name = names[item.statement] ?? statements.name(of: item.statement) ?? statements.freshName()
            if names[item.statement] == nil, statements.name(of: item.statement) == nil {
                if !hasMadeRoom, let (old, oldName) = statements.surplus, names[old] == nil {
                    steps.append((.plain("DEALLOCATE \(oldName)"), { self.statements.remove(old) }, true))
                    hasMadeRoom = true
                }
                let text = StatementText.rewritten(item.statement)
                let add = { self.statements.add(item.statement, as: name) }
                steps.append((.prepare(name: name, text), add, true))
            }
            names[item.statement] = name
            steps.append((.prepared(name: name, item.parameters, text: item.statement), {}, false))
        }
        if let commit { steps.append((.plain(commit), {}, false)) }
        var outcome = exchange(steps.map(\.step))
        if begin != nil, !outcome.answers.isEmpty { onBegin() }
        // Whatever failed later: what is prepared stays prepared, also when the transaction is taken back.
        for (step, _) in zip(steps, outcome.answers) { step.onAnswer() }
        if outcome.failure == nil, outcome.answers.count != steps.count {
            outcome.failure = lost("it gave too few answers")
        }
        outcome.answers = zip(steps, outcome.answers).filter { !$0.0.isOurs }.map(\.1)
        return outcome
    }
}
