extension SecretShapes {
    /// Where a secret begins that the end of the text may have cut off: too little of it is left to be known by its shape.
    /// Only for text that was cut, since much that is whole ends like that.
    static func begun(atEndOf text: Substring) -> String.Index? {
        let lowered = text.lowercased()
        return beginnings.filter { rule in rule.anchors.contains { lowered.contains($0) } }
            .compactMap { rule in text.firstMatch(of: rule.regex())?.output.1.startIndex }.min()
    }

    /// What the group takes has no end.
    private struct Beginning: Sendable {
        /// One of these stands in every text that fits, in any case; looking for them is much faster.
        let anchors: [String]
        /// Made when an anchor is there, because making all of them takes longer than most texts are worth.
        let regex: @Sendable () -> Regex<(Substring, Substring)>

        init(_ anchors: [String], _ regex: @autoclosure @escaping @Sendable () -> Regex<(Substring, Substring)>) {
            self.anchors = anchors
            self.regex = regex
        }
    }

    private static let secretNames = [
        "password", "passwd", "pwd", "passphrase", "passwort", "secret", "apikey", "api_key", "api-key", "token", "otp",
        "session", "samlresponse",
    ]

    private static let beginnings: [Beginning] =
        [
            // A quoted value under a name, which may have a blank in it.
            Beginning(
                secretNames,
                /(?i)(?:password|passwd|\bpwd|passphrase|passwort|secret|api[_\-]?key|token|\botp|\bsession(?:[_\-]?id)?|samlresponse)["']?\s*[:=]\s*"([^"\n]*)\z/
            ),
            Beginning(
                secretNames,
                /(?i)(?:password|passwd|\bpwd|passphrase|passwort|secret|api[_\-]?key|token|\botp|\bsession(?:[_\-]?id)?|samlresponse)["']?\s*[:=]\s*'([^'\n]*)\z/
            ),
            Beginning(
                ["authorization", "cookie", "x-api-key"],
                /(?i)"name"\s*:\s*"(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key)"\s*,\s*"value"\s*:\s*"([^"]*)\z/
            ),
            // What a step types.
            Beginning(
                secretNames,
                /(?i)(?:password|passwort|secret|token|otp)[^\n]{0,120}?\.(?:fill|type|pressSequentially)\(\s*["'`]([^"'`\n]*)\z/
            ),
            // A form, a query, an address.
            Beginning(
                secretNames,
                /(?i)(?:password|passwd|\bpwd|passphrase|secret|api[_\-]?key|token|\botp|\bsession(?:[_\-]?id)?|samlresponse)=([^\s&"'<>;,)}\]]*)\z/
            ),
            Beginning(["code="], /[?&]code=([^\s&"'<>]*)\z/),
            Beginning(["://"], /:\/\/[^\s\/:@"']+:([^\s\/@"']*)\z/),
            // Tokens that say whose they are.
            Beginning(
                [
                    "sk-", "sk_", "rk_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "npm_",
                    "hf_", "pypi-", "akia", "asia", "aiza", "eyj",
                ],
                /\b((?:sk-|[sr]k_(?:live|test)_|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|hf_|pypi-|AKIA|ASIA|AIza|eyJ)[A-Za-z0-9_.\-]*)\z/
            ),
        ]
}
