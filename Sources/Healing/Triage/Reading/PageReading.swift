/// What the page showed when the test failed.
struct PageReading: Sendable {
    /// More of a snapshot is not read: what replaces a page (a sign-in form, an error page) is short or stands first.
    static let limitBytes = 65_536

    let bytes: [UInt8]
    private(set) var facts = Facts()
    /// The status that a browser's or a gateway's error page prints.
    private(set) var status: Int?

    init(snapshot: String?, title: String?) {
        var bytes = (title ?? "").foldedBytes(limit: 1024)
        bytes.append(10)
        bytes.append(contentsOf: (snapshot ?? "").foldedBytes(limit: Self.limitBytes))
        self.bytes = bytes
        guard snapshot != nil else { return }
        let lines = bytes.split(separator: 10).dropFirst(title == nil ? 0 : 1)
        facts.insert(.pageShown)
        readFields(Array(lines))
        readAmount(lines.map(\.trimmed))
        readButtons(lines.map(\.trimmed))
        readStatus(lines.map(\.trimmed))
        status = Self.errorStatus(lines.map(\.trimmed))
    }

    private mutating func readFields(_ lines: [Bytes]) {
        for (number, line) in lines.enumerated() where line.says("textbox") || line.says("- spinbutton") {
            let value = line.after("]: ") ?? line.after("\": ") ?? line.after("textbox: ") ?? []
            let inside = lines[(number + 1)...].prefix { Self.depth($0) > Self.depth(line) }
            let isFilled = !value.isEmpty || inside.contains { $0.trimmed.starts(with: "- text:") }
            if line.saysAny(of: Self.passwordNames) {
                facts.insert(.passwordField)
                facts.insert(.passwordFilled, when: isFilled)
                facts.insert(.lockedSignInForm, when: isFilled && line.says("[disabled]"))
            } else {
                facts.insert(.userFilled, when: isFilled)
            }
        }
    }

    private static func depth(_ line: Bytes) -> Int { line.prefix { $0 == 32 }.count }

    /// `button "Saving…" [disabled]`: something is still under way.
    private mutating func readButtons(_ lines: [Bytes]) {
        for line in lines where line.says("button \"") {
            let isUnfinished = line.says("...\"") || line.says("…\"")
            facts.insert(.busyButton, when: isUnfinished && line.says("[disabled]"))
            facts.insert(
                .magicLink,
                when: line.saysAny(of: [
                    "magic link", "sign-in link", "login link", "send code", "continue with email",
                    "button \"sign in with ", "button \"log in with ", "button \"login with ", "continue with google",
                    "continue with github", "continue with microsoft", "continue with sso", "mit google anmelden",
                ])
            )
        }
    }

    /// `status: Loading…`: what the page has for telling its state says that it is not done.
    private mutating func readStatus(_ lines: [Bytes]) {
        let isBusy = lines.contains { line in
            (line.starts(with: "- status") || line.starts(with: "- progressbar")) && line.saysAny(of: Words.busy)
        }
        facts.insert(.busyStatus, when: isBusy)
        facts.insert(.busyLine, when: lines.contains(where: Self.tellsProgress))
    }

    /// `paragraph [ref=e5]: Loading bills…`: a text of its own that tells of work under way.
    private static func tellsProgress(_ line: Bytes) -> Bool {
        guard let text = line.after("]: ") ?? line.after(": "), text.count <= 60 else { return false }
        let isOpen = text.trimmed.suffix(4).saysAny(of: ["...", "…"])
        return isOpen && (Words.progressSentences + Words.progress).contains { text.starts(with: $0) }
    }

    private mutating func readAmount(_ lines: [Bytes]) {
        let content = lines.count { $0.contains(34) || $0.says(": ") }
        facts.insert(.emptyPage, when: content == 0)
        facts.insert(.fewLines, when: content <= 6)
    }

    /// `HTTP ERROR 502`, `502 Bad Gateway`, `503 Service Temporarily Unavailable` in one of the first lines of a short page.
    private static func errorStatus(_ lines: [Bytes]) -> Int? {
        for line in lines.prefix(24) where line.saysAny(of: errorWords) {
            if let status = StatusReading.reported(in: line) { return status }
        }
        return nil
    }

    private static let errorWords = [
        "http error", "bad gateway", "service unavailable", "temporarily unavailable", "gateway time",
        "internal server error",
        "not found", "forbidden", "too many requests", "unauthorized",
    ]

    static let passwordNames = [
        "password", "passwort", "kennwort", "mot de passe", "contraseña", "senha", "wachtwoord", "hasło", "пароль",
        "密码",
        "密碼", "パスワード", "비밀번호", "mật khẩu", "kata sandi", "şifre", "parola", "heslo", "lösenord", "passord",
        "adgangskode", "salasana", "jelszó", "parolă", "κωδικός", "סיסמה", "كلمة المرور",
        "รหัสผ่าน", "pin entry", "••••", "····", "●●●●", "****",
    ]
}
