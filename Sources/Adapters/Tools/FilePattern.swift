import Domain
import Foundation

/// A pattern of paths as shells read it: `*` stands for any run of characters but a slash, `**` for any folders. Names that
/// begin with a dot are matched only by a pattern that writes the dot.
struct FilePattern {
    /// What a pattern does not lead to, and why.
    struct Refusal: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Entries that are looked at for one pattern.
    private static let visitLimit = 20_000

    private let root: String
    private let parts: [String]
    /// Whether folders that are links are entered where the pattern writes their names.
    private let followsLinks: Bool

    /// - Parameter folder: the checkout; relative patterns are below it.
    init(_ text: String, below folder: String?) throws(Refusal) {
        let isAbsolute = text.hasPrefix("/")
        guard isAbsolute || folder != nil else { throw Refusal(description: "\(text) needs a checkout to be below of") }
        parts = text.split(separator: "/").map(String.init)
        guard !parts.isEmpty, !text.hasSuffix("/"), !text.contains("\0") else {
            throw Refusal(description: "\(text) names no file")
        }
        guard !parts.contains(".."), !parts.contains(".") else {
            throw Refusal(description: "\(text) has `.` or `..` in it: write the path itself")
        }
        guard !parts.contains(where: { $0.lowercased() == ".git" }) else {
            throw Refusal(description: "\(text) leads into git's own files")
        }
        guard !isAbsolute || parts.prefix(2).allSatisfy({ !$0.contains("*") }) && parts.count > 2 else {
            throw Refusal(
                description: "\(text) is too wide: an absolute pattern begins with at least two plain folders")
        }
        root = isAbsolute ? "" : folder ?? ""
        followsLinks = isAbsolute
    }

    /// Files, and links to anything, in the order of their names; folders are none. Links to folders are not entered below
    /// the checkout, because a commit can make one that leads elsewhere.
    func files() throws(Refusal) -> [String] {
        var visits = 0
        return try files(below: root, parts[...], &visits)
    }

    private func files(below folder: String, _ rest: ArraySlice<String>, _ visits: inout Int) throws(Refusal)
        -> [String]
    {
        guard let part = rest.first else { return [] }
        let later = rest.dropFirst()
        if part == "**" {
            var found =
                later.isEmpty ? try match("*", later, below: folder, &visits) : try files(below: folder, later, &visits)
            for name in try names(folder, &visits)
            where !name.hasPrefix(".") && Self.kind("\(folder)/\(name)") == .typeDirectory {
                found += try files(below: "\(folder)/\(name)", rest, &visits)
            }
            return found
        }
        return try match(part, later, below: folder, &visits)
    }

    private func match(_ part: String, _ later: ArraySlice<String>, below folder: String, _ visits: inout Int)
        throws(Refusal) -> [String]
    {
        let isPlain = !part.contains("*")
        let pattern = WildcardPattern(part)
        let found =
            isPlain
            ? [part]
            : try names(folder, &visits).filter { pattern.matches($0) && ($0.hasPrefix(".") == part.hasPrefix(".")) }
        var result: [String] = []
        for name in found where name.lowercased() != ".git" {
            let path = "\(folder)/\(name)"
            guard let kind = Self.kind(path) else { continue }
            if later.isEmpty {
                if kind != .typeDirectory { result.append(path) }
            } else if kind == .typeDirectory || kind == .typeSymbolicLink && isPlain && followsLinks {
                result += try files(below: path, later, &visits)
            } else if kind == .typeSymbolicLink && isPlain {
                throw Refusal(description: "\(path) is a link, and links are not followed out of the checkout")
            }
        }
        return result
    }

    private func names(_ folder: String, _ visits: inout Int) throws(Refusal) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "/" : folder)) ?? []
        visits += names.count
        guard visits <= Self.visitLimit else {
            throw Refusal(
                description:
                    "more than \(Self.visitLimit) files and folders would have to be looked at: write a narrower "
                    + "pattern")
        }
        return names.sorted()
    }

    /// Of the entry itself, not of what a link leads to; nil when there is none.
    static func kind(_ path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}
