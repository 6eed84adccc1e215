import Domain
import Foundation
import HTTPClient
import Testing

@testable import WebRequests

struct RequestTemplateTests {
    private func filled(
        _ url: String = "https://auth.example/token", headers: [String: String] = [:], body: String? = nil,
        method: String = "post", _ values: [String: String] = [:]
    ) throws -> (url: String, headers: [String: String], body: String?) {
        let action = PlaybookSettings.HTTPAction(method: method, url: url, headers: headers, body: body)
        let request = try RequestTemplate(action).filled(with: values, timeout: .seconds(1))
        return (request.url.absoluteString, request.headers, request.body.map { String(decoding: $0, as: UTF8.self) })
    }

    @Test("A value in an address is one part of it, but at the beginning it is the server")
    func address() throws {
        let url = try filled(
            "${BASE}/users/${ID}?q=${Q}", ["BASE": "http://127.0.0.1:4000", "ID": "../a b", "Q": "x&admin=1"]
        ).url
        #expect(url == "http://127.0.0.1:4000/users/..%2Fa%20b?q=x%26admin%3D1")
    }

    @Test("A value in a JSON body stays a text, whatever is in it")
    func jsonBody() throws {
        let body = try filled(body: #"{"password":"${P}","n":${N}}"#, ["P": "a\"b\\\n", "N": "3"]).body
        #expect(body == #"{"password":"a\"b\\\n","n":3}"#)
    }

    @Test("A value that would break a JSON body is refused")
    func brokenJSON() {
        #expect(throws: RequestTemplate.Problem.self) { try filled(body: #"{"n":${N}}"#, ["N": "1 2"]) }
    }

    @Test("A value in a form is one field; in plain text it stands as it is")
    func otherBodies() throws {
        let form = ["content-type": "application/x-www-form-urlencoded"]
        #expect(try filled(headers: form, body: "user=${U}&x=1", ["U": "a&b=c"]).body == "user=a%26b%3Dc&x=1")
        #expect(try filled(body: "hello ${U}", ["U": "a&b"]).body == "hello a&b")
    }

    @Test("Values are not searched for variables again")
    func oncePerVariable() throws {
        #expect(try filled(body: "${A}", ["A": "${B}", "B": "secret"]).body == "${B}")
    }

    @Test(
        "A body gets a type when none is configured",
        arguments: [(#"{"a":1}"#, "application/json"), ("a", "text/plain; charset=utf-8")])
    func type(body: String, expected: String) throws {
        #expect(try filled(body: body).headers["Content-Type"] == expected)
        #expect(try filled(headers: ["content-type": "text/csv"], body: body).headers["Content-Type"] == nil)
    }

    @Test("A line break cannot make a second header")
    func headerInjection() {
        #expect(throws: RequestTemplate.Problem.self) {
            try filled(headers: ["X-Key": "${K}"], ["K": "a\r\nX-Admin: 1"])
        }
    }

    @Test("A variable that is not listed is named, with what to do")
    func unknownVariable() {
        let expected = RequestTemplate.Problem(
            description: "${NOPE} is unknown: list it under `environment` or `pass` of the playbook, and set it")
        #expect(throws: expected) { try filled(body: "${NOPE}", ["A": "1"]) }
    }

    @Test("Only HTTP is spoken", arguments: ["file:///etc/passwd", "ftp://x/", "http:///x", "no address"])
    func otherSchemes(url: String) {
        #expect(throws: RequestTemplate.Problem.self) { try filled(url) }
    }

    @Test("A method is a word")
    func methods() throws {
        #expect(throws: RequestTemplate.Problem.self) { try filled(method: "GET /x") }
    }
}
