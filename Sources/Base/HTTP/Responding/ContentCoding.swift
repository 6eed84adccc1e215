/// What a client says about content codings. Source: RFC 9110 §12.5.3.
enum ContentCoding {
    /// - Parameter field: `Accept-Encoding`; nil and empty mean that the client did not ask for any coding.
    /// - Returns: true when gzip is allowed and nothing says that the plain content is liked better.
    static func prefersGzip(_ field: String?) -> Bool {
        guard let field else { return false }
        var gzip: Int?
        var identity: Int?
        var anyOther: Int?
        for element in field.split(separator: ",") {
            let parts = element.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
            guard let coding = parts.first, let weight = weight(parts.dropFirst()) else { continue }
            switch coding {
            case "gzip", "x-gzip": gzip = weight
            case "identity": identity = weight
            case "*": anyOther = weight
            default: continue
            }
        }
        // A client that names identity and lets `*` exclude it means both; one that does not name it has no wish.
        let gzipWeight = gzip ?? anyOther ?? 0
        return gzipWeight > 0 && gzipWeight >= identity ?? 0
    }

    /// - Returns: thousandths; 1000 where none is given, nil where it is malformed. Source: RFC 9110 §12.4.2.
    private static func weight(_ parameters: ArraySlice<String>) -> Int? {
        guard let parameter = parameters.first else { return 1000 }
        let parts = parameter.split(separator: "=").map { $0.trimmingBlanks() }
        guard parts.count == 2, parts[0] == "q", let value = Double(parts[1]), (0...1).contains(value) else {
            return nil
        }
        return Int(value * 1000)
    }
}

extension StringProtocol {
    func trimmingBlanks() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
