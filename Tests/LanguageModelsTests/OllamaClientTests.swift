import Advice
import Domain
import Foundation
import HTTPClient
import Testing
import TestKit

@testable import LanguageModels

struct OllamaClientTests {
    let clock = SteppingClock()

    func client(_ transport: ScriptedTransport, key: Secret? = nil) throws -> OllamaClient {
        OllamaClient(
            address: try #require(OllamaAddress("http://box:1/path")), key: key, transport: transport, pace: clock.pace)
    }

    var sample: CompletionRequest {
        var request = CompletionRequest.sample
        request.contextTokens = 8192
        return request
    }

    @Test("Says how large the context is, and that nothing of the question may be cut")
    func asks() async throws {
        let transport = ScriptedTransport(.ollama(#"{"a":"x"}"#))
        let completion = try await client(transport, key: Secret("k")).complete(sample)
        #expect(completion == Completion(text: #"{"a":"x"}"#, inputTokens: 50, outputTokens: 7))
        let sent = transport.requests[0]
        #expect(sent.url.absoluteString == "http://box:1/path/api/chat")
        #expect(sent.headers["Authorization"] == "Bearer k")
        let body = try JSONValue(sent.body)
        #expect(body["options"] == ["num_ctx": 8192, "num_predict": 100, "temperature": 0, "seed": 1])
        #expect(body["truncate"] == false)
        #expect(body["shift"] == false)
        #expect(body["think"] == false)
        #expect(body["stream"] == true)
        #expect(body["format"] == CompletionRequest.sample.schema?.json)
        #expect(body["messages"]?.array?.compactMap { $0["role"] } == ["system", "user"])
    }

    @Test("Another try is another try, and a model that may think is not told to")
    func secondTry() async throws {
        let transport = ScriptedTransport(.ollama("x"))
        var request = sample
        request.attempt = 2
        request.mayThink = true
        _ = try await client(transport).complete(request)
        let body = try JSONValue(transport.requests[0].body)
        #expect(body["options"]?["seed"] == 2)
        #expect(body["options"]?["temperature"] != 0)
        #expect(body["think"] == nil)
        #expect(transport.requests[0].headers["Authorization"] == nil)
    }

    @Test("A question that does not fit is not sent")
    func tooLong() async throws {
        let transport = ScriptedTransport()
        var request = sample
        request.user = String(repeating: "x", count: 30_000)
        let end = try await outcome { try await client(transport).complete(request) }
        #expect(end.failure?.kind == .unfit)
        #expect(transport.requests.isEmpty)
    }

    @Test(
        "Tells the classes of errors apart",
        arguments: [
            (400, "request (9000 tokens) exceeds the available context size (8192 tokens)", .refused),
            (401, "unauthorized", .closed), (403, "", .closed), (404, "model 'm' not found", .noModel),
            (500, "model requires more system memory (40 GiB) than is available", .noModel),
            (500, "llama-server process has terminated", .transport),
            (503, "server busy, please try again.  maximum pending requests exceeded", .overloaded),
        ] as [(Int, String, ProviderFailure.Kind)])
    func errors(status: Int, text: String, kind: ProviderFailure.Kind) async throws {
        let step = ScriptedTransport.Step.json(status, text.isEmpty ? "" : #"{"error":"\#(text)"}"#)
        let end = try await outcome { try await client(ScriptedTransport(step)).complete(sample) }
        #expect(end.failure?.kind == kind)
        #expect(end.failure?.spent == .nothing)
    }

    @Test("An error in the middle of a stream ends the answer")
    func lateError() async throws {
        let step = ScriptedTransport.Step.lines([
            #"{"message":{"content":"{"},"done":false}"#,
            #"{"error":"an error was encountered while running the model"}"#,
        ])
        let end = try await outcome { try await client(ScriptedTransport(step)).complete(sample) }
        #expect(end.failure?.kind == .transport)
    }

    @Test(
        "A stream that just ends is no answer",
        arguments: [
            .lines([#"{"message":{"content":"{\"a\":\"x\"}"},"done":false}"#]), .lines([]),
            .lines([#"{"message":{"content":"x"},"done":false}"#], then: .connection("reset")),
            .lines([#"{"message":{"content":"#]), .answer(200, ["content-type": "text/html"], "<html>"),
        ] as [ScriptedTransport.Step])
    func halfAnswers(step: ScriptedTransport.Step) async throws {
        let end = try await outcome { try await client(ScriptedTransport(step)).complete(sample) }
        #expect(end.failure?.kind == .transport)
    }

    @Test(
        "An answer that was cut off, only loaded, or is empty is incomplete",
        arguments: [("x", "length"), ("x", "load"), (" ", "stop")])
    func incomplete(text: String, reason: String) async throws {
        let end = try await outcome {
            try await client(ScriptedTransport(.ollama(text, reason: reason))).complete(sample)
        }
        #expect(end.failure?.kind == .incomplete)
    }

    @Test("Old servers that cut a question in half are found out")
    func cutInHalf() async throws {
        var request = sample
        request.user = String(repeating: "abc ", count: 5900)
        let end = try await outcome {
            try await client(ScriptedTransport(.ollama("x", prompt: 4098))).complete(request)
        }
        #expect(end.failure?.kind == .refused)
        #expect(end.failure?.description.contains("half") == true)
    }

    @Test("A model that slid off its card is told about")
    func slidOff() async throws {
        var request = sample
        request.isOnCard = true
        let loaded = #"{"models":[{"name":"m","size":1000,"size_vram":400,"context_length":8192}]}"#
        let completion = try await client(ScriptedTransport(.ollama("x"), .json(200, loaded))).complete(request)
        #expect(completion.note == "only 40 % of m are on the card, so that it answers slowly")
    }

    @Test("Asks once more after a break, not after silence")
    func waits() throws {
        let client = try client(ScriptedTransport())
        #expect(client.wait(after: ProviderFailure(.transport, "x"), attempt: 1) == .seconds(1))
        #expect(client.wait(after: ProviderFailure(.overloaded, "x"), attempt: 1) == .seconds(1))
        #expect(client.wait(after: ProviderFailure(.transport, "x"), attempt: 2) == nil)
        for kind in [ProviderFailure.Kind.silence, .closed, .noModel, .refused, .incomplete] {
            #expect(client.wait(after: ProviderFailure(kind, "x"), attempt: 1) == nil)
        }
    }
}
