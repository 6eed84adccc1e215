import Domain

extension VerifyStage {
    /// More are not run one by one; that they can fail stays unshown.
    private static let singleRunLimit = 5
    /// Seconds: a step that waits for what is gone waits to the end.
    private static let absencePatience = 5.0...60

    /// - Parameter seconds: what the claimed tests took when they were green.
    /// - Returns: the check, or nil with the reason why it was not made, and the seconds that it took.
    func absence(
        _ repair: Repair, _ claimed: [RedTest], green seconds: Double
    ) async throws -> (check: Fix.Proof.Check?, reason: String?, seconds: Double) {
        var proof = AbsenceProof(repair, of: claimed)
        guard !proof.tests.isEmpty else { return (nil, "no step of it looks at an element that could be gone", 0) }
        var spent = 0.0
        do {
            let first = try await absent(proof, proof.tests, repair, "all", seconds)
            spent += first.seconds
            let green = try proof.note(first, of: proof.tests, folder: bench.folders.proof)
            // A late element can be used in the moment between two looks of the runner: once more shows that it was no chance.
            for (number, test) in green.prefix(Self.singleRunLimit).enumerated() {
                let result = try await absent(proof, [test], repair, "\(number)", seconds)
                spent += result.seconds
                try proof.note(result, ofOne: test, folder: bench.folders.proof)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return (nil, "the tests could not be run without it: \(error)", spent)
        }
        return (proof.check, proof.check == nil ? "nothing could be taken away from the page" : nil, spent)
    }

    private func absent(
        _ proof: AbsenceProof, _ tests: [RedTest], _ repair: Repair, _ name: String, _ seconds: Double
    ) async throws -> SuiteResult {
        var run = SuiteRun.selected(
            tests, of: bench.repository, in: bench.folders.proof,
            output: bench.folders.run("proof-\(repair.fingerprint)-absence-\(name)"), tracing: .none)
        run.takingAway = proof.selectors(of: tests)
        run.testTimeoutSeconds = min(max(seconds, Self.absencePatience.lowerBound), Self.absencePatience.upperBound)
        return try await bench.run(run)
    }
}
