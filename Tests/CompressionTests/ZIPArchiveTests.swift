import Compression
import Foundation
import TestKit
import Testing

struct ZIPArchiveTests {
    static let sentence = "To be, or not to be, that is the question: to be read, or not to be."
    static let deflatedSentence = "C8lXSErVUcgvUsjLL1EogfBKMhJLFDKLgXSqQmFpanFJZn6eFURSoSg1MQVVvR4A"
    /// 100,000 zero bytes in 114.
    static let deflatedZeros =
        "7cExAQAAAMKg9U9tDQ+g" + String(repeating: "A", count: 128) + "gFcD"

    static func deflated(_ base64: String, declared: Int, checksum: UInt32) throws -> StoredZIP.Entry {
        let data = try #require(Data(base64Encoded: base64))
        return StoredZIP.Entry(
            name: "text", data: Array(data), method: 8, declaredBytes: declared, checksum: checksum)
    }

    private func text(_ archive: ZIPArchive, _ name: String) throws -> String {
        let entry = try #require(archive.entry(named: name))
        return String(decoding: try archive.bytes(of: entry, limitBytes: 1 << 20), as: UTF8.self)
    }

    @Test("Reads stored and deflated entries, by name, behind a comment")
    func readsEntries() throws {
        var zip = StoredZIP(comment: Array("PK\u{5}\u{6} is not the end".utf8))
        zip.add("folder/stored", "plain")
        zip.add("folder/", "")
        zip.entries.append(try Self.deflated(Self.deflatedSentence, declared: 68, checksum: 0xd373_b175))
        let archive = try ZIPArchive(zip.bytes, name: "a.zip")
        #expect(archive.entries.map(\.name) == ["folder/stored", "text"])
        #expect(try text(archive, "folder/stored") == "plain")
        #expect(try text(archive, "text") == Self.sentence)
    }

    @Test("Reads a file as it reads bytes, and says when there is none")
    func readsFiles() throws {
        var zip = StoredZIP()
        zip.add("a", "plain")
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).zip").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(zip.bytes).write(to: URL(fileURLWithPath: path))
        #expect(try text(ZIPArchive(contentsOf: path), "a") == "plain")
        #expect { try ZIPArchive(contentsOf: "/nowhere/trace.zip") } throws: {
            "\($0)".contains("/nowhere/trace.zip cannot be read: No such file")
        }
        #expect(throws: ZIPError.self) { try ZIPArchive(contentsOf: "/dev/zero") }
    }

    @Test("Reads sizes from the ZIP64 extra field")
    func readsZIP64() throws {
        var zip = StoredZIP()
        let sizes = StoredZIP.number(1, 2) + StoredZIP.number(8, 2) + StoredZIP.number(5, 8)
        zip.entries = [.init(name: "wide", data: Array("plain".utf8), declaredBytes: 0xffff_ffff, extra: sizes)]
        #expect(try text(ZIPArchive(zip.bytes, name: "a.zip"), "wide") == "plain")
    }

    @Test(
        "Refuses names that leave their folder",
        arguments: ["../up", "a/../../up", "/etc/passwd", "a\\b", "nul\0l", "C:/x", ""])
    func refusesNames(name: String) {
        var zip = StoredZIP()
        zip.add(name, "x")
        #expect(throws: ZIPError(.unsafeName, archive: "a.zip", entry: name)) {
            try ZIPArchive(zip.bytes, name: "a.zip")
        }
    }

    @Test("Stops a bomb by what comes out, whatever it declares", arguments: [100_000, 10, 5_000])
    func stopsBombs(declared: Int) throws {
        var zip = StoredZIP()
        zip.entries = [try Self.deflated(Self.deflatedZeros, declared: declared, checksum: 0xd411_957d)]
        var limits = ZIPArchive.Limits()
        limits.ratioFreeBytes = 1000
        let archive = try ZIPArchive(zip.bytes, name: "a.zip", limits: limits)
        var handedOut = 0
        #expect(throws: ZIPError.self) { try archive.read(archive.entries[0]) { handedOut += $0.count } }
        #expect(handedOut == 0)
        limits.ratio = 1032
        let trusting = try ZIPArchive(zip.bytes, name: "a.zip", limits: limits)
        if declared == 100_000 {
            #expect(try trusting.bytes(of: trusting.entries[0], limitBytes: declared).count == declared)
        }
    }

    @Test("Holds every other limit")
    func holdsLimits() throws {
        var zip = StoredZIP()
        zip.add("a", String(repeating: "x", count: 600))
        zip.add("b", String(repeating: "x", count: 600))
        func kind(_ change: (inout ZIPArchive.Limits) -> Void) -> ZIPError.Kind? {
            var limits = ZIPArchive.Limits()
            change(&limits)
            do {
                let archive = try ZIPArchive(zip.bytes, name: "a.zip", limits: limits)
                try archive.read(archive.entries[0]) { _ in }
                return nil
            } catch { return (error as? ZIPError)?.kind }
        }
        #expect(kind { _ in } == nil)
        #expect(kind { $0.entries = 1 } == .limit("2 entries, at most 1"))
        #expect(kind { $0.entryBytes = 500 } == .limit("more than 500 bytes"))
        #expect(kind { $0.totalBytes = 1000 } == .limit("more than 1000 bytes in all"))
        #expect(kind { $0.directoryBytes = 60 } == .limit("a directory of 94 bytes, at most 60"))
    }

    @Test("Tells what is wrong with an entry")
    func tellsDamage() throws {
        func kind(_ entry: StoredZIP.Entry) throws -> ZIPError.Kind? {
            let archive = try ZIPArchive(StoredZIP(entries: [entry]).bytes, name: "a.zip")
            do { try archive.read(archive.entries[0]) { _ in } } catch { return (error as? ZIPError)?.kind }
            return nil
        }
        let data = Array("plain".utf8)
        #expect(try kind(.init(name: "a", data: data, checksum: 1)) == .damaged("its checksum does not fit"))
        #expect(try kind(.init(name: "a", data: data, flags: 1)) == .unsupported("encryption"))
        #expect(try kind(.init(name: "a", data: data, method: 14)) == .unsupported("compression method 14"))
        #expect(
            try kind(.init(name: "a", data: data, declaredBytes: 3)) == .damaged("more bytes come out than it declares")
        )
        #expect(
            try kind(.init(name: "a", data: [0xff, 0xff], method: 8)) == .damaged("its compressed data is not DEFLATE"))
        #expect(try kind(.init(name: "a", data: [], method: 8)) == .truncated("its compressed data"))
    }

    @Test("What is no archive is named so", arguments: ["", "PK", "<html>404</html>"])
    func namesWhatIsNoArchive(text: String) {
        #expect { try ZIPArchive(Array(text.utf8), name: "trace.zip") } throws: {
            "\($0)".hasPrefix("trace.zip is cut short in its end")
        }
    }
}
