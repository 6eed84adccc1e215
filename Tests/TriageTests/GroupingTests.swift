import Domain
import Testing

@testable import Triage

struct GroupingTests {
    private let grouping = Grouping { text in String(text.utf8.reduce(5381) { ($0 &* 33) ^ UInt64($1) }, radix: 16) }

    private func names(_ evidence: FailureEvidence) -> (fingerprint: String, group: String) {
        grouping.names(of: evidence, Classifier.standard.classify(evidence))
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

    @Test("A missing element is the same cause with a trace and without one")
    func sameWithTrace() {
        var traced = missing("getByRole('button', { name: 'Pay' })")
        traced.step = .init(
            method: "click", selector: "internal:role=button[name=\"Pay\"i]", expression: nil, isNegated: false)
        #expect(names(traced).group == names(missing("getByRole('button', { name: 'Pay' })")).group)
    }

    @Test("A test's own calls are one cause where they call the same and get the same")
    func callsOfTests() {
        func call(_ path: String, _ status: Int, file: String = "a.spec.ts") -> FailureEvidence {
            FailureEvidence(
                testName: path, file: file,
                errors: [
                    """
                    Error: expect(received).toBe(expected) // Object.is equality

                    Expected: 200
                    Received: \(status)

                      8 |   const res = await request.get('\(path)');
                    > 9 |   expect(res.status()).toBe(200);
                        |                        ^
                    """
                ])
        }
        let orders = names(call("/api/orders", 500)).group
        #expect(orders == names(call("/api/orders", 500, file: "b.spec.ts")).group)
        #expect(orders != names(call("/api/users", 500)).group && orders != names(call("/api/orders", 503)).group)
    }

    @Test("A lost session is one cause, wherever the test wanted to be")
    func lostSession() {
        func lost(_ path: String) -> FailureEvidence {
            FailureEvidence(
                testName: path,
                errors: [
                    "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"http://localhost:3000/\(path)\"\nReceived: \"http://localhost:3000/login\""
                ])
        }
        #expect(Classifier.standard.classify(lost("cart")).category == .auth)
        #expect(names(lost("cart")).group == names(lost("orders")).group)
    }

    @Test("Tests that meet the sign-in page of one server are one cause, whatever each of them looks for")
    func signInPage() {
        func lost(_ name: String) -> FailureEvidence {
            FailureEvidence(
                testName: name, file: "\(name).spec.ts",
                errors: [
                    "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('\(name)')"
                ],
                pageSnapshot: "- textbox \"Email\"\n- textbox \"Password\"\n- button \"Sign in\"",
                pageURL: "http://localhost:3000/login")
        }
        #expect(Classifier.standard.classify(lost("cart")).category == .auth)
        #expect(names(lost("cart")).group == names(lost("orders")).group)
    }

    @Test("Bare timeouts of two files are two causes, since nothing shows that they are one")
    func bareTimeouts() {
        func late(_ file: String) -> FailureEvidence {
            FailureEvidence(testName: "t", file: file, errors: ["Test timeout of 30000ms exceeded."])
        }
        #expect(names(late("a.spec.ts")).group != names(late("b.spec.ts")).group)
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

    @Test("An assertion's failure is grouped by the locator that it names, not by what was waited for")
    func groupsByNamedLocator() {
        func cause(_ text: String) -> String {
            let evidence = FailureEvidence(testName: "pays", errors: [text])
            return Grouping.cause(evidence, Classifier.standard.classify(evidence))
        }
        let timedOut = "Error: Timed out 5000ms waiting for expect(locator).toBeVisible()\n\nLocator: getByText('A')\n"
        let log = "Expected: visible\nReceived: <element(s) not found>\nCall log:\n  - waiting for getByText('A')"
        #expect(cause(timedOut + log) == "locator-not-found getbytext('a')")
        let fonts =
            "TimeoutError: page.screenshot: Timeout 5000ms exceeded.\nCall log:\n  - waiting for fonts to load..."
        #expect(ErrorLocator.text(in: fonts) == nil)
        #expect(ErrorLocator.text(in: "  - waiting for navigation to \"/a\"") == nil)
        #expect(ErrorLocator.text(in: "  - waiting for selector \"#pay\" to be visible") == "selector \"#pay\"")
    }

    @Test("Of a page's bad answers the last of the failure's own kind is the cause, and is what is quoted")
    func decidingRequest() {
        let evidence = FailureEvidence(
            testName: "pays",
            errors: ["Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"],
            network: [
                .init(method: "GET", url: "http://localhost/api/avatar", status: 404),
                .init(method: "GET", url: "http://localhost/api/stock", status: 500),
                .init(method: "GET", url: "http://localhost/api/cart", status: 500),
                .init(method: "GET", url: "http://localhost/api/hints", status: 404),
            ])
        let found = Classifier.standard.classify(evidence)
        #expect(found.kind == .http5xx && found.status == 500)
        #expect(Grouping.cause(evidence, found) == "http-5xx GET local/api/cart 500")
        #expect(found.evidence[0].text.hasSuffix(": GET http://localhost/api/cart -> status 500"))
    }

    @Test("A server is named by a failure that fits, by its authority, and without a preview's hash")
    func namesServers() {
        func cause(_ requests: [(String, String)], _ kind: FailureKind = .connectionRefused) -> String {
            let evidence = FailureEvidence(
                testName: "pays", errors: ["Error: nothing"], pageURL: "chrome-error://chromewebdata/",
                network: requests.map { .init(method: "GET", url: $0.0, status: -1, failure: $0.1) })
            return Grouping.cause(
                evidence,
                Classification(kind: kind, severity: .high, culprit: .environment, confidence: 0.9, evidence: []))
        }
        let refused = "net::ERR_CONNECTION_REFUSED"
        #expect(
            cause([("http://localhost:4000/api", refused), ("https://stats.example.com/b", "net::ERR_ABORTED")])
                == "connection-refused localhost:4000")
        #expect(cause([("http://localhost/at:80/x", refused)]) == "connection-refused localhost")
        #expect(cause([("http://[::1]:4000/x", refused)]) == "connection-refused [::1:4000")
        #expect(
            cause([("https://shop-git-3f9c2a7-team.example.app/", refused)])
                == cause([("https://shop-git-b81d0e4-team.example.app/", refused)]))
        #expect(
            cause([("https://api1.example.com/", refused)]) != cause([("https://api2.example.com/", refused)]))
    }

    @Test("Values that each run makes up are no part of the cause where the assertion and its line are known")
    func leavesValuesOut() {
        func group(_ value: String, _ code: String) -> String {
            let error = """
                Error: expect(received).toEqual(expected) // deep equality

                Expected: "\(value)"
                Received: "nobody"

                > 7 |   \(code)
                    |     ^
                """
            return names(FailureEvidence(testName: "pays", errors: [error])).group
        }
        #expect(
            group("Ada Lovelace", "expect(name).toEqual(user.name);")
                == group("Alan Turing", "expect(name).toEqual(user.name);"))
        #expect(group("Ada", "expect(name).toEqual(user.name);") != group("Ada", "expect(mail).toEqual(user.mail);"))
    }

    @Test(
        "What differs from run to run is taken out",
        arguments: [
            ("waited 5000 ms for row-17", "waited # ms for row-#"), ("id 3f9c2a7be1d04", "id #"),
            ("a   b\n c", "a b c"),
            ("at 2026-01-05T08:00:00Z", "at #:#:#"), ("/Users/x/app", "/users/x/app"),
            ("getByText('Pay')", "getbytext('pay')"),
            ("e2e_test_17", "e#_test_#"), ("address1-city", "address#-city"), ("address2-zip", "address#-zip"),
            ("css-k3jd9s", "css-#"), ("550e8400-e29b-41d4-a716-446655440000", "#"),
        ])
    func normalises(text: String, normalised: String) {
        #expect(Normalised(text).text == normalised)
    }
}
