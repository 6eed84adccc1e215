import Domain
import Foundation
import HTTPClient
import Logging
import Pipeline

/// Sends one call and stays with it until there is a result: repeats what failed, waits for limits, follows redirects.
struct GitHubExchange: Sendable {
    static let redirectLimit = 3

    let endpoint: URL
    let transport: any HTTPTransport
    let pace: GitHubPace
    let gate: WriteGate

    /// What was met so far on behalf of one call.
    private struct Course {
        var url: URL
        var patience: Patience
        var refusals = 0, redirects = 0
    }

    /// - Throws: `GitHubFailure`, `StoppedWaiting`, `CancellationError`; before a write what its permit throws, for example
    ///   `StoreError.leaseLost`.
    func send(_ request: GitHubRequest, as identity: any GitHubIdentity) async throws -> TransportResponse {
        guard let url = request.url(below: endpoint) else {
            throw GitHubFailure.unfit("\(request.path) is no path of GitHub's API")
        }
        var course = Course(url: url, patience: Patience(pace: pace))
        while true {
            let authorization = try await identity.authorization()
            switch try await once(request, at: course.url, authorization: authorization) {
            case (.done, let response?):
                return response
            case (.moved(let target), _):
                course.redirects += 1
                course.url = try redirected(request, from: course.url, to: target, count: course.redirects)
            case (.limited(let told), _):
                try await rest(request, told: told, patience: &course.patience)
            case (.unauthorized, let response?):
                course.refusals += 1
                guard let wait = await identity.wait(afterRefusalOf: authorization, refusals: course.refusals) else {
                    throw GitHubFailure.refused(GitHubRefusal(of: response, to: request.purpose))
                }
                try await pause(wait, before: request, reason: "401")
            case (.fault(let reason), _):
                try await recover(request, reason: reason, patience: &course.patience)
            case (_, let response?):
                throw GitHubFailure.refused(GitHubRefusal(of: response, to: request.purpose))
            case (_, nil):
                throw GitHubFailure.unreadable(purpose: request.purpose, reason: "no answer")
            }
        }
    }

    private func once(
        _ request: GitHubRequest, at url: URL, authorization: String?
    ) async throws -> (AnswerClass, TransportResponse?) {
        let wire = TransportRequest(
            method: request.method.rawValue, url: url, headers: headers(request, authorization), body: request.body,
            timeout: pace.timeout)
        do {
            let transport = transport
            let response =
                request.effect == .none
                ? try await transport.send(wire)
                : try await gate.pass {
                    try await WritePermit.ask()
                    return try await transport.send(wire)
                }
            return (AnswerClass(response, now: pace.now()), response)
        } catch let error as TransportError {
            if case .answerTooLarge = error {
                throw GitHubFailure.unreadable(purpose: request.purpose, reason: "\(error)")
            }
            return (.fault("\(error)"), nil)
        }
    }

    private func headers(_ request: GitHubRequest, _ authorization: String?) -> [String: String] {
        var headers = [
            "User-Agent": "selfheal", "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
        ]
        headers["Authorization"] = authorization
        if request.body != nil { headers["Content-Type"] = "application/json" }
        return headers
    }

    private func recover(_ request: GitHubRequest, reason: String, patience: inout Patience) async throws {
        if request.effect == .unique { throw GitHubFailure.uncertain(purpose: request.purpose, .fault(reason)) }
        guard let wait = patience.waitAfterFault() else {
            throw GitHubFailure.unavailable(purpose: request.purpose, reason: reason)
        }
        try await pause(wait, before: request, reason: reason)
    }

    private func rest(_ request: GitHubRequest, told: Duration?, patience: inout Patience) async throws {
        if request.effect == .unique { throw GitHubFailure.uncertain(purpose: request.purpose, .limit(told: told)) }
        let wait = try patience.waitAtLimit(told: told, purpose: request.purpose)
        gate.rest(until: pace.now().advanced(by: wait))
        try await pause(wait, before: request, reason: "rate limit")
    }

    /// Runs `attempt`, which asks before it acts, again and again until no doubt is left about what it did.
    func withoutDoubt<Value: Sendable>(_ attempt: () async throws -> Value) async throws -> Value {
        var patience = Patience(pace: pace)
        while true {
            do {
                return try await attempt()
            } catch GitHubFailure.uncertain(let purpose, .fault(let reason)) {
                guard let wait = patience.waitAfterFault() else {
                    throw GitHubFailure.unavailable(purpose: purpose, reason: reason)
                }
                try await doubt(purpose, reason: reason, wait: wait)
            } catch GitHubFailure.uncertain(let purpose, .limit(let told)) {
                let wait = try patience.waitAtLimit(told: told, purpose: purpose)
                gate.rest(until: pace.now().advanced(by: wait))
                try await doubt(purpose, reason: "rate limit", wait: wait)
            }
        }
    }

    private func doubt(_ purpose: String, reason: String, wait: Duration) async throws {
        Logger.current.notice(
            "GitHub will be asked what became of a call",
            metadata: ["purpose": "\(purpose)", "reason": "\(reason)", "wait": "\(wait)"])
        try await StopSignal.wait { [pace] in try await pace.sleep(wait) }
    }

    /// Source: RFC 9110 §15.4; GitHub answers so after a repository was renamed.
    private func redirected(_ request: GitHubRequest, from url: URL, to target: String, count: Int) throws -> URL {
        guard count <= Self.redirectLimit, let next = URL(string: target, relativeTo: url)?.absoluteURL,
            (next.scheme, next.host, next.port) == (url.scheme, url.host, url.port)
        else {
            // The token belongs to one host; another one must never see it.
            throw GitHubFailure.unreadable(
                purpose: request.purpose, reason: "it redirects to another host, or too often")
        }
        return next
    }

    private func pause(_ wait: Duration, before request: GitHubRequest, reason: String) async throws {
        Logger.current.notice(
            "GitHub call will be repeated",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.path)", "reason": "\(reason)",
                "wait": "\(wait)",
            ])
        try await StopSignal.wait { [pace] in try await pace.sleep(wait) }
    }

    func decode<Value: Decodable>(
        _ type: Value.Type, from response: TransportResponse, purpose: String
    ) throws -> Value {
        do {
            return try JSON.decode(type, from: response.body)
        } catch {
            throw GitHubFailure.unreadable(purpose: purpose, reason: "it lacks what was asked for (\(type))")
        }
    }
}
