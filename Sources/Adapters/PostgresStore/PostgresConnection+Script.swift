internal import CPostgres

extension PostgresConnection {
    /// Carries out several statements, divided by semicolons and without values, as one.
    func script(_ text: String, timeout: Duration) throws(PostgresFailure) {
        // Only outside of a pipeline does libpq take more than one statement at a time.
        let settled = exchange([.plain("SELECT 1")])
        if let failure = settled.failure { throw failure }
        guard PQexitPipelineMode(handle) == 1, PQsendQuery(handle, text) == 1 else { throw lost(message) }
        let outcome = receiveScript(text, timeout: timeout)
        guard outcome.failure?.endsConnection != true, PQenterPipelineMode(handle) == 1 else {
            throw outcome.failure ?? lost(message)
        }
        if let failure = outcome.failure { throw failure }
    }
}
