internal import CPostgres
internal import Glibc

extension PostgresConnection {
    /// One thing that the server is asked.
    enum Step {
        case plain(String)
        case once(String, PostgresParameters)
        case prepare(name: String, String)
        case prepared(name: String, PostgresParameters, text: String)

        var text: String {
            switch self {
            case .plain(let text), .once(let text, _), .prepare(_, let text), .prepared(_, _, let text): text
            }
        }
    }

    /// What came of several steps. They are carried out in turn up to the one that fails: as many answers as went well.
    struct Outcome {
        var answers: [PostgresAnswer] = []
        var failure: PostgresFailure?
    }

    /// Sends the steps together and waits for their answers, in one round trip.
    func exchange(_ steps: [Step], timeout: Duration? = nil) -> Outcome {
        let deadline = ContinuousClock.now + (timeout ?? settings.answerTimeout)
        var outcome = Outcome()
        do throws(PostgresFailure) {
            try send(steps, until: deadline)
            while owedAnswers > 0 {
                var ignored = Outcome()
                try receiveRest(&ignored, of: "what was asked before", until: deadline)
                owedAnswers -= 1
            }
            for step in steps { try receive(&outcome, of: step.text, until: deadline) }
            try receiveRest(&outcome, of: steps.last?.text ?? "", until: deadline)
        } catch {
            outcome.failure = outcome.failure ?? error
        }
        if outcome.failure?.endsConnection == true { giveUp() }
        return outcome
    }

    /// Sends a step whose answer nobody needs: it is read before the next one.
    func tell(_ statement: String) {
        guard !isLost else { return }
        do {
            try send([.plain(statement)], until: ContinuousClock.now + settings.answerTimeout)
            owedAnswers += 1
        } catch {
            giveUp()
        }
    }

    private func send(_ steps: [Step], until deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        guard !isLost else { throw .lost("it was given up before", address) }
        for step in steps {
            guard send(step) == 1 else { throw lost(message) }
        }
        guard PQpipelineSync(handle) == 1 else { throw lost(message) }
        try flush(until: deadline)
    }

    private func send(_ step: Step) -> Int32 {
        switch step {
        case .plain(let text): PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1)
        case .once(let text, let parameters):
            parameters.withPointers { PQsendQueryParams(handle, text, $0, nil, $1, $2, $3, 1) }
        case .prepare(let name, let text): PQsendPrepare(handle, name, text, 0, nil)
        case .prepared(let name, let parameters, _):
            parameters.withPointers { PQsendQueryPrepared(handle, name, $0, $1, $2, $3, 1) }
        }
    }

    /// The answers to one step; libpq ends them with nothing.
    private func receive(
        _ outcome: inout Outcome, of text: String, until deadline: ContinuousClock.Instant
    ) throws(PostgresFailure) {
        while let answer = try next(until: deadline) { try take(answer, &outcome, of: text) }
    }

    /// Up to the mark that libpq gives when the server is through with what was sent together.
    private func receiveRest(
        _ outcome: inout Outcome, of text: String, until deadline: ContinuousClock.Instant
    ) throws(PostgresFailure) {
        // A step has one answer and an end; more ends than that in a row mean that nothing will come any more.
        var ends = 0
        while ends < 4 {
            guard let answer = try next(until: deadline) else {
                ends += 1
                continue
            }
            if answer.status == PGRES_PIPELINE_SYNC { return }
            try take(answer, &outcome, of: text)
        }
        throw lost(message)
    }

    private func take(_ answer: PostgresAnswer, _ outcome: inout Outcome, of text: String) throws(PostgresFailure) {
        switch answer.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: outcome.answers.append(answer)
        // What comes after a step that failed is not carried out.
        case PGRES_PIPELINE_ABORTED: break
        default:
            let failure = PostgresFailure(answer, statement: text, address: address)
            outcome.failure = outcome.failure ?? failure
            // There is no end to wait for: the server has hung up.
            if failure.kind == .lost || PQstatus(handle) == CONNECTION_BAD { throw failure }
        }
    }
}

extension PostgresConnection {
    private func next(until deadline: ContinuousClock.Instant) throws(PostgresFailure) -> PostgresAnswer? {
        while PQisBusy(handle) == 1 {
            try wait(for: POLLIN, until: deadline)
            guard PQconsumeInput(handle) == 1 else { throw lost(message) }
        }
        return PQgetResult(handle).map { PostgresAnswer(owning: $0) }
    }

    private func flush(until deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1:
                // The server may wait for us to read before it reads on.
                if try wait(for: POLLIN | POLLOUT, until: deadline) & POLLIN != 0, PQconsumeInput(handle) == 0 {
                    throw lost(message)
                }
            default: throw lost(message)
            }
        }
    }

    @discardableResult
    private func wait(for events: Int32, until deadline: ContinuousClock.Instant) throws(PostgresFailure) -> Int32 {
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { throw lost("there was no answer in time") }
            let found = poll(for: events, milliseconds: Int32(min(left / .milliseconds(1) + 1, 60_000)))
            if found != 0 { return found }
        }
    }
}

extension PostgresConnection {
    /// The answers to a script, which stand outside of a pipeline.
    func receiveScript(_ text: String, timeout: Duration) -> Outcome {
        let deadline = ContinuousClock.now + timeout
        var outcome = Outcome()
        do throws(PostgresFailure) {
            try flush(until: deadline)
            try receive(&outcome, of: text, until: deadline)
        } catch {
            outcome.failure = outcome.failure ?? error
        }
        if outcome.failure?.endsConnection == true { giveUp() }
        return outcome
    }
}
