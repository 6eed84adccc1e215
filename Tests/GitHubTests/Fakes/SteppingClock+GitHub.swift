import GitHub
import TestKit

extension SteppingClock {
    /// Without chance, and without spacing between writes.
    var gitHubPace: GitHubPace {
        var pace = GitHubPace()
        pace.writeSpacing = .zero
        pace.now = { self.now }
        pace.sleep = { try self.sleep(for: $0) }
        pace.jitter = { 0 }
        return pace
    }
}
