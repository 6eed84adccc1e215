import Domain
import Foundation

extension PlaywrightReport.Test {
    init(spec: JSON, run: JSON, titles: [String], file: String) {
        id = spec["id"]?.string ?? ""
        title = titles.filter { !$0.isEmpty }.joined(separator: " › ")
        project = run["projectName"]?.string ?? run["projectId"]?.string ?? ""
        self.file = file
        line = spec["line"]?.int ?? 0
        column = spec["column"]?.int ?? 0
        tags = (spec["tags"]?.array ?? []).compactMap(\.string).map { $0.hasPrefix("@") ? $0 : "@\($0)" }
        annotations = (run["annotations"]?.array ?? []).map {
            .init(type: $0["type"]?.string ?? "", description: $0["description"]?.string ?? "")
        }
        let expected = run["expectedStatus"] ?? .string("passed")
        expectedStatus = .init(expected)
        timeout = Duration(milliseconds: run["timeout"])
        let results = (run["results"]?.array ?? []).map(PlaywrightReport.Result.init)
        self.results = results
        let statuses = (run["results"]?.array ?? []).map { $0["status"]?.string ?? "" }
        outcome =
            run["status"]?.string.flatMap(Outcome.init)
            ?? Outcome(of: statuses, expected: expected.string ?? "passed")
    }
}

extension PlaywrightReport.Test.Outcome {
    /// As `computeTestCaseOutcome` of Playwright's `teleReceiver.ts` has it.
    init(of statuses: [String], expected: String) {
        let told = statuses.filter { $0 != "interrupted" && $0 != "skipped" }
        let good = told.count { $0 == expected }
        let skipped = expected == "skipped" && statuses.contains("skipped")
        self =
            if told.isEmpty { .skipped } else if good == told.count { .expected } else if good == 0, !skipped {
                .unexpected
            } else { .flaky }
    }
}

extension PlaywrightReport.Result {
    init(_ json: JSON) {
        status = Status(json["status"])
        duration = Duration(milliseconds: json["duration"])
        retry = json["retry"]?.int ?? 0
        errors = PlaywrightReport.Failure.all(single: json["error"], list: json["errors"]?.array ?? [])
        steps = (json["steps"]?.array ?? []).map { PlaywrightReport.Step($0) }
        output = Self.text(json["stdout"])
        errorOutput = Self.text(json["stderr"])
        attachments = (json["attachments"]?.array ?? []).map(PlaywrightReport.Attachment.init)
        startTime = json["startTime"]?.string ?? ""
    }

    /// Output comes in pieces: `{"text"}`, or `{"buffer"}` in base 64.
    private static func text(_ pieces: JSON?) -> String {
        let bytes = (pieces?.array ?? []).flatMap { piece in
            piece["text"]?.string.map { Array($0.utf8) } ?? decoded(piece["buffer"]) ?? []
        }
        return ANSIText.stripped(String(decoding: bytes, as: UTF8.self))
    }

    fileprivate static func decoded(_ json: JSON?) -> [UInt8]? {
        json?.string.flatMap { Data(base64Encoded: $0, options: .ignoreUnknownCharacters) }.map(Array.init)
    }
}

extension PlaywrightReport.Result.Status {
    init(_ json: JSON?) { self = json?.string.flatMap(Self.init(rawValue:)) ?? .unknown }
}

extension PlaywrightReport.Step {
    /// The parser's own limit on levels bounds the recursion.
    init(_ json: JSON) {
        title = json["title"]?.string ?? ""
        duration = Duration(milliseconds: json["duration"])
        error = json["error"].map(PlaywrightReport.Failure.init)
        steps = (json["steps"]?.array ?? []).map { Self($0) }
    }
}

extension PlaywrightReport.Attachment {
    init(_ json: JSON) {
        name = json["name"]?.string ?? ""
        contentType = json["contentType"]?.string ?? ""
        if let path = json["path"]?.string {
            content = .file(path)
        } else {
            content = PlaywrightReport.Result.decoded(json["body"]).map { .inline($0) } ?? .missing
        }
    }
}

extension PlaywrightReport.Project {
    init(_ json: JSON) {
        name = json["name"]?.string ?? ""
        id = json["id"]?.string ?? name
        testDirectory = json["testDir"]?.string ?? ""
        outputDirectory = json["outputDir"]?.string ?? ""
        retries = json["retries"]?.int ?? 0
        timeout = Duration(milliseconds: json["timeout"])
    }
}

extension PlaywrightReport.Statistics {
    /// Counts the tests where the report has no statistics.
    init(_ json: JSON, counts: [PlaywrightReport.Test.Outcome: Int]) {
        func count(_ outcome: PlaywrightReport.Test.Outcome) -> Int {
            json[outcome.rawValue]?.int ?? counts[outcome, default: 0]
        }
        expected = count(.expected)
        unexpected = count(.unexpected)
        flaky = count(.flaky)
        skipped = count(.skipped)
        duration = Duration(milliseconds: json["duration"])
        startTime = json["startTime"]?.string ?? ""
    }
}

extension Duration {
    /// Zero for what is missing, negative or no number; a year at most.
    fileprivate init(milliseconds: JSON?) {
        let value = min(max(milliseconds?.double ?? 0, 0), 365 * 86_400_000)
        self = .microseconds(Int64(value * 1000))
    }
}
