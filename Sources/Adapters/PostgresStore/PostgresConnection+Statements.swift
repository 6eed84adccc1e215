extension PostgresConnection {
    /// Carries a statement out, prepared if it was not yet, in one round trip.
    /// - Parameter begin: goes before it; `onBegin` is called when the server has taken it.
    func carryOut(
        _ statement: String, _ parameters: PostgresParameters, after begin: String?, onBegin: () -> Void
    ) throws(PostgresFailure) -> PostgresAnswer {
        var preparing: [(step: Step, onAnswer: () -> Void)] = []
        let known = statements.name(of: statement)
        let name = known ?? statements.freshName()
        if known == nil {
            if let (old, oldName) = statements.surplus {
                preparing.append((.plain("DEALLOCATE \(oldName)"), { self.statements.remove(old) }))
            }
            let text = StatementText.rewritten(statement)
            preparing.append((.prepare(name: name, text), { self.statements.add(statement, as: name) }))
        }
        let steps =
            (begin.map { [.plain($0)] } ?? []) + preparing.map(\.step)
            + [.prepared(name: name, parameters, text: statement)]
        let outcome = exchange(steps)
        if begin != nil, !outcome.answers.isEmpty { onBegin() }
        // Whatever failed later: what is prepared stays prepared, also when the transaction is taken back.
        for (prepared, _) in zip(preparing, outcome.answers.dropFirst(begin == nil ? 0 : 1)) { prepared.onAnswer() }
        if let failure = outcome.failure { throw failure }
        guard outcome.answers.count == steps.count, let answer = outcome.answers.last else {
            throw lost("it gave too few answers")
        }
        return answer
    }
}
