import Domain
import Pipeline

extension PlaybookTrace {
    /// Railway's clock and ours may be so many seconds apart.
    private static var clockSkew: Double { 120 }

    /// What runs at a place tells of a restart or a redeploy since `intent`: a redeploy makes a deployment, a restart changes the
    /// state of one. What somebody else did since then does the same.
    init(of instance: RailwayInstance, since intent: Timestamp) {
        let deployments = [instance.latestDeployment].compactMap(\.self) + instance.activeDeployments
        let moments = deployments.flatMap { [$0.createdAt, $0.statusUpdatedAt] }.map { $0.flatMap(Timestamp.init) }
        guard let newest = moments.compactMap(\.self).max(), !moments.contains(nil) else {
            self = .untold("Railway does not say since when what runs there is as it is")
            return
        }
        let age = intent.seconds(since: newest)
        if age <= 0 {
            self = .found("what runs there has changed at \(newest)")
        } else if age <= Self.clockSkew {
            self = .untold("what runs there has changed at \(newest), too close to it to tell")
        } else if let busy = deployments.first(where: { [.underWay, .waitsForApproval].contains($0.phase) }) {
            self = .untold("the deployment \(busy.id) is \(busy.status)")
        } else {
            self = .absent("what runs there is as it was since \(newest)")
        }
    }
}
