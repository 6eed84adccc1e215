import Advice
import Domain
import Foundation

/// Which ways of repair are open for a failure before a model is asked: what the verdict forbids is not among them.
struct RepairWays: Sendable {
    let candidates: ComputedCandidates?
    private let tests: [PatchQuestion.File]
    private let product: [PatchQuestion.File]

    /// Together, so that a question fits into the smallest model.
    private static let characterLimit = 40_000
    private static let fileLimit = 4

    init(_ failure: FailureReport, _ test: RedTest, bench: Workbench, diagnosis: Diagnosis) {
        let read = { (path: String) in bench.source(path, in: bench.folders.head) }
        switch failure.verdict {
        case .appBug:
            // The test has found something: only what it found may be changed, and only where the change came in.
            candidates = nil
            tests = []
            let changed = (diagnosis.changes?.files ?? []).filter { !TestFiles.isTest($0) && Self.isCode($0) }
            product = Self.offered(changed, read)
        case .testBug, .testOutdated, .unknown:
            candidates = ComputedCandidates(
                test, good: diagnosis.goodTraces[failure.id], changes: diagnosis.changes)
            let suite = SuiteSources(specs: [failure.file], named: [test.place?.file].compactMap(\.self), read: read)
            tests = Self.offered([failure.file] + suite.editable.subtracting([failure.file]).sorted(), read)
            product = []
        case .environment, .flaky:
            (candidates, tests, product) = (nil, [], [])
        }
    }

    var open: [StrategyQuestion.Strategy] {
        (candidates == nil ? [] : [.locator]) + (tests.isEmpty ? [] : [.wait, .testCode])
            + (product.isEmpty ? [] : [.appCode])
    }

    func files(of subject: PatchQuestion.Subject) -> [PatchQuestion.File] { subject == .tests ? tests : product }

    private static func offered(_ paths: [String], _ read: (String) -> String?) -> [PatchQuestion.File] {
        var left = characterLimit
        return paths.prefix(fileLimit).compactMap { path in
            guard let text = read(path), text.count <= left else { return nil }
            left -= text.count
            return PatchQuestion.File(path: path, text: text)
        }
    }

    /// What `ProductGate` can judge.
    private static func isCode(_ path: String) -> Bool {
        [".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".html", ".css"].contains(where: path.hasSuffix)
    }
}
