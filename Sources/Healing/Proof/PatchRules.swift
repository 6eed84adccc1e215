/// Which files a patch may change, and how much of them.
package struct PatchRules: Hashable, Sendable {
    /// Test files, page objects, fixtures and Playwright configurations, by path in the repository.
    package var editable: Set<String>
    package var fileLimit = 5
    /// Lines that go plus lines that come, over all files.
    package var changedLineLimit = 60
    /// Larger files are not read, and so not judged.
    package var fileByteLimit = 1_000_000

    package init(editable: Set<String>) { self.editable = editable }

    private static let extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"]
    private static let protectedNames: Set<String> = [
        "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb",
        "Dockerfile", "Jenkinsfile", "node_modules", "dist", "build",
    ]

    /// Why the path may not be changed; nil when it may. The caller's list widens nothing that is protected by name.
    func objection(to path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if path.hasPrefix("/") || path.contains("\\") || parts.contains("..") || parts.contains("")
            || parts.contains(".")
        {
            return "\(path): this is no plain path inside the repository"
        }
        if parts.contains(where: { $0.hasPrefix(".") }) {
            return "\(path): dotfiles and CI are not the healer's to change"
        }
        if let name = parts.first(where: Self.protectedNames.contains) {
            return "\(path): \(name) is not the healer's to change"
        }
        let lowered = path.lowercased()
        if ["secret", "credential", "password"].contains(where: lowered.contains) {
            return "\(path): this may hold secrets"
        }
        guard Self.extensions.contains(where: path.hasSuffix) else {
            return "\(path): this is no JavaScript or TypeScript"
        }
        return editable.contains(path)
            ? nil : "\(path): this is no test, page object, fixture or Playwright configuration"
    }
}
