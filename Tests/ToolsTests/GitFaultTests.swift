import Domain
import Testing

@testable import Tools

/// What git and the package managers write when they fail, and whether trying again may help.
struct GitFaultTests {
    static let passing = [
        "fatal: unable to access 'http://127.0.0.1:9/x.git/': Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server",
        "fatal: unable to access 'https://git.example.com/x.git/': Could not resolve host: git.example.com",
        "fatal: unable to connect to 127.0.0.1:\n127.0.0.1[0: 127.0.0.1]: errno=Connection refused\n",
        "fatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 429",
        "fatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 500",
        "fatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 503",
        "error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: expected flush after ref listing",
        "error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)\nfatal: early EOF",
        "error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF\nfatal: fetch-pack: invalid index-pack output",
        "error: 7045 bytes of body are still expected\nfetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF",
        "fatal: unable to access 'https://github.com/a/b.git/': Recv failure: Connection reset by peer",
        "fatal: unable to access 'https://github.com/a/b.git/': Operation timed out after 300000 milliseconds with 0 out of 0 bytes received",
        "fatal: unable to access 'https://github.com/a/b.git/': GnuTLS recv error (-110): The TLS connection was non-properly terminated.",
        "ssh: Could not resolve hostname git.example.com: Temporary failure in name resolution\nfatal: Could not read from remote repository.",
        "ssh: connect to host github.com port 22: Network is unreachable\nfatal: Could not read from remote repository.",
        "ssh: connect to host github.com port 22: Connection timed out\nfatal: Could not read from remote repository.",
        "fatal: the remote end hung up unexpectedly",
    ]

    static let lasting = [
        "remote: Invalid username or password.\nfatal: Authentication failed for 'https://github.com/a/b.git/'",
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
        "remote: Repository not found.\nfatal: repository 'https://github.com/a/b.git/' not found",
        "fatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 403",
        "fatal: repository '/nowhere/x.git' does not exist",
        "fatal: '/nowhere' does not appear to be a git repository\nfatal: Could not read from remote repository.",
        "fatal: couldn't find remote ref gone",
        "fatal: remote error: upload-pack: not our ref 1111111111111111111111111111111111111111",
        "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.",
        "fatal: write error: No space left on device\nfatal: the remote end hung up unexpectedly\nfatal: early EOF",
        "fatal: unable to access 'https://git.example.com/x.git/': server certificate verification failed. CAfile: none CRLfile: none",
        "Host key verification failed.\nfatal: Could not read from remote repository.",
        "fatal: something that nobody has seen before", "",
    ]

    @Test("What stands in the way of a network may pass", arguments: passing)
    func passes(errors: String) { #expect(GitFault.mayPass(errors)) }

    @Test("A no, a full disk and what nobody knows do not pass", arguments: lasting)
    func lasts(errors: String) { #expect(!GitFault.mayPass(errors)) }
}

struct PackageFaultTests {
    static let passing = [
        ("npm", "npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED"),
        ("npm", "npm error code ENOTFOUND\nnpm error syscall getaddrinfo"),
        ("npm", "npm warn old\nnpm ERR! code EAI_AGAIN\nnpm ERR! syscall getaddrinfo"),
        ("npm", "npm error code E503\nnpm error 503 Service Unavailable - GET http://127.0.0.1:33759/503/left-pad"),
        ("/usr/bin/npm", "npm error code E429\nnpm error 429 Too Many Requests - GET http://127.0.0.1/left-pad"),
        ("npm", "npm ERR! code ERR_SOCKET_TIMEOUT\nnpm ERR! network Socket timeout"),
        (
            "pnpm",
            "\u{2009}ERR_PNPM_FETCH_503\u{2009} GET http://127.0.0.1:4873/left-pad: Service Unavailable - 503\n"
        ),
        (
            "pnpm",
            "\u{2009}ERR_PNPM_META_FETCH_FAIL\u{2009} GET http://127.0.0.1:9/left-pad: request to http://127.0.0.1:9/left-pad failed, reason: connect ECONNREFUSED 127.0.0.1:9"
        ),
        (
            "yarn",
            "yarn install v1.22.22\nerror An unexpected error occurred: \"http://127.0.0.1:9/left-pad: connect ECONNREFUSED 127.0.0.1:9\"."
        ),
        ("yarn", "➤ YN0001: │ RequestError: getaddrinfo EAI_AGAIN registry.yarnpkg.com"),
    ]

    static let lasting = [
        ("npm", "npm error code E404\nnpm error 404 Not Found - GET http://127.0.0.1:33759/404/left-pad"),
        ("npm", "npm error code E401\nnpm error Incorrect or missing password."),
        ("npm", "npm error code EUSAGE\nnpm error `npm ci` can only install with an existing package-lock.json"),
        ("npm", "npm error code ENOSPC\nnpm error nospc There appears to be insufficient space on your system"),
        ("npm", "npm error code 1\nnpm error command sh -c node install.js\nnpm error Error: read ECONNRESET"),
        ("npm", "Error: connect ECONNREFUSED 127.0.0.1:5432"),
        ("sh", "npm error code ECONNREFUSED"),
        ("pnpm", "\u{2009}ERR_PNPM_FETCH_404\u{2009} GET http://127.0.0.1:4873/left-pad: Not Found - 404"),
        ("pnpm", "\u{2009}ERR_PNPM_OUTDATED_LOCKFILE\u{2009} Cannot install with \"frozen-lockfile\""),
        ("yarn", "error Couldn't find package \"left-padd\" on the \"npm\" registry."),
        ("yarn", "error /x/node_modules/y: Command failed.\nError: getaddrinfo ENOTFOUND example.com"),
    ]

    @Test("A registry that cannot be reached may pass", arguments: passing)
    func passes(program: String, output: String) {
        #expect(PackageFault.mayPass([program, "install"], output: output))
    }

    @Test("Missing packages, other programs and the words of scripts do not pass", arguments: lasting)
    func lasts(program: String, output: String) {
        #expect(!PackageFault.mayPass([program, "install"], output: output))
    }
}
