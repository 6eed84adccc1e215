import GitHub
import Testing

struct SecretTests {
    @Test("Never shows itself")
    func redaction() {
        var text = ""
        let credentials = GitHubCredentials.token(Secret("hunter2"))
        dump(credentials, to: &text)
        text += "\(credentials) \(String(reflecting: credentials)) \(Secret("hunter2"))"
        #expect(!text.contains("hunter2"))
    }
}
