import Testing

@testable import Triage

struct GroupingTests {
    private let grouping = Grouping { text in String(text.utf8.reduce(5381) { ($0 &* 33) ^ UInt64($1) }, radix: 16) }

    private func names(_ evidence: FailureEvidence) -> (fingerprint: String, group: String) {
        let found = Classifier.standard.classify(evidence)
        return (grouping.fingerprint(of: evidence, found), grouping.group(of: evidence, found))
    }

    private func missing(_ locator: String, line: Int = 5, folder: String = "/home/a/app", timeout: Int = 5000)
        -> FailureEvidence
    {
        FailureEvidence(
            testName: "pays", file: "\(folder)/e2e/pay.spec.ts",
            errors: [
                "TimeoutError: locator.click: Timeout \(timeout)ms exceeded.\nCall log:\n  - waiting for \(locator)\n\n    at \(folder)/e2e/pay.spec.ts:\(line):7"
            ])
    }

    @Test("The fingerprint outlives line shifts, machines and timeouts")
    func fingerprintIsStable() {
        let first = names(missing("getByRole('button', { name: 'Pay' })"))
        let second = names(
            missing("getByRole('button', { name: 'Pay' })", line: 91, folder: "/builds/77/app", timeout: 8000))
        #expect(first == second)
        #expect(first.fingerprint != names(missing("getByRole('button', { name: 'Cancel' })")).fingerprint)
    }

    @Test("Tests that miss the same element are one group with several fingerprints")
    func groupSpansTests() {
        var other = missing("getByTestId('pay')")
        other.testName = "pays twice"
        let first = names(missing("getByTestId('pay')"))
        #expect(first.group == names(other).group)
        #expect(first.fingerprint != names(other).fingerprint)
    }

    @Test("One refused server is one group, whichever path was asked")
    func refusedServerIsOneGroup() {
        let refused = { (address: String) in
            FailureEvidence(testName: address, errors: ["Error: page.goto: net::ERR_CONNECTION_REFUSED at \(address)"])
        }
        #expect(
            names(refused("http://localhost:3000/a")).group == names(refused("http://localhost:3000/b/c?x=1")).group)
        #expect(names(refused("http://localhost:3000/a")).group != names(refused("http://localhost:4000/a")).group)
        #expect(names(refused("http://127.0.0.1:45123/a")).group == names(refused("http://127.0.0.1:51999/a")).group)
    }

    @Test("One failing endpoint is one group, whatever record was asked and whatever the symptom")
    func failingEndpointIsOneGroup() {
        let failing = { (path: String, symptom: String) in
            FailureEvidence(
                testName: path,
                errors: ["Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for \(symptom)"],
                network: [.init(method: "GET", url: "http://localhost:4000\(path)", status: 500)])
        }
        #expect(
            names(failing("/api/orders/17", "getByText('A')")).group
                == names(failing("/api/orders/903", "getByText('B')")).group)
        #expect(
            names(failing("/api/orders/17", "getByText('A')")).group
                != names(failing("/api/items/17", "getByText('A')")).group)
    }

    @Test(
        "What differs from run to run is taken out",
        arguments: [
            ("waited 5000 ms for row-17", "waited # ms for row-#"), ("id 3f9c2a7be1d04", "id #"),
            ("a   b\n c", "a b c"),
            ("at 2026-01-05T08:00:00Z", "at #:#:#"), ("/Users/x/app", "/users/x/app"),
            ("getByText('Pay')", "getbytext('pay')"),
            ("e2e_test_17", "e#"),
        ])
    func normalises(text: String, normalised: String) {
        #expect(Normalised(text).text == normalised)
    }
}
