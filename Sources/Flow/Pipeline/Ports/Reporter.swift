package import Domain

/// Tells people or programs how a job ended. What cannot be told is logged, and never fails the job.
package protocol Reporter: Sendable {
    func report(_ report: HealingReport, in folders: JobFolders) async
}

/// What becomes of a proven fix.
package enum Publishing: Sendable {
    /// Nothing; the report has the diff.
    case none
    case by(any Publisher)
}
