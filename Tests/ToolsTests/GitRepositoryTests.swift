import Domain
import Foundation
import Pipeline
import TestKit
import Testing

@testable import Tools

struct GitRepositoryTests {
    private let place: URL
    private let origin: String
    private let tools = ToolRunner(owner: "tests")
    private let git: GitRepository
    private var settings: RepositorySettings

    init() async throws {
        place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).resolvingSymlinksInPath()
        origin = place.appending(path: "origin").path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: origin, withIntermediateDirectories: true)
        git = GitRepository(
            tools: tools, mirrors: place.appending(path: "mirrors").path(percentEncoded: false),
            environment: ChildEnvironment(of: ["PATH": "/usr/local/bin:/usr/bin:/bin"]), credentials: { _ in nil })
        settings = RepositorySettings(name: "acme/shop")
        settings.path = origin
        try await run("init", "--quiet", "--initial-branch=main")
        try await commit("one", "a.txt")
        try await commit("two", "a.txt")
    }

    @discardableResult
    private func run(_ arguments: String...) async throws -> String {
        let environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Sam",
            "GIT_AUTHOR_EMAIL": "sam@example.com", "GIT_COMMITTER_NAME": "Sam",
            "GIT_COMMITTER_EMAIL": "sam@example.com",
        ]
        let result = try await tools.capture(
            .init(["git", "-C", origin] + arguments, environment: environment, timeout: .seconds(300)))
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func commit(_ text: String, _ file: String) async throws {
        try Data(text.utf8).write(to: URL(filePath: origin + "/" + file))
        try await run("add", "--all")
        try await run("commit", "--quiet", "--message", text)
    }

    private func request(_ ref: String = "HEAD", change: (inout Job) -> Void = { _ in }) -> HealingRequest {
        var job = Job(id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: ref, createdAt: .now())
        change(&job)
        return HealingRequest(job: job, repository: settings)
    }

    @Test("An origin that cannot be reached may be there later; one that is not there is not")
    func unreachable() async throws {
        var request = request()
        request.repository.path = nil
        request.repository.clone = "http://127.0.0.1:9/shop.git"
        let error = await #expect(throws: GitError.self) { try await git.resolve(request) }
        #expect(error?.mayPass == true)
        request.repository.clone = origin + "-that-is-not-there"
        let other = await #expect(throws: GitError.self) { try await git.resolve(request) }
        #expect(other?.mayPass == false)
    }

    private func fetch(from server: URL) async throws {
        let git = GitRepository(
            tools: tools, mirrors: place.appending(path: "remote").path(percentEncoded: false),
            environment: ChildEnvironment(of: ["PATH": "/usr/local/bin:/usr/bin:/bin"]),
            credentials: { _ in "pass'\"$word" })
        var settings = RepositorySettings(name: "acme/shop")
        settings.clone = server.appending(path: "shop.git").absoluteString
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: .now())
        _ = try await git.resolve(HealingRequest(job: job, repository: settings))
    }

    private static let asks =
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    @Test("The server that asks gets the password, and the one that it sends git to does not")
    func keepsPasswords() async throws {
        let other = try LoopbackServer(answer: Self.asks)
        let server = try LoopbackServer(
            answer: "HTTP/1.1 302 Found\r\nLocation: \(other.url)shop.git/info/refs?service=git-upload-pack\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n")
        await #expect(throws: GitError.self) { try await fetch(from: server.url) }
        #expect(!other.heads.isEmpty)
        #expect(!(server.heads + other.heads).contains { $0.contains("Authorization") })

        let asking = try LoopbackServer(answer: Self.asks)
        await #expect(throws: GitError.self) { try await fetch(from: asking.url) }
        let password = Data("x-access-token:pass'\"$word".utf8).base64EncodedString()
        #expect(asking.heads.contains { $0.contains("Authorization: Basic \(password)") })
    }

    @Test("HEAD is what the origin has checked out now, compared with its parent")
    func resolvesHead() async throws {
        let first = try await git.resolve(request())
        #expect(try await run("rev-parse", "HEAD") == first.sha.text)
        #expect(try await run("rev-parse", "HEAD^") == first.base?.text)
        #expect(first.branch == "main")
        #expect(first.subject == "two")
        try await run("checkout", "--quiet", "-b", "other")
        try await commit("three", "b.txt")
        let second = try await git.resolve(request())
        #expect(second.branch == "other")
        #expect(second.subject == "three")
    }

    @Test("A tag that is newer than the mirror is found; a name that would write refs is not asked for")
    func resolvesNames() async throws {
        _ = try await git.resolve(request())
        try await run("tag", "v1", "HEAD^")
        #expect(try await git.resolve(request("v1")).subject == "one")
        for name in ["no-such-branch", "main:refs/heads/evil", "-x"] {
            await #expect(throws: UnknownRevision.self) { try await git.resolve(request(name)) }
        }
        #expect(try await run("branch", "--list", "evil").isEmpty)
    }

    @Test("A base that is gone is replaced by the parent, and the report is told")
    func replacesMissingBase() async throws {
        let gone = CommitSHA(String(repeating: "c", count: 40))
        let revision = try await git.resolve(request { $0.base = gone })
        #expect(try await run("rev-parse", "HEAD^") == revision.base?.text)
        #expect(revision.notes.count == 1)
    }

    @Test("A worktree is clean again after a reset, but for what the set-up made")
    func resets() async throws {
        let revision = try await git.resolve(request())
        let folder = place.appending(path: "work").path(percentEncoded: false)
        try await git.checkOut(revision.sha, of: settings, into: folder)
        try FileManager.default.createSymbolicLink(atPath: folder + "/node_modules", withDestinationPath: "/usr")
        let made = try await git.untracked(folder)
        #expect(made == ["node_modules"])
        try Data("changed".utf8).write(to: URL(filePath: folder + "/a.txt"))
        try Data("left".utf8).write(to: URL(filePath: folder + "/left.txt"))
        try await git.reset(folder, to: revision.sha, keeping: made)
        #expect(FileManager.default.contents(atPath: folder + "/a.txt") == Data("two".utf8))
        #expect(FileManager.default.fileExists(atPath: folder + "/node_modules"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/left.txt"))
        try await git.checkOut(revision.sha, of: settings, into: folder)
        await git.remove(folder, of: settings)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("What a git that was killed in the mirror has left behind does not stop the next one")
    func outlivesKilledFetch() async throws {
        _ = try await git.resolve(request())
        let mirror = git.mirror(of: settings)
        for name in ["refs/heads/main", "refs/heads/team/new", "packed-refs", "config", "HEAD"] {
            let lock = URL(filePath: "\(mirror)/\(name).lock")
            try FileManager.default.createDirectory(
                at: lock.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: lock)
        }
        try await commit("three", "a.txt")
        try await run("branch", "team/new")
        #expect(try await git.resolve(request()).subject == "three")
    }

    @Test("A worktree is made again when the git that made it was killed")
    func outlivesKilledCheckout() async throws {
        let revision = try await git.resolve(request())
        let folder = place.appending(path: "work").path(percentEncoded: false)
        try await git.checkOut(revision.sha, of: settings, into: folder)
        // As `git worktree add` keeps others away until it is done.
        try Data("initializing".utf8).write(to: URL(filePath: git.mirror(of: settings) + "/worktrees/work/locked"))
        try await git.checkOut(revision.sha, of: settings, into: folder)
        #expect(FileManager.default.contents(atPath: folder + "/a.txt") == Data("two".utf8))
    }

    @Test("A git that was killed while it added a worktree keeps nobody from the mirror")
    func outlivesHalfAWorktree() async throws {
        let revision = try await git.resolve(request())
        let folder = place.appending(path: "work").path(percentEncoded: false)
        try await git.checkOut(revision.sha, of: settings, into: folder)
        let half = URL(filePath: git.mirror(of: settings) + "/worktrees/half")
        try FileManager.default.createDirectory(at: half, withIntermediateDirectories: true)
        // As git leaves it between its first two writes.
        for (name, text) in [
            ("HEAD", String(repeating: "0", count: 40) + "\n"), ("commondir", "../..\n"),
            ("gitdir", place.appending(path: "half/.git").path(percentEncoded: false) + "\n"),
            ("locked", "initializing\n"),
        ] {
            try Data(text.utf8).write(to: half.appending(path: name))
        }
        try await commit("three", "a.txt")
        #expect(try await git.resolve(request()).subject == "three")
        #expect(!FileManager.default.fileExists(atPath: half.path(percentEncoded: false)))
        // Whoever works in another worktree is not disturbed.
        try await git.reset(folder, to: revision.sha, keeping: [])
    }

    @Test("A worktree is reset when a git was killed in it")
    func outlivesKilledReset() async throws {
        let revision = try await git.resolve(request())
        let folder = place.appending(path: "work").path(percentEncoded: false)
        try await git.checkOut(revision.sha, of: settings, into: folder)
        try Data().write(to: URL(filePath: git.mirror(of: settings) + "/worktrees/work/index.lock"))
        try Data("changed".utf8).write(to: URL(filePath: folder + "/a.txt"))
        try await git.reset(folder, to: revision.sha, keeping: [])
        #expect(FileManager.default.contents(atPath: folder + "/a.txt") == Data("two".utf8))
    }

    @Test("Different names never share a mirror")
    func namesMirrors() {
        let names = ["a/b_c", "a_b/c", "a/b-c", "A/b_c", "a/b.c"]
        #expect(Set(names.map { git.mirror(of: RepositorySettings(name: $0)) }).count == names.count)
    }

    @Test("Changed files and the diff of a commit are told")
    func tellsChanges() async throws {
        let revision = try await git.resolve(request())
        let base = try #require(revision.base)
        let changes = try await git.changes(from: base, to: revision.sha, of: settings)
        #expect(changes.files == ["a.txt"])
        #expect(changes.diff.contains("-one") && changes.diff.contains("+two"))
    }
}

