import Testing

@testable import Repairers

struct SourceWordsTests {
    private func fields(_ line: String) -> Set<String> { SourceWords(line, file: "app.js").fields }

    @Test(
        "A field is read or written as a member, by its name in brackets, as a key, or alone between braces",
        arguments: [
            "draw(answer.total);", "draw(answer?.total);", "draw(answer['total']);", "send({ total: 3 });",
            "const { total } = answer;", "const { total: sum } = answer;", "function draw({ total = 0 }) {", "  total,",
            "  total } = answer;",
        ])
    func findsFields(line: String) { #expect(fields(line) == ["total"]) }

    @Test(
        "A variable, a method, a word and what is imported are none, nor is a field that a copy hands on",
        arguments: [
            "let total = 3;", "cart.total();", "draw('total');", "import { total } from './sums.js';",
            "draw(...total);", "draw(isEmpty ? total : 0);", "const { sum: total } = answer;",
            "if (isOpen && total === 3) stop();", "return { ...cart, total: cart.total + 1 };",
        ])
    func leavesOthers(line: String) { #expect(!fields(line).contains("total")) }

    @Test("A copy that takes the field from another answer reads it")
    func readsOtherAnswers() { #expect(fields("return { ...state, total: answer.total };") == ["total"]) }
}
