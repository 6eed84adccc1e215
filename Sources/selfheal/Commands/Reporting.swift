import ArgumentParser
import Foundation

/// How commands tell people that something went wrong.
enum Reporting {
    /// Prints an error in a sentence on standard error and ends the program with a status.
    static func errors(as status: ExitCode, _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            print(error: "\(error)")
            throw error is ConfigurationError ? ExitStatus.usage : status
        }
    }

    static func print(error text: String) {
        FileHandle.standardError.write(Data("selfheal: \(text)\n".utf8))
    }
}
