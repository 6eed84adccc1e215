import Domain
import Foundation

/// `selfheal heal` on a repository of a test, with what it left behind.
struct Healing {
    let status: Int32
    let report: HealingReport?
    let output: String
    /// Reports, traces and screenshots of the job, by the names that the report gives to them.
    let artifacts: URL

    /// - Parameter place: folder for the configuration, the report and the data.
    init(
        _ repository: URL, configuration: String, in place: URL, _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        let path = { (name: String) in place.appending(path: name).path(percentEncoded: false) }
        try configuration.write(toFile: path("selfheal.yaml"), atomically: true, encoding: .utf8)
        let run = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            ["heal", repository.path(percentEncoded: false), "--config", path("selfheal.yaml")]
                + ["--report", path("report.json"), "--data", path("data")] + arguments, environment: environment)
        output = run.everything()
        status = run.wait().status
        report = try FileManager.default.contents(atPath: path("report.json")).map {
            try JSON.decode(HealingReport.self, from: $0)
        }
        artifacts = place.appending(path: "data/artifacts/\(report?.job.id.text ?? "")")
    }
}
