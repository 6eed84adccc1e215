/// What git's messages about another repository mean for trying again.
enum GitFault {
    /// Whether what stopped it may be over by itself. What is not known to pass does not.
    /// - Parameter errors: what git wrote, in English.
    static func mayPass(_ errors: String) -> Bool {
        let said = errors.lowercased()
        if lasting.contains(where: said.contains) { return false }
        return passing.contains(where: said.contains) || isTransientStatus(said)
    }

    /// These may stand beside words of the other list, as when a server that refuses hangs up.
    private static let lasting = [
        "authentication failed", "could not read username", "could not read password", "permission denied",
        "repository not found", "does not appear to be a git repository", "does not exist", "couldn't find remote ref",
        "not our ref", "no space left", "disk quota exceeded", "host key verification failed",
        "certificate verif", "certificate problem", "access denied",
    ]

    private static let passing = [
        "could not resolve host", "couldn't resolve host", "temporary failure in name resolution",
        "network is unreachable", "no route to host", "connection refused", "connection reset", "failed to connect to",
        "couldn't connect to server", "connection timed out", "operation timed out", "timed out after",
        "operation too slow", "early eof", "unexpected disconnect while reading sideband packet",
        "the remote end hung up unexpectedly", "rpc failed; curl 18", "rpc failed; curl 56", "rpc failed; curl 92",
        "empty reply from server", "gnutls recv error", "ssl_error_syscall", "connection closed by remote host",
    ]

    /// `The requested URL returned error: 503`
    private static func isTransientStatus(_ said: String) -> Bool {
        for marker in ["the requested url returned error: ", "rpc failed; http "] {
            for part in said.split(separator: marker, omittingEmptySubsequences: false).dropFirst() {
                guard let status = Int(part.prefix { $0.isNumber }) else { continue }
                if status == 429 || (500..<600).contains(status) { return true }
            }
        }
        return false
    }
}
