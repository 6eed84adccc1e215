extension PostgresFailure {
    /// What an error of the server means. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    struct Verdict: Hashable {
        let kind: Kind
        /// What somebody can do about it.
        let advice: String?

        /// - Parameter isFatal: the server ends the connection with these words.
        /// - Parameter function: where in the server's source the error comes from, whatever language its words are in.
        init(state: String, isFatal: Bool, function: String = "") {
            let kind: Kind =
                switch state {
                case "23505": .notUnique
                case "40001", "40P01": .conflict
                case "26000", "42P05": .outdated
                case "0A000" where function == "RevalidateCachedQuery": .outdated
                // The server became a standby: another connection finds the one that takes writes now.
                case "25006": .outdated
                case "55P03", "57014": .unavailable
                case _ where state.hasPrefix("08") || isFatal: .lost
                case _ where state.hasPrefix("53") || state.hasPrefix("57") || state.hasPrefix("58"): .unavailable
                default: .other
                }
            self.kind = kind
            advice = Self.advice(state)
        }

        private static func advice(_ state: String) -> String? {
            switch state {
            case "23505", "42P05", "26000": nil
            case "25006": "this server takes no writes: name all servers in DATABASE_URL, or promote this one"
            case "25P03", "25P04": "the transaction took too long: see what this machine was busy with"
            case "40001", "40P01": "other transactions were in the way each time it was tried: try again later"
            case "53100": "the database server's disk is full: free some space there"
            case "53200": "the database server has no memory left: give it more, or fewer connections"
            case "53300": "the server takes no more connections: raise max_connections, or give each node fewer"
            case "55P03": "another transaction holds what this one needs: look into pg_stat_activity and pg_locks"
            case "57014":
                "it took longer than it may, or somebody cancelled it: look into pg_stat_activity and try again"
            case "57P01", "57P02", "57P03": "the server was stopped, is starting, or ended the connection: try again"
            case _ where state.hasPrefix("53"): "the database server is short of something: see its log"
            case _ where state.hasPrefix("58"): "the database server has trouble with its disk: see its log"
            default: nil
            }
        }
    }
}
