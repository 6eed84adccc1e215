import Domain
import Foundation
import HTTP
import Queue
import Testing

@testable import StatusAPI

struct TestListTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    /// As many tests as are asked for, numbered; every hundredth is flaky.
    private struct Shelf: TestHistories {
        let count: Int64

        func histories(of tests: [TestIdentity], in repository: String) -> [TestIdentity: TestHistory] { [:] }

        func histories(in repository: String?, before sequence: Int64?, limit: Int) -> [KeptHistory] {
            let last = min(count, (sequence ?? .max) - 1)
            return stride(from: last, to: 0, by: -1).prefix(limit).map { number in
                let isFlaky = number.isMultiple(of: 100)
                let runs = (0..<12).map {
                    TestOutcome(commit: "a1b2c3", at: now, result: isFlaky && $0 == 5 ? .failed : .passed)
                }
                return KeptHistory(
                    sequence: number, repository: repository ?? "acme/shop",
                    test: TestIdentity(project: "p", file: "a.spec.ts", title: "test \(number)"),
                    history: TestHistory(runs))
            }
        }
    }

    private struct NoBody: Error {}

    private struct Page: Decodable {
        struct Test: Decodable {
            let title: String, standing: String, why: String, repository: String
            let passRate: Double
        }
        let tests: [Test]
        let nextCursor: String?
    }

    private func get(_ query: String, of count: Int64) async throws -> Page {
        let list = TestList(
            store: Shelf(count: count), access: AccessControl(tokens: [], isLoopbackOnly: true), now: { Self.now })
        let response = try await list.tests(
            HTTPRequest(method: .get, path: "/api/v1/tests", query: HTTPQuery(query)))
        guard case .octets(let body) = response.body else { throw NoBody() }
        return try JSON.decode(Page.self, from: Data(body))
    }

    @Test("Tests are listed with their figures, page by page")
    func lists() async throws {
        let page = try await get("limit=2&repository=acme%2Fdesk", of: 3)
        #expect(page.tests.map(\.title) == ["test 3", "test 2"])
        #expect(page.tests.allSatisfy { $0.standing == "stable" && $0.passRate == 1 && $0.repository == "acme/desk" })
        let rest = try await get("limit=2&cursor=\(try #require(page.nextCursor))", of: 3)
        #expect(rest.tests.map(\.title) == ["test 1"] && rest.nextCursor == nil)
    }

    @Test("Flaky tests are found among many, by a look at so many in each request")
    func findsFlaky() async throws {
        var page = try await get("flaky=true", of: 5_050)
        #expect(page.tests.first?.why == "red at 1 of 12 runs, once beside a green run of the same commit a1b2c3")
        var titles = page.tests.map(\.title)
        while let cursor = page.nextCursor {
            page = try await get("flaky=true&cursor=\(cursor)", of: 5_050)
            titles += page.tests.map(\.title)
        }
        #expect(titles == (1...50).reversed().map { "test \($0 * 100)" })
        let others = try await get("flaky=false&limit=200", of: 150)
        #expect(others.tests.count == 149 && others.nextCursor == nil)
    }

    @Test("What is neither true nor false is refused")
    func refuses() async throws {
        await #expect(throws: HTTPProblem.self) { try await get("flaky=perhaps", of: 1) }
    }
}
