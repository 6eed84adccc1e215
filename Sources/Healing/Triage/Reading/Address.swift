/// What an address tells by itself.
enum Address {
    /// The path asks people to sign in: `/login`, `/auth/sign-in`, `/users/sign_in`.
    static func isSignIn(_ address: Bytes) -> Bool {
        let segments = path(of: address).split(separator: 47).map { $0.prefix { $0 != 46 }.text }
        return segments.contains(where: signInSegments.contains) || segments.last == "auth"
            || host(of: address).starts(with: "login.") || host(of: address).starts(with: "sso.")
    }

    /// A request that signs in or fetches a token.
    static func signsIn(_ address: Bytes) -> Bool {
        if isSignIn(address) { return true }
        let segments = path(of: address).split(separator: 47)
        return segments.contains { tokenSegments.contains($0.text) }
            || segments.last.map { sessionSegments.contains($0.text) } ?? false
    }

    static func reportsHealth(_ address: Bytes) -> Bool {
        path(of: address).split(separator: 47).contains { healthSegments.contains($0.text) }
    }

    /// This machine, a private network or a name without a dot, as containers have.
    static func isLocal(_ address: Bytes) -> Bool {
        let host = host(of: address)
        return !host.contains(46) || host.starts(with: "127.") || host.starts(with: "10.")
            || host.starts(with: "192.168.") || host.starts(with: "0.0.0.0") || host.starts(with: "172.")
            || host.text.hasSuffix(".local") || host.text.hasSuffix(".localhost")
    }

    static func host(of address: Bytes) -> Bytes {
        guard let rest = address.after("://") else { return [] }
        return rest.first == 91
            ? rest.prefix { $0 != 93 } : rest.prefix { $0 != 47 && $0 != 58 && $0 != 63 && $0 != 35 }
    }

    /// As the authority names it: a colon further on is part of a path.
    static func port(of address: Bytes) -> Int? {
        guard let rest = address.after("://") else { return nil }
        let authority = rest.prefix { $0 != 47 && $0 != 63 && $0 != 35 }
        let end = authority.lastIndex(of: 93) ?? authority.startIndex
        return authority[end...].after(":").flatMap { Int($0.prefix(while: \.isDigit).text) }
    }

    /// With the part after `#/`, because single-page routers keep their path there.
    static func path(of address: Bytes) -> Bytes {
        let rest = address.after("://") ?? address
        guard let slash = rest.firstIndex(of: 47) else { return [] }
        let path = rest[slash...].prefix { $0 != 63 && $0 != 34 }
        return path
    }

    /// The path's names, without those that only carry a parameter: `/list/;page=2`, `/ref=menu`.
    static func segments(of address: Bytes) -> [Bytes] {
        path(of: address).split { $0 == 47 || $0 == 59 || $0 == 35 }.filter { !$0.contains(61) }
    }

    /// The same registered name, or both local. Two last labels, which joins more than it should under `co.uk`.
    static func isSameSite(_ left: Bytes, _ right: Bytes) -> Bool {
        if isLocal(left), isLocal(right) { return true }
        let labels = { (address: Bytes) in host(of: address).split(separator: 46).suffix(2).map(\.text) }
        return labels(left) == labels(right)
    }

    private static let signInSegments: Set<String> = [
        "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "logon", "sso", "authenticate", "#login",
        "anmelden", "connexion", "iniciar-sesion", "entrar", "acceder", "userlogin", "account-login",
    ]
    private static let tokenSegments: Set<String> = ["token", "oauth", "oauth2", "oidc"]
    /// They sign in only where they end the path: below them lies what one session holds.
    private static let sessionSegments: Set<String> = ["session", "sessions"]
    private static let healthSegments: Set<String> = [
        "health", "healthz", "readyz", "ready", "livez", "live", "status", "ping", "healthcheck", "health-check",
    ]
}
