import HTTP
import Testing

@testable import StatusAPI

struct AccessControlTests {
    @Test("Without loopback reading needs a token, writing always does, and a reader may not write")
    func controlsAccess() throws {
        let reader = try AccessToken("eve:secret-1:read")
        let writer = try AccessToken("sam:secret-2")
        let control = AccessControl(tokens: [reader, writer], isLoopbackOnly: false)
        func request(_ token: String?) -> HTTPRequest {
            var headers: HTTPHeaders = [:]
            headers["Authorization"] = token.map { "Bearer \($0)" }
            return HTTPRequest(method: .get, path: "/", headers: headers)
        }
        #expect(throws: Unauthorized.self) { try control.check(request(nil), for: .read) }
        #expect(throws: Unauthorized.self) { try control.check(request("secret-3"), for: .read) }
        #expect(try control.check(request("secret-1"), for: .read) == "eve")
        #expect(throws: HTTPProblem.self) { try control.check(request("secret-1"), for: .write) }
        #expect(try control.check(request("secret-2"), for: .write) == "sam")
        let loopback = AccessControl(tokens: [], isLoopbackOnly: true)
        #expect(try loopback.check(request(nil), for: .read) == nil)
        #expect(throws: Unauthorized.self) { try loopback.check(request(nil), for: .write) }
    }

    @Test(
        "On loopback reading needs no token where the request names this machine, with or without a port",
        arguments: ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:8080", "127.8.9.1:1", "[::1]", "[::1]:8080"])
    func readsOnLoopback(host: String) throws {
        let control = AccessControl(tokens: [], isLoopbackOnly: true)
        let request = HTTPRequest(method: .get, path: "/", headers: ["Host": host])
        #expect(try control.check(request, for: .read) == nil)
    }

    @Test(
        "On loopback a request that names another host needs a token and is told so: its name may be a web page's",
        arguments: [
            "selfheal.attacker.test", "localhost.attacker.test", "127.0.0.1.attacker.test:8080", "127.0.0.256", "127.1",
            "10.0.0.1", "[::2]", "[::1", "",
        ])
    func refusesOtherHosts(host: String) throws {
        let control = AccessControl(tokens: [try AccessToken("eve:secret-1:read")], isLoopbackOnly: true)
        let request = HTTPRequest(method: .get, path: "/", headers: ["Host": host])
        let refused = #expect(throws: Unauthorized.self) { try control.check(request, for: .read) }
        #expect(refused?.detail.contains("names another host") == true)
        var known = request.headers
        known["Authorization"] = "Bearer secret-1"
        #expect(try control.check(HTTPRequest(method: .get, path: "/", headers: known), for: .read) == "eve")
    }

    @Test("A token with rights needs a name, lest the word for the rights become a token that may do everything")
    func needsNames() throws {
        for rights in ["read", "write"] {
            let error = #expect(throws: AccessToken.Unreadable.self) { try AccessToken("s3cret-token:\(rights)") }
            #expect(error?.description.contains("did you mean NAME:TOKEN:\(rights)?") == true)
            #expect(error?.description.contains("s3cret-token") == false)
        }
        let token = try AccessToken("read:s3cret-token")
        #expect(token.name == "read" && token.rights == .write)
    }

    @Test(
        "What is no token is told the forms that there are", arguments: ["", ":", "a:", ":b", "a:b:all", "a:b:read:c"])
    func refusesOtherForms(text: String) {
        #expect(throws: AccessToken.Unreadable.self) { try AccessToken(text) }
    }
}
