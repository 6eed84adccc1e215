import HTTPClient
import Testing

struct SecretTests {
    @Test("Never shows itself")
    func redaction() {
        struct Credentials { let token: Secret }
        var text = ""
        let credentials = Credentials(token: Secret("hunter2"))
        dump(credentials, to: &text)
        text += "\(credentials) \(String(reflecting: credentials)) \(Secret("hunter2"))"
        #expect(!text.contains("hunter2"))
    }
}
