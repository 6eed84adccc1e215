/// Who a call is made as.
protocol GitHubIdentity: Sendable {
    /// The value of the `Authorization` field; nil for none.
    func authorization() async throws -> String?

    /// How long to wait before the next try, after GitHub accepted neither `authorization` nor, in this call, the
    /// `refusals - 1` before it; nil to give up.
    func wait(afterRefusalOf authorization: String?, refusals: Int) async -> Duration?
}

extension GitHubIdentity {
    func wait(afterRefusalOf authorization: String?, refusals: Int) async -> Duration? { nil }
}
