package import Domain

/// Remembers what one job has spent on language models, so that a restart goes on with what is left.
package protocol SpendingLog: Sendable {
    /// What was recorded last; nil when nothing was.
    func spending() async throws -> HealingReport.Metrics.LanguageModel?
    /// On disk when it returns.
    func record(_ spending: HealingReport.Metrics.LanguageModel) async throws
}
