/// Takes secrets out of text by what they look like and by the names that they stand under, where nobody knows their
/// values. The same secret gets the same mark, `«SECRET_1»`, so that a reader can still follow it; marks stay as they are.
///
/// Not found: short secrets without a name, personal data, card numbers.
package struct SecretShapes: Hashable, Sendable {
    private var marks: [String: String] = [:]
    /// Shorter ones are replaced only where they were found, since they may be a word elsewhere.
    private static let shortestEverywhere = 8

    package init() {}

    /// Whether a mark stands in the text, or the one of `Redaction`.
    package static func isMarked(_ text: String) -> Bool { text.contains("«SECRET_") || text.contains("[secret]") }

    /// The texts are looked through together: what one shows as a secret is taken out of the others, too.
    package mutating func redact(_ texts: [String]) -> [String] {
        reserve(texts)
        let rules = Self.rules
        let found = texts.map { text in
            rules.reduce(text) { text, rule in
                rule.mayFit(text) ? replacing(rule, in: text) : text
            }
        }
        let everywhere = marks.keys.filter { $0.count >= Self.shortestEverywhere }.sorted { $0.count > $1.count }
        return found.map { text in
            everywhere.reduce(text) { $0.contains($1) ? $0.replacing($1, with: marks[$1] ?? "") : $0 }
        }
    }

    /// Marks that stand in the texts already are not given to anything else.
    private mutating func reserve(_ texts: [String]) {
        for text in texts where text.contains("«SECRET_") {
            for match in text.matches(of: /«SECRET_\d{1,6}»/) { marks[String(match.output)] = String(match.output) }
        }
    }

    private mutating func replacing(_ rule: Rule, in text: String) -> String {
        var result = ""
        var rest = text.startIndex
        for match in text.matches(of: rule.regex) {
            guard let value = match.output.dropFirst().lazy.compactMap(\.range).first ?? match.output.first?.range,
                !Self.isMarked(String(text[value]))
            else { continue }
            result += text[rest..<value.lowerBound] + mark(for: String(text[value]))
            rest = value.upperBound
        }
        return result + text[rest...]
    }

    private mutating func mark(for secret: String) -> String {
        if let mark = marks[secret] { return mark }
        var number = marks.count + 1
        while marks.values.contains("«SECRET_\(number)»") { number += 1 }
        marks[secret] = "«SECRET_\(number)»"
        return "«SECRET_\(number)»"
    }
}

extension SecretShapes {
    /// The first group that matched is the secret; without groups, all of it.
    private struct Rule {
        /// One of these stands in every text that fits, in any case.
        let anchors: [String]
        let regex: Regex<AnyRegexOutput>

        init(_ anchors: [String], _ regex: Regex<some Any>) {
            self.anchors = anchors
            self.regex = Regex<AnyRegexOutput>(regex)
        }

        func mayFit(_ text: String) -> Bool {
            let lowered = text.lowercased()
            return anchors.contains { lowered.contains($0) }
        }
    }

    private static let names = [
        "password", "passwd", "pwd", "passphrase", "secret", "apikey", "api_key", "api-key", "token", "otp", "session",
        "samlresponse", "passwort",
    ]

    private static var rules: [Rule] {
        [
            Rule(["-----begin"], /-----BEGIN [A-Z ]+-----(?s:.)*?(?:-----END [A-Z ]+-----|\z)/),
            // The same without its beginning, which the end of a long output has.
            Rule(["-----end"], /(?m)(?:^[A-Za-z0-9+\/=]{1,76}\s{1,3}){1,100}-----END [A-Z ]+-----/),
            // A header: the whole value, but for the name of its scheme.
            Rule(
                ["authorization", "cookie", "x-api-key", "-token"],
                /(?i)\b(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-[a-z]+-token)["']?[ ]*[:=][ ]*["']?(?:(?:Bearer|Basic|Token)[ ]+)?([^\n"']+)/
            ),
            // The same as HAR has it.
            Rule(
                ["authorization", "cookie", "x-api-key"],
                /(?i)"name"\s*:\s*"(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key)"\s*,\s*"value"\s*:\s*"([^"]+)"/
            ),
            // A quoted value under a name: JSON, code, YAML.
            Rule(
                names,
                /(?i)(?:password|passwd|\bpwd|passphrase|passwort|secret|api[_\-]?key|token|\botp|\bsession(?:[_\-]?id)?|samlresponse)["']?\s*[:=]\s*(?:"([^"\n]+)"|'([^'\n]+)')/
            ),
            // A form, a query, a line of an .env file: no blank around the equals sign.
            Rule(
                names,
                /(?i)(?:password|passwd|\bpwd|passphrase|secret|api[_\-]?key|token|\botp|\bsession(?:[_\-]?id)?|samlresponse)=([^\s&"'<>;,)}\]]{4,})/
            ),
            Rule(["code="], /[?&]code=([^\s&"'<>]{6,})/),
            // What stands in a field for secrets: an accessibility snapshot, a step that fills it.
            Rule(
                names + ["pin"],
                /(?i)textbox "[^"\n]*(?:password|passwort|secret|token|otp|pin\b)[^"\n]*"[^:\n]*:[ ]+"?([^\s"][^\n"]*)/),
            Rule(
                names,
                /(?i)(?:password|passwort|secret|token|otp)[^\n]{0,120}?\.(?:fill|type|pressSequentially)\(\s*(?:"([^"\n]+)"|'([^'\n]+)'|`([^`\n]+)`)/
            ),
            Rule(["://"], /:\/\/[^\s\/:@"']+:([^\s\/@"']+)@/),
            Rule(
                ["hooks.slack.com", "/api/webhooks/"],
                /https:\/\/(?:hooks\.slack\.com\/services|(?:[a-z]+\.)?discord(?:app)?\.com\/api\/webhooks)\/([^\s"']+)/
            ),
            Rule(["eyj"], /\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*)?/),
            Rule(["sk-"], /\bsk-(?=[A-Za-z_\-]*[0-9])[A-Za-z0-9_\-]{20,}/),
            Rule(
                [
                    "sk_", "rk_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "npm_", "hf_",
                    "pypi-",
                ],
                /\b(?:[sr]k_(?:live|test)_|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|hf_|pypi-)[A-Za-z0-9_\-]{12,}/
            ),
            Rule(["akia", "asia", "aiza"], /\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_\-]{35})/),
        ]
    }
}
