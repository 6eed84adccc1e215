package import Evidence
import Foundation

/// What all locators of a good run meant, one line of JSON each.
package struct LocatorIndex: Hashable, Sendable {
    /// In the order of the run.
    package let locators: [LocatorMemory]

    /// Of the lines of one test; what comes later in its run is left out.
    package static let limitBytes = 256 << 10
    private static let limitLocators = 200
    /// A locator mostly means the same all the time, and looking costs a reading of the whole page.
    private static let limitLooks = 3
    /// Of one page; each element of a larger one would have to be read for every locator on it.
    private static let limitNodes = 20_000

    package init(_ locators: [LocatorMemory]) { self.locators = locators }

    /// Of each step that was green and whose one element the trace marks.
    package init(of trace: Trace) {
        var reader = trace.snapshotReader()
        var earlier: [String: Int] = [:]
        var last: [String: LocatorMemory] = [:]
        var locators: [LocatorMemory] = []
        for step in trace.steps where step.error == nil {
            guard locators.count < Self.limitLocators else { break }
            guard let selector = step.selector else { continue }
            let number = earlier[selector, default: 0]
            earlier[selector] = number + 1
            guard number < Self.limitLooks, let (page, targets) = try? reader.markedTarget(of: step),
                targets.count == 1, page.nodes.count <= Self.limitNodes,
                let memory = LocatorMemory(
                    selector, earlier: number, of: targets[0],
                    in: PreparedPage(PageIndex(page, testIDAttribute: trace.testIDAttribute))),
                last[selector]?.element != memory.element
            else { continue }
            last[selector] = memory
            locators.append(memory)
        }
        self.locators = locators
    }

    /// - Parameter lines: as `lines` writes them; a line that is none is left out, as one of a later release may be.
    package init(lines: [UInt8]) {
        locators = lines.split(separator: 0x0A).prefix(Self.limitLocators).compactMap {
            try? JSONDecoder().decode(LocatorMemory.self, from: Data($0))
        }
    }

    /// - Parameter change: of each line, for example without secrets.
    package func lines(changing change: (String) -> String = { $0 }) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines: [UInt8] = []
        for locator in locators {
            let line = change(String(decoding: try encoder.encode(locator), as: UTF8.self))
            guard lines.count + line.utf8.count < Self.limitBytes else { break }
            lines += line.utf8
            lines.append(0x0A)
        }
        return lines
    }

    /// Whether another locator means the same element of a page.
    package func names(_ node: PageSnapshot.NodeID, otherwiseThan selector: String, in page: PreparedPage) -> Bool {
        locators.contains { $0.selector != selector && $0.counterpart(in: page).node == node }
    }

    /// What a step's locator meant.
    /// - Parameter earlier: how many steps with the same selector came before it.
    package func memory(of selector: String, after earlier: Int) -> LocatorMemory? {
        let same = locators.filter { $0.selector == selector }
        return same.last { $0.earlier <= earlier } ?? same.first
    }
}
