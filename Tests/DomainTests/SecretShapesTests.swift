import Domain
import Foundation
import Testing

struct SecretShapesTests {
    @Test(
        "Takes out what looks like a secret, or stands under the name of one",
        arguments: [
            ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_def-123", "Bearer «SECRET_1»"),
            ("key=sk-ant-api03-AbCdEf1234567890abcd.", "key=«SECRET_1»."),
            ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "«SECRET_1»"),
            ("xoxb-123456789012-abcdefghijkl", "«SECRET_1»"), ("AKIAIOSFODNN7EXAMPLE", "«SECRET_1»"),
            ("postgres://sam:hunter2@db/x", "postgres://sam:«SECRET_1»@db/x"),
            ("https://hooks.slack.com/services/T0/B0/abc done", "https://hooks.slack.com/services/«SECRET_1» done"),
            ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY----- x", "«SECRET_1» x"),
            ("-----BEGIN RSA PRIVATE KEY-----\nabc", "«SECRET_1»"),
            ("Authorization: Bearer abc.def\nHost: x", "Authorization: Bearer «SECRET_1»\nHost: x"),
            ("set-cookie: sid=1; Path=/", "set-cookie: «SECRET_1»"),
            (#"{"name":"Cookie","value":"sid=1"}"#, #"{"name":"Cookie","value":"«SECRET_1»"}"#),
            (#"{"password":"a b","n":1}"#, #"{"password":"«SECRET_1»","n":1}"#),
            ("const accessToken = 'abc'", "const accessToken = '«SECRET_1»'"),
            ("GET /login?user=sam&password=hunter2&x=1", "GET /login?user=sam&password=«SECRET_1»&x=1"),
            ("/callback?code=a1b2c3d4&state=x", "/callback?code=«SECRET_1»&state=x"),
            (#"- textbox "Password": hunter2"#, #"- textbox "Password": «SECRET_1»"#),
            ("page.getByLabel('Password').fill('hunter2')", "page.getByLabel('Password').fill('«SECRET_1»')"),
        ])
    func takesOut(text: String, expected: String) {
        var shapes = SecretShapes()
        #expect(shapes.redact([text]) == [expected])
    }

    @Test(
        "Leaves what only resembles one",
        arguments: [
            "const token = await login(page);", "getByLabel('Password')", "Error: token expired",
            "class=\"sk-spinner\"",
            "error code=ERR", "password: string", "expect(session).toBeTruthy()", "http://127.0.0.1:3000/a@b",
            "the secret of success: patience", "sha256 3f786850e387550fdab836ed7e6dc881de23001b",
        ])
    func leaves(text: String) {
        var shapes = SecretShapes()
        #expect(shapes.redact([text]) == [text])
    }

    @Test("The same secret gets the same mark everywhere, different ones different marks")
    func stable() {
        var shapes = SecretShapes()
        let texts = ["password=hunter2hunter, token=abcdefgh", "she typed hunter2hunter", "token=abcdefgh"]
        #expect(
            shapes.redact(texts) == [
                "password=«SECRET_1», token=«SECRET_2»", "she typed «SECRET_1»", "token=«SECRET_2»",
            ])
        #expect(shapes.redact(["hunter2hunter"]) == ["«SECRET_1»"])
    }

    @Test("Done twice is done once, and marks that were there are not given away")
    func idempotent() {
        let text = "password=hunter2hunter «SECRET_1» Cookie: [secret]"
        var shapes = SecretShapes()
        let once = shapes.redact([text])
        #expect(once == ["password=«SECRET_2» «SECRET_1» Cookie: [secret]"])
        var again = SecretShapes()
        #expect(again.redact(once) == once)
        #expect(SecretShapes.isMarked(once[0]))
    }
}

struct RedactionTests {
    @Test("Takes out known secrets in every dress that they may come in")
    func disguises() {
        let redaction = Redaction(secrets: ["pa ss\"wörd/42"])
        #expect(redaction.apply(to: "x pa ss\"wörd/42 y") == "x [secret] y")
        #expect(redaction.apply(to: #"{"a":"pa ss\"wörd/42"}"#) == #"{"a":"[secret]"}"#)
        #expect(redaction.apply(to: "?p=pa%20ss%22w%C3%B6rd%2F42&x") == "?p=[secret]&x")
        for before in ["", "s", "sa", "sam"] {
            let base64 = Data("\(before):pa ss\"wörd/42".utf8).base64EncodedString()
            let text = redaction.apply(to: "Basic \(base64)")
            #expect(text.contains("[secret]") && !text.contains(base64))
        }
    }
}
