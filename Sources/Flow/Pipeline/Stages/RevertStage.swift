import Domain
import Evidence
import JavaScript
import Repairers
import Triage

/// For a bug of the app that its newest commit brought: takes a part of that commit back, and sees whether the red tests are
/// green then. Part of the repair stage. What mends them is held to the proof that a model's change of the product is held to,
/// and is never more than a draft: only people can say whether the change was wanted.
struct RevertStage: Sendable {
    let bench: Workbench

    /// Causes of one run that are tried, the ones that most tests share first.
    private static let groupLimit = 3
    /// Runs of red tests for one cause.
    private static let tryLimit = 4
    /// A verdict that is less sure is no reason to take anything back.
    private static let sureness = 0.7
    private static let fileLimit = 50
    private static let byteLimit = 512 << 10
    /// Tests of one cause whose traces are read for clues.
    private static let readLimit = 3

    func run(_ revision: Revision, _ repaired: Repaired) async throws -> Repaired {
        let groups = Self.open(repaired).prefix(Self.groupLimit)
        guard bench.repository.mayRevert, let base = revision.base, !groups.isEmpty else { return repaired }
        let paths = changed(repaired)
        guard !paths.isEmpty else { return repaired }
        var result = repaired
        do {
            // Clean ones: what runs of the suite wrote into them is no text of a commit.
            try await bench.worktree(bench.folders.base, at: base)
            try await bench.lay([], over: base, in: bench.folders.base)
            try await bench.worktree(bench.folders.proof, at: revision.sha)
            try await bench.lay([], over: revision.sha, in: bench.folders.proof)
            let files = paths.compactMap(file)
            for (number, group) in groups.enumerated() {
                try await attempt(group, number: number + 1, files, revision, &result)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The report of the bug stands without it.
            await bench.journal.tell(.log("no part of the commit can be taken back: \(error)"))
        }
        return result
    }

    /// Bugs that this commit surely brought, by cause: green at the base, red at the head, and red there again. A cause counts as
    /// a whole, and not where a step of one of its tests is out of date as well: that change was wanted.
    static func open(_ repaired: Repaired) -> [[FailureReport]] {
        let diagnosis = repaired.recovered.diagnosis
        let claimed = Set(repaired.repairs.flatMap(\.failures))
        func isOpen(_ failure: FailureReport) -> Bool {
            guard failure.verdict == .appBug, failure.confidence >= sureness, failure.fix == nil, !failure.isPast,
                !claimed.contains(failure.id), diagnosis.greenAtBase.contains(failure.id),
                diagnosis.reruns[failure.id] != true
            else { return false }
            return !failure.evidence.contains { $0.rule == "circumstance.step-behind" }
        }
        return Dictionary(grouping: diagnosis.failures, by: \.group).values
            .filter { group in
                group.allSatisfy(isOpen) && group.contains { diagnosis.reruns[$0.id] == false }
            }
            .sorted { ($1.count, $0[0].group) < ($0.count, $1[0].group) }
    }

    /// Files of the app that the commit changed, without those that belong to the suite, whatever their names are.
    private func changed(_ repaired: Repaired) -> [String] {
        let suite = bench.suite(of: repaired.recovered.tests.red, in: bench.folders.head).texts
        let files = repaired.recovered.diagnosis.changes?.files ?? []
        return Array(files.filter { AppDiff.isApp($0) && suite[$0] == nil }.prefix(Self.fileLimit))
    }

    /// In both versions; nil for one that was made, deleted, or is not text of a size that people write.
    private func file(_ path: String) -> RevertedHunk.Changed? {
        guard let base = bench.source(path, in: bench.folders.base),
            let head = bench.source(path, in: bench.folders.proof),
            max(base.utf8.count, head.utf8.count) <= Self.byteLimit
        else { return nil }
        return RevertedHunk.Changed(path: path, base: base, head: head)
    }

    private func attempt(
        _ group: [FailureReport], number: Int, _ files: [RevertedHunk.Changed], _ revision: Revision,
        _ result: inout Repaired
    ) async throws {
        let tests = group.compactMap { failure in result.recovered.tests.red.first { $0.id == failure.id } }
        guard let first = tests.first, tests.count == group.count,
            tests.allSatisfy({ !$0.selection.titles.isEmpty })
        else { return }
        let clues = FailureClues(tests.prefix(Self.readLimit).flatMap(Self.texts))
        let candidates = RevertedHunk.candidates(files, clues: clues, limit: Self.tryLimit)
        for (turn, candidate) in candidates.enumerated() {
            try Task.checkCancellation()
            let file = Repair.File(path: candidate.path, before: candidate.before, after: candidate.after)
            let name = "revert-\(number)-\(turn + 1)"
            try await bench.lay([file], over: revision.sha, in: bench.folders.proof)
            // One test tells as much of a change that mends nothing as all of them.
            var isMended = try await isGreen([first], name, &result)
            if isMended, tests.count > 1 { isMended = try await isGreen(tests, "\(name)-all", &result) }
            if isMended {
                result.repairs.append(try repair(of: group, by: candidate, file, revision))
                return
            }
        }
        if !candidates.isEmpty {
            await bench.journal.tell(
                .log("\(first.title): red as before with each of \(candidates.count) parts of the commit taken back"))
        }
    }

    private func isGreen(_ tests: [RedTest], _ name: String, _ result: inout Repaired) async throws -> Bool {
        do {
            let run = try await bench.run(
                .selected(tests, of: bench.repository, in: bench.folders.proof, output: bench.folders.run(name)))
            result.seconds += run.seconds
            let keys = try SuiteReading(run, folder: bench.folders.proof).keys
            return tests.allSatisfy { keys[$0.key] == .expected }
        } catch let error as SuiteUnavailable {
            // An app that does not start without this part of the commit.
            await bench.journal.tell(.log("the suite does not run with a part of the commit taken back: \(error)"))
            return false
        }
    }

    private func repair(
        of group: [FailureReport], by candidate: RevertedHunk, _ file: Repair.File, _ revision: Revision
    ) throws -> Repair {
        let place = "`\(candidate.path)` \(candidate.lines)"
        let base = revision.base.map { "`\($0.short)`" } ?? "the last good commit"
        var repair = Repair(
            // By the cause, so that a person's no to it stands on every commit that has it.
            fingerprint: try AdviceStage.fingerprint(
                [bench.repository.name, revision.branch, RevertedHunk.kind, group[0].group]),
            failures: group.map(\.id), locators: [], files: [file],
            diff: UnifiedDiff.text(path: file.path, before: file.before, after: file.after),
            why: "With \(place) as at \(base) the red tests are green: the commit broke the app there.")
        repair.rules = [RevertedHunk.kind]
        repair.offered = [candidate.path]
        repair.takenBack = Repair.TakenBack(place: place, cautions: cautions(candidate, revision))
        return repair
    }

    private func cautions(_ candidate: RevertedHunk, _ revision: Revision) -> [String] {
        let sender = bench.request.job.trigger.sender.map { ", sent by \($0)" } ?? ""
        let rest =
            candidate.keptCount == 0
            ? "with it everything is lost that the commit changed in `\(candidate.path)`, in "
                + (candidate.placeCount == 1 ? "one place" : "\(candidate.placeCount) places")
            : "what the commit changed in \(candidate.keptCount) other \(candidate.keptCount == 1 ? "place" : "places") of "
                + "`\(candidate.path)` and in other files stays, and may not go with what was before"
        return [
            "it takes back a part of `\(revision.sha.short)` (\(revision.subject))\(sender): what of it was wanted, only people know",
            rest,
        ]
    }

    /// All that a red test tells of where its app may be broken.
    private static func texts(_ test: RedTest) -> [String] {
        let seen = TracedFailure(test).evidence
        let failed = seen.network.filter { $0.status >= 400 || $0.failure != nil || $0.status < 0 }.map(\.url)
        let addresses = (failed + [seen.pageURL].compactMap(\.self)).map(path)
        return seen.errors + [seen.step?.selector, seen.pageTitle].compactMap(\.self) + addresses + seen.console
            + [String(seen.output.suffix(8000))]
    }

    /// Without the machine, which no source of the app names.
    private static func path(_ address: String) -> String {
        guard let authority = address.firstRange(of: "://") else { return address }
        return String(address[authority.upperBound...].drop { $0 != "/" })
    }
}
