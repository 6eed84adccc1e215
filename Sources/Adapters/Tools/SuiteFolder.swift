import Foundation
import Pipeline

/// Where in a repository its suite lies.
enum SuiteFolder {
    private static let configurationNames = ["ts", "js", "mts", "mjs", "cts", "cjs"].map { "playwright.config.\($0)" }
    private static let skipped: Set<String> = ["node_modules", ".git", "dist", "build", "vendor"]
    private static let depthLimit = 4

    /// The folder with Playwright's configuration: the root, else the only one that has it.
    static func find(in root: String, command: [String]) throws -> String {
        // A command that names its configuration is meant for the root.
        let namesConfiguration = command.contains { $0 == "-c" || $0 == "--config" || $0.hasPrefix("--config=") }
        if namesConfiguration || hasConfiguration(root) { return root }
        let found = folders(below: root, depth: 1).filter(hasConfiguration)
        switch found.count {
        case 0:
            throw SuiteUnavailable(
                "there is no playwright.config.ts (or .js) in the repository, down to \(depthLimit) folders deep: add "
                    + "one, or name it with `test: [npx, playwright, test, --config, PATH]` in selfheal.yaml")
        case 1: return found[0]
        default:
            let names = found.map { String($0.dropFirst(root.count + 1)) }.sorted().joined(separator: ", ")
            throw SuiteUnavailable(
                "several folders have a Playwright configuration (\(names)): choose one with "
                    + "`test: [npx, playwright, test, --config, PATH]` in selfheal.yaml")
        }
    }

    private static func hasConfiguration(_ folder: String) -> Bool {
        configurationNames.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    }

    private static func folders(below folder: String, depth: Int) -> [String] {
        guard depth < depthLimit, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return []
        }
        return names.sorted().filter { !skipped.contains($0) && !$0.hasPrefix(".") }.flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            // Says the type of a link itself, so that a link in a circle is not followed.
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard attributes?[.type] as? FileAttributeType == .typeDirectory else { return [] }
            return [path] + folders(below: path, depth: depth + 1)
        }
    }
}
