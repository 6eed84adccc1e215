import ArgumentParser
import Domain
import Foundation
import Tools

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Shows what is present and what is missing, each with what mends it.",
        discussion: """
            Changes nothing. Exit status: 0 all that the configuration needs is there, 1 something of it is missing, \
            2 the configuration itself is wrong.
            Example: selfheal doctor --config selfheal.yaml
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "Configuration file; standard: selfheal.yaml of this folder, where there is one.")
    var config: String?
    @Option(help: "Data folder of the service; standard: selfheal-data.")
    var data: String?
    @Option(help: "What is printed: text or json.")
    var format = Format.text

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var lines: [DoctorLine] = []
        var settings: ServiceSettings?
        do {
            let file = try ConfigurationFile.load(config, environment: environment)
            settings = try ServiceSettings(file, environment: environment, host: nil, port: nil, data: data)
            lines.append(.ok("configuration", Self.summary(settings?.repositories ?? [], config)))
        } catch {
            lines.append(
                .missing("configuration", "\(error)", fix: "correct it; docs/configuration.md explains every key"))
        }
        let tools = ToolRunner(owner: "doctor")
        lines += await ToolChecks(tools: tools, environment: settings?.environment ?? environment)
            .lines(for: settings?.repositories ?? [])
        if let settings {
            lines += await ServiceChecks(settings: settings).lines()
            lines += await ModelChecks(settings: settings).lines()
            lines += await VaultCheck(vault: ServiceChecks(settings: settings).wiring.vault(settings.artifacts)).lines()
        }
        try print(lines)
        if settings == nil { throw ExitStatus.usage }
        if lines.contains(where: { $0.state == .missing && $0.isRequired }) { throw ExitStatus.failuresRemain }
    }

    private func print(_ lines: [DoctorLine]) throws {
        switch format {
        case .text: Swift.print(lines.map(\.line).joined(separator: "\n"))
        case .json: Swift.print(String(decoding: try JSON.encode(lines, pretty: true), as: UTF8.self))
        }
    }

    private static func summary(_ repositories: [RepositorySettings], _ config: String?) -> String {
        let name = config ?? "selfheal.yaml"
        guard config != nil || FileManager.default.fileExists(atPath: name) else {
            return "no file, defaults everywhere"
        }
        let playbooks = repositories.reduce(0) { $0 + $1.playbooks.count }
        return "\(name): repositories \(repositories.count), playbooks \(playbooks)"
    }
}
