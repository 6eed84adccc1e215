import Domain
import Foundation
import Pipeline

/// Has the suite's own Playwright take elements away from each page before a step can use them, without a word in the suite:
/// Node loads a program of ours first, which asks each new page to handle them like an overlay in the way.
///
/// Source: `page.addLocatorHandler`, from Playwright 1.42; older ones take nothing away.
struct TakenElements {
    private let selectors: [String]
    /// A line for each element that was taken away: its selector as JSON.
    private let log: String

    init(_ run: SuiteRun) {
        selectors = run.takingAway
        log = run.output + "/taken-away.jsonl"
    }

    private struct Order: Encodable { let selectors: [String], log: String }

    /// - Parameters:
    ///   - folder: that the program is written to.
    ///   - variables: of the suite, which get what Node and the program must know.
    func prepare(in folder: String, _ variables: inout [String: String]) throws {
        guard !selectors.isEmpty else { return }
        let path = folder + "/taken-elements.cjs"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(Self.source.utf8).write(to: URL(filePath: path), options: .atomic)
        try? FileManager.default.removeItem(atPath: log)
        variables["SELFHEAL_TAKE_AWAY"] = String(
            decoding: try JSON.encode(Order(selectors: selectors, log: log)), as: UTF8.self)
        // Node reads quotes and backslashes here as a shell does.
        let quoted = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        variables["NODE_OPTIONS"] = [variables["NODE_OPTIONS"], "--require \"\(quoted)\""].compactMap(\.self)
            .joined(separator: " ")
    }

    /// The selectors that found something; nil when there were none.
    var found: [String]? {
        guard !selectors.isEmpty else { return nil }
        guard let lines = FileManager.default.contents(atPath: log) else { return [] }
        let found = lines.split(separator: UInt8(ascii: "\n")).compactMap { try? JSON.decode(String.self, from: $0) }
        return Set(found).intersection(selectors).sorted()
    }

    private static let source = """
        'use strict';
        const fs = require('node:fs');
        const Module = require('node:module');

        // A process that inherited the one variable without the other is left alone.
        const { selectors, log } = JSON.parse(process.env.SELFHEAL_TAKE_AWAY || '{"selectors":[]}');
        const known = new WeakSet();

        function isNew(object) {
          if (!object || known.has(object)) return false;
          known.add(object);
          return true;
        }

        function follow(object, name, next) {
          const original = object[name];
          if (typeof original !== 'function') return;
          object[name] = async function (...words) {
            const result = await original.apply(this, words);
            next(result);
            return result;
          };
        }

        const load = Module._load;
        Module._load = function (request, ...rest) {
          const loaded = load.call(this, request, ...rest);
          if (/(^|[\\\\/])playwright-core([\\\\/]index(\\.js)?)?$/.test(request)) watchLibrary(loaded);
          return loaded;
        };

        function watchLibrary(library) {
          for (const type of [library?.chromium, library?.firefox, library?.webkit]) {
            if (!isNew(type)) continue;
            for (const name of ['launch', 'connect', 'connectOverCDP']) follow(type, name, watchBrowser);
            follow(type, 'launchPersistentContext', watchContext);
          }
        }

        function watchBrowser(browser) {
          if (!isNew(browser)) return;
          follow(browser, 'newContext', watchContext);
          browser.contexts().forEach(watchContext);
        }

        function watchContext(context) {
          if (!isNew(context)) return;
          context.pages().forEach(takeAway);
          context.on('page', takeAway);
        }

        function takeAway(page) {
          if (typeof page.addLocatorHandler !== 'function') return;
          for (const selector of selectors) {
            const all = page.locator(selector);
            const handler = async () => {
              const count = await all.evaluateAll((elements) => {
                for (const element of elements) element.remove();
                return elements.length;
              });
              if (count > 0) fs.appendFileSync(log, JSON.stringify(selector) + '\\n');
            };
            page.addLocatorHandler(all.first(), handler).catch(() => {});
          }
        }
        """
}
