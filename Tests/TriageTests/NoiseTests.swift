import Domain
import Testing

@testable import Triage

struct NoiseTests {
    private static let missing =
        "Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"

    private static func red(_ network: [(String, Int)] = [], console: [String] = []) -> FailureEvidence {
        FailureEvidence(
            testName: "pays", errors: [missing], network: network.map(exchange), console: console)
    }

    private static func exchange(_ path: String, _ status: Int) -> FailureEvidence.Exchange {
        .init(method: "GET", url: "http://localhost\(path)", status: status)
    }

    private static func kind(_ evidence: FailureEvidence) -> FailureKind {
        Classifier.standard.classify(evidence).kind
    }

    @Test("A bad answer that a good one from the same place followed is no cause, nor what the console says of it")
    func recovered() {
        let said = "Failed to load resource: the server responded with a status of 500 (Internal Server Error)"
        let evidence = Self.red([("/api/cart?try=1", 500), ("/api/cart?try=2", 200)], console: [said])
        #expect(Self.kind(evidence) == .http5xx)
        #expect(Self.kind(evidence.withoutRecovered) == .locatorNotFound)
        #expect(evidence.withoutRecovered.console.isEmpty)
        for other in [[("/api/cart", 200), ("/api/cart", 500)], [("/api/orders/1", 500), ("/api/orders/2", 200)]] {
            #expect(Self.kind(Self.red(other, console: [said]).withoutRecovered) == .http5xx)
        }
    }

    @Test("Where one address serves many calls, a later good answer is not known to be for the same one")
    func sharedAddress() {
        #expect(
            Self.kind(Self.red([("/items?page=2", 500), ("/items?page=1", 200)]).withoutRecovered) == .http5xx)
        let calls = [500, 200].map {
            FailureEvidence.Exchange(method: "POST", url: "http://localhost/graphql", status: $0)
        }
        let evidence = FailureEvidence(testName: "pays", errors: [Self.missing], network: calls)
        #expect(evidence.withoutRecovered.network.map(\.status) == [500, 200])
    }

    @Test("What the green run of the test shows, too, is no cause")
    func noise() {
        let thrown = "Uncaught TypeError: banner 17 is undefined"
        let evidence = Self.red([("/api/me/3", 401)], console: [thrown])
        #expect(Self.kind(evidence) != .locatorNotFound)
        let quiet = evidence.withoutNoise(
            of: [Self.exchange("/api/me/4", 401)], console: ["Uncaught TypeError: banner 18 is undefined"])
        #expect(Self.kind(quiet) == .locatorNotFound)
        #expect(quiet.network.isEmpty && quiet.console.isEmpty)
        #expect(Self.kind(evidence.withoutNoise(of: [], console: [thrown])) == .tokenExpired)
        #expect(Self.kind(evidence.withoutNoise(of: [Self.exchange("/api/me/4", 401)], console: [])) == .jsPageError)
    }

    @Test("What the green run got over is a cause where the red one did not")
    func recoveredInGreenRun() {
        let evidence = Self.red([("/api/cart", 503)])
        let good = [Self.exchange("/api/cart", 503), Self.exchange("/api/cart", 200)]
        #expect(evidence.withoutNoise(of: good, console: []) == evidence)
    }
}
