import Testing

@testable import GitHub

struct GitHubPathTests {
    @Test("Encodes names so that they stay one part, and branches so that they stay one reference")
    func encoding() {
        let nasty = "a/../b?c#d%e é"
        let path: GitHubPath = "/x/\(nasty)/\(branch: "feat/ä b")/\(7)"
        #expect(path.text == "/x/a%2F..%2Fb%3Fc%23d%25e%20%C3%A9/feat/%C3%A4%20b/7")
    }

    @Test(
        "Takes names as GitHub has them",
        arguments: [
            ("octo/demo", true), ("o-c.t_o/demo.js", true), ("octo/..", false), ("octo/", false), ("é/x", false),
        ])
    func names(text: String, isName: Bool) {
        #expect((RepositoryName(text) != nil) == isName)
    }
}
