extension Trace.NetworkEntry {
    /// Reads an entry in HAR form as Playwright extends it: `_monotonicTime`, `_failureText`, `_file` or, before trace
    /// version 9, `_sha1`.
    init?(har: JSON) {
        guard let request = har["request"], let url = request["url"]?.string else { return nil }
        let response = har["response"]
        let content = response?["content"]
        let duration = har["time"]?.double
        self.init(
            method: request["method"]?.string ?? "GET", url: url, status: response?["status"]?.int ?? -1,
            contentType: Self.mediaType(content?["mimeType"]?.string ?? ""), time: har["_monotonicTime"]?.double,
            duration: duration.flatMap { $0 >= 0 ? $0 : nil }, failure: response?["_failureText"]?.string,
            isFromTest: har["_apiRequestRef"] != nil || har["_apiRequest"]?.bool == true,
            age: response.flatMap(Self.age),
            bodyEntry: content?["_file"]?.string ?? content?["_sha1"]?.string.map { "resources/\($0)" })
    }

    /// The `Age` field. Source: RFC 9111, section 5.1.
    private static func age(_ response: JSON) -> Int? {
        let field = response["headers"]?.array?.first { $0["name"]?.string?.lowercased() == "age" }
        return field?["value"]?.string.flatMap { Int($0) }
    }

    /// Playwright writes `x-unknown` where there was no `Content-Type`.
    private static func mediaType(_ text: String) -> String { text == "x-unknown" ? "" : text }

    func at(_ time: Double?) -> Self {
        Self(
            method: method, url: url, status: status, contentType: contentType, time: time, duration: duration,
            failure: failure, isFromTest: isFromTest, age: age, bodyEntry: bodyEntry)
    }
}
