import JavaScript
import TestKit
import Testing

struct UnifiedDiffTests {
    @Test("Prints a hunk as git does")
    func hunk() {
        let before = (1...9).map { "line \($0)\n" }.joined()
        let after = before.replacing("line 5\n", with: "five\nsix\n")
        #expect(
            UnifiedDiff.text(path: "a b.ts", before: before, after: after) == """
                diff --git a/a b.ts b/a b.ts
                --- a/a b.ts\t
                +++ b/a b.ts\t
                @@ -2,7 +2,8 @@
                 line 2
                 line 3
                 line 4
                -line 5
                +five
                +six
                 line 6
                 line 7
                 line 8

                """)
    }

    @Test("Marks a missing end of line, new and deleted files")
    func ends() {
        let changed = UnifiedDiff.text(path: "a", before: "x", after: "x\n")
        #expect(changed.hasSuffix("@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n"))
        #expect(
            UnifiedDiff.text(path: "a", before: nil, after: "x\n").contains("--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x")
        )
        #expect(
            UnifiedDiff.text(path: "a", before: "x\n", after: nil).contains("--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@"))
        #expect(UnifiedDiff.text(path: "a", before: "x", after: "x").isEmpty)
    }

    @Test("Rebuilds the new text from the old one and the diff, with the fewest lines for small texts")
    func rebuilds() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let old = (0..<Int.random(in: 0..<14, using: &random)).map { _ in
                "\(Int.random(in: 0..<5, using: &random))\n"
            }
            let new = (0..<Int.random(in: 0..<14, using: &random)).map { _ in
                "\(Int.random(in: 0..<5, using: &random))\n"
            }
            let diff = UnifiedDiff.text(path: "a", before: old.joined(), after: new.joined())
            #expect(apply(diff, to: old) == new)
            let changed = diff.split(separator: "\n").dropFirst(3).filter { $0.hasPrefix("+") || $0.hasPrefix("-") }
            #expect(changed.count == old.count + new.count - 2 * commonLength(old, new))
        }
    }

    private func apply(_ diff: String, to old: [String]) -> [String] {
        var result: [String] = []
        var next = 0
        for line in diff.split(separator: "\n").dropFirst(3) {
            if line.hasPrefix("@@") {
                let numbers = line.split(separator: " ")[1].dropFirst().split(separator: ",").compactMap { Int($0) }
                let start = numbers.count > 1 && numbers[1] == 0 ? numbers[0] : numbers[0] - 1
                result += old[next..<max(start, next)]
                next = max(start, next)
            } else if line.hasPrefix("+") {
                result.append(line.dropFirst() + "\n")
            } else {
                if line.hasPrefix(" ") { result.append(old[next]) }
                next += 1
            }
        }
        return result + old[next...]
    }

    private func commonLength(_ one: [String], _ other: [String]) -> Int {
        var lengths = Array(repeating: 0, count: other.count + 1)
        for line in one {
            var diagonal = 0
            for (index, candidate) in other.enumerated() {
                let above = lengths[index + 1]
                lengths[index + 1] = line == candidate ? diagonal + 1 : max(above, lengths[index])
                diagonal = above
            }
        }
        return lengths[other.count]
    }
}
