import Domain
import Foundation
import HTTPClient

/// What an answer of Unleash means: its status tells, its error has a name and a message.
enum UnleashAnswer {
    private struct Problem: Decodable {
        let name: String?
        let message: String?
    }

    /// A page of something between us comes with any status.
    @Sendable static func reading(_ response: TransportResponse, now: Timestamp) -> ResponseClass {
        guard 200..<300 ~= response.status else { return writing(response, now: now) }
        let isJSON = (try? JSONSerialization.jsonObject(with: response.body)) != nil
        return isJSON ? .done : .fault("it answered with \(ResponseClass.excerpt(response))")
    }

    @Sendable static func writing(_ response: TransportResponse, now: Timestamp) -> ResponseClass {
        let byStatus = ResponseClass(response, now: now)
        guard case .refused(let plain) = byStatus else { return byStatus }
        guard let problem = try? JSON.decode(Problem.self, from: response.body), let said = problem.message else {
            return response.status == 404 ? .refused("\(plain); is the configured address that of Unleash?") : byStatus
        }
        let line = String(said.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300))
        return .refused("it answered \(response.status): \(line) \(advice(response.status, said))")
    }

    private static func advice(_ status: Int, _ said: String) -> String {
        switch status {
        case 401: "(UNLEASH_TOKEN is wrong, expired or missing)"
        case 403 where said.lowercased().contains("change request"):
            "(people have to approve each change there, so that it is not selfheal's to make: switch it by a change "
                + "request, or name an environment without them)"
        case 403: "(give the token's user the right to update flags in this environment; tokens of clients have none)"
        case 404: "(check project, environment and flag)"
        default: ""
        }
    }
}
