import Domain
import Testing

struct CutTextTests {
    @Test(
        "A secret across the limit leaves nothing of its beginning, wherever in it the limit falls",
        arguments: [
            ("GET /cart\nAuthorization: Bearer ", "abcdefgh.ijklmnop", "\nHost: x"),
            (#"{"user": "sam", "password": ""#, "correct horse battery", #"", "n": 1}"#),
            ("const token = '", "a bcdefgh", "';"), ("page.getByLabel('Password').fill('", "correct horse", "')"),
            (#"{"name":"Cookie","value":""#, "sid=1; csrf=2", #""}"#),
            ("it made ", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", " today"),
            ("postgres://sam:", "hunter2hunter", "@db/x"), ("/login?user=sam&password=", "hunter2hunter", "&x=1"),
            // Known by its value alone.
            ("she typed ", "zebra-77-known", " there"),
        ])
    func beginning(before: String, secret: String, after: String) {
        for offset in 1..<secret.utf8.count {
            let kept = CutText.beginning(of: before + secret + after, limitBytes: before.utf8.count + offset)
            #expect(!kept.contains(secret.prefix(3)), "\(kept)")
            #expect((before + secret + after).hasPrefix(kept))
        }
    }

    @Test(
        "A secret across the limit leaves nothing of its end, wherever in it the limit falls",
        arguments: [
            ("GET /cart\nCookie: ", "sid=abcdef; csrf=ghijkl", "\nHost: x\n"),
            ("she typed ", "zebra-77-known", " there"),
            (#"{"password":"#, #""hunter2hunter""#, #","n":1}"#),
        ])
    func end(before: String, secret: String, after: String) {
        for offset in 1..<secret.utf8.count {
            let kept = CutText.end(of: before + secret + after, limitBytes: after.utf8.count + offset)
            #expect(!kept.contains(secret.suffix(3)), "\(kept)")
            #expect(!kept.isEmpty && (before + secret + after).hasSuffix(kept))
        }
    }

    @Test("A private key of which the end was kept is taken out as one that is whole")
    func endOfKey() {
        let text = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0B
            AQEFAASCBKcwggSjAgEAAoIB
            Zw==
            -----END PRIVATE KEY-----
            done
            """
        let kept = CutText.end(of: text, limitBytes: 80)
        #expect(kept.hasPrefix("AQEF"))
        #expect(Redaction(secrets: []).apply(to: kept) == "[secret]\ndone")
    }

    @Test("What is not too long is left as it is, and what is too long is cut between words and letters")
    func plain() {
        #expect(CutText.beginning(of: "token: \"abc", limitBytes: 11) == "token: \"abc")
        #expect(CutText.end(of: "one two", limitBytes: 7) == "one two")
        #expect(CutText.beginning(of: "one two größer", limitBytes: 12) == "one two")
        #expect(CutText.beginning(of: "one two three", limitBytes: 7) == "one two")
        #expect(CutText.end(of: "one\ntwo three\nfour", limitBytes: 14) == "two three\nfour")
        #expect(CutText.end(of: "größer two", limitBytes: 7) == "two")
        #expect(CutText.beginning(of: "http://localhost/cart/lines", limitBytes: 24) == "http://localhost/cart/")
    }
}
