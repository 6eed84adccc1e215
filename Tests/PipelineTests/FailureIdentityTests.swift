import Domain
import Evidence
import Foundation
import Testing

@testable import Pipeline

/// Which artifacts are another run's, and which only say little.
struct FailureIdentityTests {
    private static let lost =
        "TimeoutError: locator.click: Timeout 400ms exceeded.\nCall log:\n  - waiting for getByTestId('gone')"
    private static let start = "2026-11-22T13:43:36.131Z"

    private func identity(
        title: String = "shop › survives a crash", errors: [String] = [Self.lost], isTimed: Bool = true
    ) throws -> FailureIdentity {
        var object: [String: Any] = [
            "id": "1", "selection": ["file": "e2e/shop.spec.ts", "titles": [title]], "title": title, "project": "",
            "line": 30, "errors": errors, "surroundings": errors.map { _ in "" }, "status": "failed", "output": "",
            "errorContexts": [Any](), "videos": [String](),
        ]
        if isTimed {
            object["startedAt"] = Self.start
            object["seconds"] = 3.53
        }
        let test = try JSONDecoder().decode(RedTest.self, from: JSONSerialization.data(withJSONObject: object))
        return FailureIdentity(test)
    }

    private func trace(
        title: String? = "shop.spec.ts:30 › shop › survives a crash", after seconds: Int? = 0,
        errors: [String] = [Self.lost]
    ) throws -> Trace {
        let start = try #require(Timestamp(Self.start))
        return Trace(
            steps: [], errors: errors.map { .init(message: $0) },
            origin: .init(
                titles: [title].compactMap(\.self), startedAt: seconds.map { start.advanced(by: .seconds($0)) }))
    }

    @Test("A trace of the same attempt is taken, and one that says nothing of whose it is")
    func takes() throws {
        let identity = try identity()
        for trace in [
            try trace(), try trace(title: nil, after: nil, errors: []), try trace(after: nil),
            // A clock that is a little off, and a title that the test gave to its own recording.
            try trace(after: -50), try trace(after: 60), try trace(title: "my recording"),
            // One of its errors is enough, with or without the error's name.
            try trace(errors: ["Test timeout of 8000ms exceeded.", Self.lost]),
            try trace(errors: ["locator.click: Timeout 400ms exceeded."]),
        ] {
            #expect(identity.objection(to: trace) == nil, "\(trace.origin) \(trace.errors)")
        }
        let late = try trace(after: 90_000)
        let untimed = try self.identity(isTimed: false)
        #expect(untimed.objection(to: late) == nil && identity.objection(to: late) != nil)
        let told = try trace()
        let silent = try self.identity(errors: [])
        #expect(silent.objection(to: told) == nil)
    }

    @Test("A trace of another test, another time or another error is refused, and it is said why")
    func refuses() throws {
        let identity = try identity()
        for (trace, word) in [
            (try trace(title: "shop.spec.ts:11 › shop › orders with a gift wrap"), "orders with a gift wrap"),
            (try trace(after: -3_600), "2026-11-22T12:43:36.131Z"), (try trace(after: 65), "begun"),
            (try trace(errors: ["Error: expect(locator).toHaveText(expected) failed"]), "toHaveText"),
        ] {
            #expect(identity.objection(to: trace)?.contains(word) == true, "\(word)")
        }
    }

    @Test("A page is refused when its name or its error is another failure's, and taken when it has none")
    func contexts() throws {
        let identity = try identity()
        func objection(_ text: String) -> String? { identity.objection(to: ErrorContext(Array(text.utf8))) }
        func page(_ name: String, _ error: String) -> String {
            "# Test info\n\n- Name: \(name)\n\n# Error details\n\n```\n\(error)\n```\n\n# Page snapshot\n\n```yaml\n- list\n```\n"
        }
        #expect(objection(page("shop.spec.ts >> shop >> survives a crash", Self.lost)) == nil)
        #expect(objection("# Page snapshot\n\n```yaml\n- list\n```\n") == nil)
        #expect(objection(#"{"pageSnapshot": "- list"}"#) == nil)
        #expect(objection(page("shop.spec.ts >> shop >> orders", Self.lost))?.contains("orders") == true)
        let other = page("shop.spec.ts >> shop >> survives a crash", "Error: no total")
        #expect(objection(other)?.contains("no total") == true)
    }

    @Test("What Playwright left of one attempt fits together, and not with another test")
    func fixtures() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = tests.appending(path: "EvidenceTests/Fixtures").path(percentEncoded: false)
        let trace = try TraceFile.read(folder + "/crash-trace.zip")
        let context = ErrorContext(
            try ArtifactFile.beginning(of: folder + "/crash-error-context.md", limitBytes: ErrorContext.limitBytes))
        let report = try PlaywrightReport.read(file: folder + "/report.json")
        var identities: [String: FailureIdentity] = [:]
        for test in report.tests {
            identities[test.title] = FailureIdentity(RedTest(test, file: test.file, folder: report.rootDirectory))
        }
        let own = try #require(identities["survives a crash"])
        #expect(own.objection(to: trace) == nil && own.objection(to: context) == nil)
        let other = try #require(identities["shop › shows the order number"])
        #expect(other.objection(to: trace) != nil && other.objection(to: context) != nil)
    }
}
