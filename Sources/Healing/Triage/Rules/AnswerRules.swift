import Domain

/// Of what shape an answer was, and how long it took.
enum AnswerRules {
    static let all: [Rule] = [
        Rule(
            "api.not-json", .api, .names, confidence: 0.9, .schemaMismatch, .high, .app,
            finding: "the body that should be JSON is something else",
            when: APIRules.notJSON,
            example: .example("SyntaxError: Unexpected token '<', \"<html>\"... is not valid JSON")),
        Rule(
            "api.schema", .api, .names, .schemaMismatch, .high, .app,
            finding: "a reply has not the shape that was agreed",
            when: .says(
                .message,
                [
                    "zoderror", "schema validation", "does not match schema", "must have required property", "ajv",
                    "invalid_type", "schema mismatch", "json schema", "contract violation", "validationerror: response",
                    "does not match the schema", "additionalproperties", "unrecognized_keys", "zod validation",
                    "invalid input: expected", "is not assignable to the schema", "schemaerror", "pact verification",
                ]),
            example: .example(
                "ZodError: [ { \"code\": \"invalid_type\", \"expected\": \"string\", \"path\": [\"sku\"] } ]")),
        Rule(
            "api.reply-value", .api, .points, confidence: 0.75, .schemaMismatch, .high, .app,
            finding: "a value in a reply is not what was agreed",
            when: .all([
                .any([.fact(.valueMatcher), .fact(.truthMatcher), .fact(.countMatcher), .fact(.receivedUndefined)]),
                .not(.fact(.signInAddressReceived)),
                .any([
                    .says(
                        .code,
                        [
                            ".json()", "body.", "data.", "response.", "json.", "res.body", "payload.", "result.",
                            "(body)",
                            "(data)", "(json)", "(payload)", "(responsebody)", "body[", "data[", "json[",
                        ]),
                    .says(
                        .message,
                        [
                            "error: api", "response body", "tohaveproperty", "api response", "response should",
                            "response has",
                        ]),
                ]),
                .any([.fact(.valueMatcher), .fact(.countMatcher)]), .not(.fact(.pageShown)),
                .not(.says(.code, ["page.evaluate", "locator("])),
                .not(.says(.message, ["console", "violations", "axe"])),
            ]),
            example: .example(
                "Error: expect(received).toHaveProperty(path)\n\nExpected path: \"total\"\nReceived path: []\n\n> 4 | expect(body.order).toHaveProperty('total')\n    |  ^"
            )),
        Rule(
            "api.request-timeout", .api, .names, .apiTimeout, .high, .app,
            finding: "a request was not answered in time",
            when: .all([
                .fact(.apiRequest),
                .any([.fact(.timedOut), .says(.message, ["timed out", "aborted"])]),
            ]),
            refinements: [
                .init(.fact(.signInRequest), severity: .critical), .init(.fact(.shortTimeout), severity: .medium),
            ],
            example: .example(
                "TimeoutError: apiRequestContext.get: Timeout 12000ms exceeded.\nCall log:\n  - → GET http://localhost:4000/bills"
            )),
        Rule(
            "api.client-timeout", .api, .names, confidence: 0.9, .apiTimeout, .high, .app,
            finding: "a request was not answered in time",
            when: .says(
                .message,
                [
                    "request timed out", "headerstimeouterror", "headers timeout", "body timeout", "bodytimeout",
                    "axioserror: timeout", "econnaborted", "api timeout", "response timed out", "aborterror",
                    "operation was aborted due to timeout", "api call timed out", "no response within",
                    "request timeout", "did not respond", "not received within", "no response received",
                    "was not answered", "und_err_headers_timeout", "und_err_body_timeout", "esockettimedout",
                    "read timed out",
                    "readtimeout", "sockettimeoutexception", "signal timed out", "taskcanceledexception",
                    "context deadline exceeded",
                ]),
            example: .example("AxiosError: timeout of 9000ms exceeded, ECONNABORTED: request timed out")),
        Rule(
            "api.response-awaited", .api, .points, confidence: 0.82, .apiTimeout, .high, .app,
            finding: "an awaited request or response of the page never came",
            when: .all([
                .fact(.responseWait), .any([.fact(.timedOut), .fact(.testTimeout)]),
                .says(.message, ["response", "request"]),
            ]),
            refinements: [.init(.fact(.shortTimeout), severity: .medium)],
            example: .example(
                "TimeoutError: page.waitForResponse: Timeout 9000ms exceeded while waiting for event \"response\"")),
        Rule(
            "api.latency-limit", .api, .points, confidence: 0.75, .apiTimeout, .medium, .app,
            finding: "an answer took longer than the test allows",
            when: .all([
                .fact(.valueMatcher), .says(.message, ["tobelessthan"]),
                .not(.says(.code, ["loadtime", "load_time", "pageload", "load time"])),
                .any([
                    .says(
                        .code,
                        [
                            "duration", "elapsed", "latency", "responsetime", "response_time", "loadtime", "date.now()",
                            "performance.now", "time)",
                        ]),
                    .says(
                        .message,
                        ["duration", "elapsed", "latency", "response time", " took ", "slow", "seconds", " ms"]),
                ]),
            ]),
            example: .example(
                "Error: search latency\n\nexpect(received).toBeLessThan(expected)\n\nExpected: < 800\nReceived: 2140")),
    ]
}
