import Foundation
import LanguageModels
import Testing

struct OllamaAddressTests {
    @Test(
        "Reads every form that Ollama reads",
        arguments: [
            ("", "http://127.0.0.1:11434/", true), ("localhost", "http://127.0.0.1:11434/", true),
            ("http://localhost:11434", "http://127.0.0.1:11434/", true), (":8080", "http://127.0.0.1:8080/", true),
            ("0.0.0.0", "http://127.0.0.1:11434/", true), ("0.0.0.0:9", "http://127.0.0.1:9/", true),
            (" \"10.0.0.7\" ", "http://10.0.0.7:11434/", false), ("gpu-box:1234", "http://gpu-box:1234/", false),
            ("http://gpu-box", "http://gpu-box:80/", false), ("https://gpu-box", "https://gpu-box:443/", false),
            ("https://x.example:8443/ollama", "https://x.example:8443/ollama", false),
            ("[::1]", "http://[::1]:11434/", true), ("::1", "http://[::1]:11434/", true),
            ("[::1]:99", "http://[::1]:99/", true), ("::", "http://[::1]:11434/", true),
            ("ollama.com", "https://ollama.com:443/", false),
        ])
    func reads(text: String, url: String, isLocal: Bool) throws {
        let address = try #require(OllamaAddress(text))
        #expect(address.url.absoluteString == url)
        #expect(address.isLocal == isLocal)
    }

    @Test("What is no address is none", arguments: ["ftp://x", "x:y", "x:0", "x:70000", "a b", "http://a:1:2"])
    func none(text: String) {
        #expect(OllamaAddress(text) == nil)
    }

    @Test("Knows the machines of the company that makes it")
    func vendor() {
        #expect(OllamaAddress("https://ollama.com/api")?.isOfVendor == true)
        #expect(OllamaAddress("https://ollama.com.evil.example")?.isOfVendor == false)
    }
}
