import ArgumentParser

@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selfheal",
        abstract: "Turns a red Playwright run into a proven pull request.",
        discussion: "Example: selfheal heal . --report report.json",
        subcommands: [
            ServeCommand.self, HealCommand.self, TriageCommand.self, LocateCommand.self, DoctorCommand.self,
            PlaybooksCommand.self, StoreCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            // The parser's own status for wrong usage is 64; ours is 2, as most tools have it.
            let isUsage = exitCode(for: error) == .validationFailure
            guard isUsage else { exit(withError: error) }
            Reporting.print(error: message(for: error))
            exit(withError: ExitStatus.usage)
        }
    }
}

/// Exit statuses of the commands. Source: the outer contract, section 1.
enum ExitStatus {
    static let failuresRemain = ExitCode(1)
    static let usage = ExitCode(2)
    static let cannotRun = ExitCode(3)
}
