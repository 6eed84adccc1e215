/// Why a package manager failed, in its own words. What it passes on from a package's scripts is no word of its own.
enum PackageFault {
    /// Whether the registry could not be reached, for sure.
    static func mayPass(_ words: [String], output: String) -> Bool {
        guard let program = words.first?.split(separator: "/").last else { return false }
        let lines = output.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
        return switch program {
        case "npm", "npx": lines.contains(where: isPassingForNPM)
        case "pnpm": lines.contains(where: isPassingForPNPM)
        case "yarn": lines.contains(where: isPassingForYarn)
        default: false
        }
    }

    private static let network = ["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH"]

    private static func isTransient(_ status: Substring) -> Bool {
        Int(status).map { $0 == 429 || (500..<600).contains($0) } ?? false
    }

    /// `npm error code ECONNRESET`, before version 10 `npm ERR! code E503`; a script that failed has its exit status there.
    private static func isPassingForNPM(_ line: Substring) -> Bool {
        let parts = line.split(separator: " ")
        guard parts.count == 4, parts[0] == "npm", parts[1] == "error" || parts[1] == "ERR!", parts[2] == "code" else {
            return false
        }
        let code = parts[3]
        let isNetwork = network.contains { $0 == code } || ["ERR_SOCKET_TIMEOUT", "EIDLETIMEOUT"].contains(code)
        return isNetwork || code.hasPrefix("E") && isTransient(code.dropFirst())
    }

    /// `ERR_PNPM_FETCH_503  GET https://...: Service Unavailable - 503`
    private static func isPassingForPNPM(_ line: Substring) -> Bool {
        guard let code = line.split(whereSeparator: \.isWhitespace).first else { return false }
        if code.hasPrefix("ERR_PNPM_FETCH_") { return isTransient(code.dropFirst("ERR_PNPM_FETCH_".count)) }
        return code == "ERR_PNPM_META_FETCH_FAIL" && network.contains { line.contains($0) }
    }

    /// Of version 1: `error An unexpected error occurred: "https://...: connect ECONNREFUSED 127.0.0.1:4873".`
    /// Of later ones: `➤ YN0001: │ RequestError: getaddrinfo EAI_AGAIN registry.yarnpkg.com`
    private static func isPassingForYarn(_ line: Substring) -> Bool {
        let isOwn =
            line.hasPrefix("error An unexpected error occurred: \"http")
            || line.contains("YN0001:") && line.contains("RequestError:")
        return isOwn && network.contains { line.contains($0) }
    }
}
