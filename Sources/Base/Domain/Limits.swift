/// How much may be done without asking anybody. Source: the outer contract, section 6.
package struct Limits: Hashable, Sendable, Codable {
    /// Safe playbooks executed in one job, 0 to 3. Each is counted before it acts.
    package var autoFixesPerRun = 3
    /// New pull requests of one repository in seven days, 0 to 1000; what is over it stays in the report.
    package var pullRequestsPerWeek = 20

    package init() {}
}
