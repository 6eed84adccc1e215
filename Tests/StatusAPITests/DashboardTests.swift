import Foundation
import HTTP
import Testing

@testable import StatusAPI

struct DashboardTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Flow/StatusAPI/Dashboard")

    private static var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: sources.path(percentEncoded: false)).sorted() }
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.sources.appending(path: name), encoding: .utf8)
    }

    @Test("Every file of the dashboard is served, as itself and under a policy that lets nothing else in")
    func servesFiles() throws {
        for name in try Self.names {
            let response = try #require(name == "index.html" ? Dashboard.page : Dashboard.file(name), "\(name)")
            guard case .octets(let octets) = response.body else {
                Issue.record("\(name) has no body")
                continue
            }
            #expect(String(decoding: octets, as: UTF8.self) == (try text(name)))
            #expect(response.headers["ETag"] != nil)
            let policy = try #require(response.headers["Content-Security-Policy"])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'; "))
            #expect(!policy.contains("unsafe"))
        }
        #expect(Dashboard.file("none.js") == nil)
    }

    @Test("No file makes markup out of text, or asks another host for anything")
    func makesNoMarkup() throws {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment", "DOMParser",
            "eval(", "Function(", "http://", "https://", "javascript:", "style=\"", "onclick=\"",
        ]
        for name in try Self.names where name != "icon.svg" {
            for word in forbidden { #expect(!(try text(name)).contains(word), "\(word) in \(name)") }
        }
    }
}
