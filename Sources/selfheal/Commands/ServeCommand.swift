import ArgumentParser
import Domain
import Foundation
import GitHub
import HTTP
import Logging
import Pipeline
import Queue
import SQLiteStore
import StatusAPI
import Synchronization
import Tools
import Triggers

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the service: HTTP server and workers.",
        discussion: "Example: GITHUB_WEBHOOK_SECRET=... GITHUB_TOKEN=... selfheal serve --config selfheal.yaml")

    @Option(help: "Configuration file; standard: selfheal.yaml of this folder, where there is one.")
    var config: String?
    @Option(help: "Address to listen on; standard: 127.0.0.1.")
    var host: String?
    @Option(help: "Port to listen on, 0 for a free one; standard: 8080.")
    var port: Int?
    @Option(help: "Folder for the store, artifacts and mirrors; standard: selfheal-data.")
    var data: String?

    func run() async throws {
        // Not the status of a wrong configuration, after which nobody starts it again: a database may come back.
        try await Reporting.errors(as: ExitStatus.cannotRun) {
            let file = try ConfigurationFile.load(config)
            let settings = try ServiceSettings(
                file, environment: ProcessInfo.processInfo.environment, host: host, port: port, data: data)
            try await Service(settings).run()
        }
    }
}
