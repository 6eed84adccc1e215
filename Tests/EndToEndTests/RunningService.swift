import Domain
import Foundation
import FoundationNetworking
import Testing

/// `selfheal serve` of a test, with its API.
struct RunningService {
    private static let token = "token-of-the-tests"
    let program: RunningProgram
    let address: URL

    /// - Parameters:
    ///   - place: folder for the configuration and the log.
    ///   - name: of this service's data folder.
    init(
        in place: URL, _ name: String = "data", configuration: String, environment: [String: String] = [:]
    ) throws {
        let file = place.appending(path: "\(name).yaml")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        program = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            ["serve", "--port", "0", "--config", file.path(percentEncoded: false)]
                + ["--data", place.appending(path: name).path(percentEncoded: false)],
            environment: ["SELFHEAL_API_TOKEN": Self.token].merging(environment) { $1 },
            log: place.appending(path: "\(name).log"))
        address = try #require(program.address())
    }

    func start(_ repository: String) async throws -> JobID {
        try await post("api/v1/jobs", #"{"repository": "\#(repository)", "ref": "main"}"#)
    }

    /// As an outside cron does.
    func ping(_ repository: String, slot: String) async throws -> JobID {
        try await post("hooks/cron", #"{"repository": "\#(repository)", "slot": "\#(slot)", "ref": "main"}"#)
    }

    private func post(_ path: String, _ body: String) async throws -> JobID {
        var request = URLRequest(url: address.appending(path: path))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("Bearer \(Self.token)", forHTTPHeaderField: "Authorization")
        let (data, _) = try await URLSession.shared.data(for: request)
        struct Accepted: Decodable {
            struct Entry: Decodable { let id: JobID }
            let jobs: [Entry]
        }
        return try #require(try JSON.decode(Accepted.self, from: data).jobs.first).id
    }

    /// Follows the job's events, which end with the job.
    func ended(_ id: JobID) async throws -> Job {
        _ = try await events(of: id)
        return try await get("jobs/\(id.text)")
    }

    func events(of id: JobID) async throws -> String {
        let url = address.appending(path: "api/v1/jobs/\(id.text)/events")
        let (data, _) = try await URLSession.shared.data(for: authorized(url, timeout: 900))
        return String(decoding: data, as: UTF8.self)
    }

    func report(of id: JobID) async throws -> HealingReport { try await get("jobs/\(id.text)/report") }

    /// In the order of the parts.
    func parts(of id: JobID) async throws -> [Job] {
        struct Page: Decodable { let jobs: [Job] }
        let page: Page = try await get("jobs?parent=\(id.text)")
        return page.jobs.sorted { $0.id < $1.id }
    }

    func get<Value: Decodable>(_ path: String) async throws -> Value {
        let (_, data) = try await read(path)
        return try JSON.decode(Value.self, from: data)
    }

    func read(_ path: String, range: String? = nil) async throws -> (status: Int, data: Data) {
        let url = try #require(URL(string: "\(address)/api/v1/\(path)"))
        var request = authorized(url)
        request.setValue(range, forHTTPHeaderField: "Range")
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    private func authorized(_ url: URL, timeout: Double = 60) -> URLRequest {
        var request = URLRequest(url: url, timeoutInterval: timeout)
        request.setValue("Bearer \(Self.token)", forHTTPHeaderField: "Authorization")
        return request
    }
}