struct PlaywrightArgumentsTests {
    @Test("Tests are named by what stays when lines move, with tags wherever Playwright puts them")
    func selects() throws {
        var run = SuiteRun(
            repository: RepositorySettings(name: "a/b"), folder: "/w", output: "/o", projects: ["modules"],
            tests: [TestSelection(file: "tests/a.spec.ts", titles: ["Shop", "costs $5 (net)"])], tracing: .all,
            repeats: 3,
            retries: 0)
        let words = PlaywrightArguments(run, reporter: "/r.cjs").words
        #expect(words.contains("--project=modules"))
        #expect(words.contains("--repeat-each=3"))
        #expect(words.contains("--retries=0"))
        #expect(words.contains("/tests\\/a\\.spec\\.ts$"))
        let grep = try #require(words.first { $0.hasPrefix("--grep=") }?.dropFirst("--grep=".count))
        let pattern = try Regex(String(grep))
        for title in ["modules a.spec.ts Shop costs $5 (net)", "modules a.spec.ts Shop @smoke costs $5 (net) @slow"] {
            #expect(title.contains(pattern), "\(title)")
        }
        #expect(!"modules a.spec.ts Shop costs $5 (net) later".contains(pattern))
        run.tests = []
        #expect(!PlaywrightArguments(run, reporter: "/r.cjs").words.contains { $0.hasPrefix("--grep=") })
    }
}
