import Domain

/// A page as a trace has it: without its style sheets, so that what they hide, as views that wait for their turn, stands beside
/// what is shown.
package struct TracedPage {
    private let shown: String
    private let url: String
    private let title: String?
    private let network: [FailureEvidence.Exchange]

    package init(_ text: String, url: String, title: String?, network: [FailureEvidence.Exchange]) {
        (shown, self.url, self.title, self.network) = (text, url, title, network)
    }

    /// nil where it says that another page stands in the place of the app's, or that it is still busy, and nothing else does.
    package var text: String? {
        switch page(shown)?.shows {
        case .logInPage: return page(nil)?.shows == .logInPage || answered([401, 403]) ? shown : nil
        case .errorPage:
            return page(nil)?.shows == .errorPage || network.contains { $0.status >= 500 } ? shown : nil
        default:
            let words = shown.lowercased()
            return Words.busy.contains(where: words.contains) ? nil : shown
        }
    }

    private func page(_ snapshot: String?) -> ObservedFailure.Page? {
        FailureEvidence(testName: "", errors: [], pageSnapshot: snapshot, pageURL: url, pageTitle: title).page
    }

    private func answered(_ statuses: [Int]) -> Bool { network.contains { statuses.contains($0.status) } }
}
