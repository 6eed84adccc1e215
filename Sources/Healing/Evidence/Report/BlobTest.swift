import Domain

/// A test of a blob report and what has become of it so far.
struct BlobTest {
    private let spec: JSON
    private let project: String
    private let titles: [String]
    private let file: String
    private var expectedStatus = "passed"
    private var timeout = JSON.null
    private var results: [JSON] = []
    private(set) var isHandedOn = false
    /// About how much of the report is held for its results.
    private(set) var heldBytes = 0

    init(spec: JSON, project: String, titles: [String], file: String) {
        self.spec = spec
        self.project = project
        self.titles = titles
        self.file = file
    }

    /// - Parameter bytes: about how much of the report is held for the result.
    mutating func end(_ test: JSON, _ result: JSON, bytes: Int) {
        heldBytes += bytes
        expectedStatus = test["expectedStatus"]?.string ?? expectedStatus
        timeout = test["timeout"] ?? timeout
        results.append(result)
    }

    /// Attempts that have ended.
    var count: Int { results.count }

    /// Whether an attempt ended as it should.
    func isGood(_ result: JSON, _ test: JSON) -> Bool {
        let status = result["status"]?.string
        return status == "skipped" || status == test["expectedStatus"]?.string ?? expectedStatus
    }

    private var outcome: PlaywrightReport.Test.Outcome {
        .init(of: results.map { $0["status"]?.string ?? "" }, expected: expectedStatus)
    }

    /// No attempt is left that could be green.
    var isRedForGood: Bool {
        !isHandedOn && outcome == .unexpected && (results.last?["retry"]?.int ?? 0) >= spec["retries"]?.int ?? 0
    }

    /// The test, of which nothing is held afterwards.
    mutating func hand() -> PlaywrightReport.Test {
        isHandedOn = true
        defer { results = [] }
        let spec = JSON.object([
            .init(key: "id", value: self.spec["testId"] ?? .null),
            .init(key: "tags", value: self.spec["tags"] ?? .null),
            .init(key: "line", value: self.spec["location"]?["line"] ?? .null),
            .init(key: "column", value: self.spec["location"]?["column"] ?? .null),
        ])
        let run = JSON.object([
            .init(key: "projectName", value: .string(project)),
            .init(key: "annotations", value: self.spec["annotations"] ?? .null),
            .init(key: "expectedStatus", value: .string(expectedStatus)), .init(key: "timeout", value: timeout),
            .init(key: "results", value: .array(results)), .init(key: "status", value: .string(outcome.rawValue)),
        ])
        return PlaywrightReport.Test(spec: spec, run: run, titles: titles, file: file)
    }
}

/// An attempt at a test, while it runs.
struct BlobAttempt {
    private let retry: JSON
    private var output: [String: [JSON]] = [:]
    private var outputBytes: [String: Int] = [:]
    private var attachments: [JSON] = []
    /// About how much of the report is held for what it attached.
    private(set) var heldBytes = 0

    init(_ result: JSON) {
        retry = result["retry"] ?? .number(0)
    }

    /// Keeps the last pieces, as many as may be kept.
    mutating func print(_ data: String, isBase64: Bool, onError: Bool, _ limits: PlaywrightReport.Limits) {
        let name = onError ? "stderr" : "stdout"
        // Base 64 has neither words nor names, and is cut in fours.
        let text =
            isBase64
            ? String(decoding: data.utf8.prefix(limits.outputBytes / 4 * 4), as: UTF8.self)
            : CutText.beginning(of: data, limitBytes: limits.outputBytes)
        let piece = JSON.string(text)
        output[name, default: []].append(.object([.init(key: isBase64 ? "buffer" : "text", value: piece)]))
        outputBytes[name, default: 0] += min(data.utf8.count, limits.outputBytes)
        // Rarely, since there may be millions of pieces of a byte.
        guard outputBytes[name, default: 0] > 2 * limits.outputBytes || output[name, default: []].count > 2000 else {
            return
        }
        var (kept, bytes) = ([JSON](), 0)
        for piece in output[name, default: []].reversed() where kept.count < 1000 {
            bytes += (piece["text"] ?? piece["buffer"])?.string?.utf8.count ?? 0
            if bytes > limits.outputBytes { break }
            kept.append(piece)
        }
        output[name] = kept.reversed()
        outputBytes[name] = bytes
    }

    /// - Parameters:
    ///   - folder: where those that are files of the archive are said to lie.
    ///   - bytes: of the event as it stands in the report.
    mutating func attach(_ some: [JSON], bytes: Int, folder: String, _ limits: PlaywrightReport.Limits) {
        heldBytes += bytes
        for attachment in some.prefix(limits.listLength - attachments.count) {
            let body = attachment["base64"]?.string.flatMap {
                $0.utf8.count <= limits.bodyBytes ? JSON.string($0) : nil
            }
            let path = attachment["path"]?.string.flatMap { name in
                Self.isWithin(name) ? JSON.string("\(folder)/\(name)") : nil
            }
            attachments.append(
                .object([
                    .init(key: "name", value: attachment["name"] ?? .null),
                    .init(key: "contentType", value: attachment["contentType"] ?? .null),
                    .init(key: "path", value: path ?? .null), .init(key: "body", value: body ?? .null),
                ]))
        }
    }

    private static func isWithin(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.utf8.contains(0) && !name.split(separator: "/").contains("..")
    }

    /// As the JSON report has it.
    /// - Parameter isKept: whether what it said, printed and attached is; of a good one nobody reads it.
    func result(_ end: JSON, isKept: Bool, _ limits: PlaywrightReport.Limits) -> JSON {
        var members: [JSON.Member] = [
            .init(key: "status", value: end["status"] ?? .null),
            .init(key: "duration", value: end["duration"] ?? .null),
            .init(key: "retry", value: retry),
        ]
        guard isKept else { return .object(members) }
        let errors = (end["errors"]?.array ?? end["error"].map { [$0] } ?? []).prefix(limits.listLength)
        members += [
            .init(key: "errors", value: .array(errors.map { $0.cut(to: limits.textBytes) })),
            .init(key: "stdout", value: .array(output["stdout"] ?? [])),
            .init(key: "stderr", value: .array(output["stderr"] ?? [])),
            .init(key: "attachments", value: .array(attachments)),
        ]
        return .object(members)
    }
}

extension JSON {
    /// With no text in it longer than `limitBytes`.
    func cut(to limitBytes: Int) -> JSON {
        switch self {
        case .string(let text) where text.utf8.count > limitBytes:
            .string(CutText.beginning(of: text, limitBytes: limitBytes))
        case .array(let values): .array(values.map { $0.cut(to: limitBytes) })
        case .object(let members): .object(members.map { .init(key: $0.key, value: $0.value.cut(to: limitBytes)) })
        case .null, .bool, .number, .string: self
        }
    }
}
