import Advice
import Domain
import Foundation
import HTTPClient
import Testing
import TestKit

@testable import LanguageModels

struct AnthropicClientTests {
    let clock = SteppingClock()

    func client(_ transport: ScriptedTransport) throws -> AnthropicClient {
        AnthropicClient(
            address: try #require(URL(string: "http://claude.example/base")), key: Secret("sk-ant-key"),
            transport: transport, pace: clock.pace)
    }

    @Test("Asks in the form of the Messages API, without what newer models refuse")
    func asks() async throws {
        let transport = ScriptedTransport(.claude(#"{"a":"x"}"#))
        var request = CompletionRequest.sample
        request.mayThink = true
        let completion = try await client(transport).complete(request)
        #expect(completion == Completion(text: #"{"a":"x"}"#, inputTokens: 1000, outputTokens: 200))
        let sent = try #require(transport.requests.first)
        #expect(sent.url.absoluteString == "http://claude.example/base/v1/messages")
        #expect(sent.headers["x-api-key"] == "sk-ant-key")
        #expect(sent.headers["anthropic-version"] == "2023-06-01")
        let body = try JSONValue(sent.body)
        #expect(body["model"] == "m")
        #expect(body["max_tokens"] == 100)
        #expect(body["stream"] == true)
        #expect(body["system"] == "rules")
        #expect(body["messages"] == [["role": "user", "content": "question"]])
        #expect(body["output_config"]?["effort"] == "low")
        #expect(body["output_config"]?["format"]?["type"] == "json_schema")
        #expect(
            body["output_config"]?["format"]?["schema"]?["properties"]?["a"] == ["type": "string", "description": "x"])
        for key in ["temperature", "top_p", "top_k", "tools", "thinking"] { #expect(body[key] == nil) }
    }

    @Test("Plain text needs no form of output")
    func plainText() async throws {
        let transport = ScriptedTransport(.claude("NONE"))
        var request = CompletionRequest.sample
        request.schema = nil
        _ = try await client(transport).complete(request)
        #expect(try JSONValue(transport.requests[0].body)["output_config"] == nil)
    }

    @Test(
        "Tells the classes of errors apart, as a status and in the middle of a stream",
        arguments: [
            (400, "invalid_request_error", .refused), (401, "authentication_error", .closed),
            (402, "billing_error", .closed), (403, "permission_error", .closed), (404, "not_found_error", .noModel),
            (409, "conflict_error", .transport), (413, "request_too_large", .refused),
            (500, "api_error", .transport), (504, "timeout_error", .transport), (529, "overloaded_error", .overloaded),
            (429, "rate_limit_error", .limited(wait: nil)),
        ] as [(Int, String, ProviderFailure.Kind)])
    func errors(status: Int, type: String, kind: ProviderFailure.Kind) async throws {
        let early = try await outcome {
            try await client(ScriptedTransport(.error(status, type))).complete(.sample)
        }
        #expect(early.failure?.kind == kind)
        #expect(early.failure?.spent == .nothing)
        guard type != "conflict_error", type != "invalid_request_error", type != "request_too_large" else { return }
        let late = try await outcome {
            try await client(
                ScriptedTransport(
                    .events([
                        #"{"type":"message_start","message":{"usage":{"input_tokens":9}}}"#,
                        #"{"type":"error","error":{"type":"\#(type)","message":"because"}}"#,
                    ]))
            ).complete(.sample)
        }
        #expect(late.failure?.kind == kind)
        #expect(late.failure?.spent == .unknown)
    }

    @Test("A proxy's page is an error by its status, and no answer under a status of 200")
    func pages() async throws {
        for (status, kind) in [(502, ProviderFailure.Kind.transport), (403, .closed), (200, .transport)] {
            let page = ScriptedTransport(.answer(status, ["content-type": "text/html"], "<html>Bad Gateway</html>"))
            let end = try await outcome { try await client(page).complete(.sample) }
            #expect(end.failure?.kind == kind)
            #expect(end.failure?.description.contains("<html>") == false)
        }
    }

    @Test(
        "What a proxy says may come after the model has answered, and counts as the worst",
        arguments: [
            (408, .unknown), (500, .unknown), (502, .unknown), (503, .unknown), (504, .unknown), (524, .unknown),
            (200, .unknown), (400, .nothing), (413, .nothing), (429, .nothing), (529, .nothing),
        ] as [(Int, ProviderFailure.Spent)])
    func spent(status: Int, spent: ProviderFailure.Spent) async throws {
        let page = ScriptedTransport(.answer(status, ["content-type": "text/html"], "<html>"))
        let end = try await outcome { try await client(page).complete(.sample) }
        #expect(end.failure?.spent == spent)
    }

    @Test("An answer that is no stream is not asked for again")
    func noStream() async throws {
        let client = try client(ScriptedTransport(.json(200, #"{"type":"message"}"#)))
        let end = try await outcome { try await client.complete(.sample) }
        #expect(client.wait(after: try #require(end.failure), attempt: 1) == nil)
    }

    @Test(
        "A stream without its last event is no answer, however it ends",
        arguments: [nil, TransportError.connection("reset")])
    func halfAnswers(error: TransportError?) async throws {
        let half = ScriptedTransport.Step.events(
            [
                #"{"type":"message_start","message":{"usage":{"input_tokens":9}}}"#,
                #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"{\"a\":\"x\"}"}}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":4}}"#,
            ], then: error)
        let end = try await outcome { try await client(ScriptedTransport(half)).complete(.sample) }
        #expect(end.failure?.kind == .transport)
        #expect(end.failure?.spent == .unknown)
    }

    @Test("An event that is no JSON breaks the answer")
    func malformed() async throws {
        let end = try await outcome {
            try await client(ScriptedTransport(.events([#"{"type":"content_block_del"#]))).complete(.sample)
        }
        #expect(end.failure?.kind == .transport)
    }

    @Test(
        "An answer that stopped for another reason than its end is incomplete, and was paid for",
        arguments: ["max_tokens", "refusal", "model_context_window_exceeded", "pause_turn", "something_new"])
    func stops(reason: String) async throws {
        let end = try await outcome {
            try await client(ScriptedTransport(.claude("{}", stop: reason))).complete(.sample)
        }
        #expect(end.failure?.kind == .incomplete)
        #expect(end.failure?.spent == .known(input: 1000, output: 200))
    }

    @Test("An empty answer is none")
    func empty() async throws {
        let end = try await outcome { try await client(ScriptedTransport(.claude(" "))).complete(.sample) }
        #expect(end.failure?.kind == .incomplete)
    }

    @Test("Waits as it is told, else longer with each try, at most twice; where the service says no, not at all")
    func waits() throws {
        let client = try client(ScriptedTransport())
        func wait(_ kind: ProviderFailure.Kind, _ attempt: Int, mayBeRepeated: Bool? = nil) -> Duration? {
            client.wait(after: ProviderFailure(kind, "x", mayBeRepeated: mayBeRepeated), attempt: attempt)
        }
        #expect(wait(.limited(wait: .seconds(7)), 1) == .seconds(7))
        #expect(wait(.limited(wait: .seconds(700)), 1) == nil)
        #expect(wait(.limited(wait: nil), 2) == .seconds(2))
        #expect(wait(.transport, 1) == .seconds(1))
        #expect(wait(.transport, 3) == nil)
        #expect(wait(.overloaded, 1) == .seconds(4))
        #expect(wait(.overloaded, 1, mayBeRepeated: false) == nil)
        #expect(wait(.refused, 1, mayBeRepeated: true) == .seconds(1))
        for kind in [ProviderFailure.Kind.silence, .closed, .noModel, .refused, .incomplete] {
            #expect(wait(kind, 1) == nil)
        }
    }

    @Test("Reads how long to wait, and what the service says about trying again")
    func waitHeaders() async throws {
        func kind(_ headers: [String: String]) async throws -> ProviderFailure? {
            let end = try await outcome {
                try await client(ScriptedTransport(.error(429, "rate_limit_error", headers))).complete(.sample)
            }
            return end.failure
        }
        #expect(try await kind(["retry-after": "3"])?.kind == .limited(wait: .seconds(3)))
        #expect(try await kind(["retry-after-ms": "250"])?.kind == .limited(wait: .milliseconds(250)))
        #expect(try await kind(["x-should-retry": "false"])?.mayBeRepeated == false)
    }

    @Test(
        "A number that is no time to wait is none, and a wait is at most a day",
        arguments: [
            ("inf", nil), ("nan", nil), ("-5", nil), ("soon", nil), ("1e40", .seconds(86_400)),
            ("9223372036854775807", .seconds(86_400)),
        ] as [(String, Duration?)])
    func oddWaits(number: String, wait: Duration?) async throws {
        let limited = ScriptedTransport(.error(429, "rate_limit_error", ["retry-after-ms": number]))
        let end = try await outcome { try await client(limited).complete(.sample) }
        #expect(end.failure?.kind == .limited(wait: wait))
    }

    @Test("Counts of tokens that cannot be are cut, and cost neither less than nothing nor the program its life")
    func oddCounts() async throws {
        let most = Int.max
        let completion = try await client(
            ScriptedTransport(
                .events([
                    #"{"type":"message_start","message":{"usage":{"input_tokens":\#(most),"cache_read_input_tokens":\#(most)}}}"#,
                    #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"x"}}"#,
                    #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":-7}}"#,
                    #"{"type":"message_stop"}"#,
                ]))
        ).complete(.sample)
        #expect(completion.inputTokens == 200_000_000)
        #expect(completion.outputTokens == 0)
    }

    @Test("An account without money is closed until a person acts, though it looks like a limit")
    func spendLimit() async throws {
        let step = ScriptedTransport.Step.error(
            429, "rate_limit_error", more: #","details":{"error_code":"enforced_spend_limit_reached"}"#)
        let end = try await outcome { try await client(ScriptedTransport(step)).complete(.sample) }
        #expect(end.failure?.kind == .closed)
    }

    @Test("Nobody there, and somebody who says nothing")
    func network() async throws {
        let gone = try await outcome {
            try await client(ScriptedTransport(.fails(.notConnected("refused")))).complete(.sample)
        }
        #expect(gone.failure?.kind == .transport)
        #expect(gone.failure?.spent == .nothing)
        let mute = try await outcome {
            try await client(ScriptedTransport(.fails(.timedOut(after: .seconds(60))))).complete(.sample)
        }
        #expect(mute.failure?.kind == .silence)
        #expect(mute.failure?.spent == .unknown)
    }

    @Test("Lists models without asking any")
    func models() async throws {
        let transport = ScriptedTransport(.json(200, #"{"data":[{"type":"model","id":"claude-haiku-5-5"}]}"#))
        #expect(try await client(transport).models() == ["claude-haiku-5-5"])
        #expect(transport.requests[0].method == "GET")
    }
}
