import Compression
import Evidence
import TestKit
import Testing

struct BlobReportTests {
    private func archive(_ entries: [(String, String)]) throws -> ZIPArchive {
        var zip = StoredZIP()
        for (name, text) in entries { zip.add(name, text) }
        return try ZIPArchive(zip.bytes, name: "blob.zip")
    }

    private let metadata = #"{"method":"onBlobReportMetadata","params":{"version":2}}"# + "\n"

    @Test(
        "Says where the suite and its configuration lay",
        arguments: [
            ("../playwright.config.ts", "/w/e2e/playwright.config.ts"), ("/w/p.ts", "/w/p.ts"),
            ("./a/p.ts", "/w/e2e/tests/a/p.ts"),
        ])
    func readsPlaces(configFile: String, absolute: String) throws {
        let line =
            #"{"method":"onConfigure","params":{"config":{"configFile":"\#(configFile)","rootDir":"/w/e2e/tests"}}}"#
        let report = try BlobReport(try archive([("resources/a.png", "x"), ("report.jsonl", metadata + line)]))
        #expect(report.rootDirectory == "/w/e2e/tests")
        #expect(report.configFile == absolute)
    }

    @Test("A suite without a configuration has none")
    func hasNoConfiguration() throws {
        let line = #"{"method":"onConfigure","params":{"config":{"rootDir":"/w"}}}"# + "\n{broken"
        #expect(try BlobReport(try archive([("report.jsonl", metadata + line)])).configFile.isEmpty)
    }

    @Test("An archive of something else is an error that names it", arguments: ["a.txt", "report.jsonl"])
    func refusesOthers(name: String) throws {
        let archive = try archive([(name, metadata)])
        #expect { try BlobReport(archive) } throws: { "\($0)".contains("blob.zip") }
    }
}
