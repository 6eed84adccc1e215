/// Why files of a pattern must not be deleted. The playbook's own rules at the time of deleting are stricter; these are
/// for what can be seen before anything is run.
enum FileDanger {
    private static let system: Set<String> = [
        "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "run", "sbin", "sys", "usr",
    ]

    /// - Returns: the end of a sentence that begins with the pattern; nil when nothing speaks against it.
    static func of(_ pattern: String) -> String? {
        let parts = pattern.split(separator: "/").map(String.init)
        let isAbsolute = pattern.hasPrefix("/")
        if parts.isEmpty || pattern.hasSuffix("/") { return "names no file" }
        if pattern.hasPrefix("~") { return "begins with `~`, which nothing here expands: write the path itself" }
        if parts.contains("..") || parts.contains(".") { return "has `.` or `..` in it: write the path itself" }
        if parts.contains(where: { $0.lowercased() == ".git" }) { return "leads into git's own files" }
        if !isAbsolute, parts[0].allSatisfy({ $0 == "*" }) {
            return "fits everything below the checkout: begin it with a folder"
        }
        guard isAbsolute else { return nil }
        if parts.count < 3 || parts.prefix(2).contains(where: { $0.contains("*") }) {
            return "is too wide: an absolute pattern begins with at least two plain folders"
        }
        if system.contains(parts[0]) { return "lies among the system's own files" }
        return nil
    }
}
