import Domain
import Proof
import Testing

struct ChangeAssessmentTests {
    private func assess(_ path: String, _ before: String = "a\n", _ after: String = "b\n") -> ChangeAssessment {
        ChangeAssessment([FileChange(path: path, before: before, after: after)])
    }

    @Test(
        "Knows what a change touches by its path",
        arguments: [
            ("tests/cart.spec.ts", ChangeKind.test), ("e2e/pages/cart-page.ts", .test),
            ("tests/fixtures/users.json", .testData), ("playwright.config.ts", .configuration),
            ("package.json", .dependency), ("frontend/yarn.lock", .dependency),
            ("db/migrations/0042_orders.sql", .schemaMigration), ("prisma/schema.prisma", .schemaMigration),
            ("src/api/orders.ts", .api), ("server.js", .api), ("openapi.yaml", .api),
            ("src/components/Cart.tsx", .component), ("public/index.html", .component),
            ("src/auth/login.ts", .security), ("src/middleware.ts", .security), ("lib/price.ts", .product),
            ("deploy/values.yaml", .configuration),
        ])
    func paths(path: String, kind: ChangeKind) { #expect(assess(path).kinds == [kind]) }

    @Test(
        "Only tests, their data and configuration are of class B",
        arguments: [
            ("tests/cart.spec.ts", FixClass.b), ("tests/fixtures/a.json", .b), ("playwright.config.ts", .b),
            ("package.json", .c), ("db/migrations/1.sql", .c), ("src/api/orders.ts", .c), ("public/index.html", .c),
            ("src/auth/login.ts", .c), ("lib/price.ts", .c),
        ])
    func classes(path: String, level: FixClass) { #expect(assess(path).class == level) }

    @Test("A harmless path with lines about access is a matter of security")
    func content() {
        #expect(assess("lib/price.ts", "a\n", "if (user.isAdmin) return 0\n").kinds == [.security])
        #expect(assess("tests/login.spec.ts", "a\n", "await page.getByLabel('Password').fill('x')\n").kinds == [.test])
    }

    @Test(
        "What destroys data is never more than a draft, wherever it stands",
        arguments: ["DROP TABLE orders;", "await db.query('TRUNCATE orders')", "delete from carts"])
    func destructive(line: String) {
        let change = assess("tests/helpers/reset.ts", "a\n", line + "\n")
        #expect(change.isDestructive)
        #expect(change.class == .c)
    }

    @Test("Of several files the gravest decides, and each is told")
    func several() {
        let change = ChangeAssessment([
            FileChange(path: "tests/cart.spec.ts", before: "a", after: "b"),
            FileChange(path: "src/api/cart.ts", before: "a", after: "b"),
        ])
        #expect(change.class == .c)
        #expect(change.kinds == [.test, .api])
        #expect(change.reasons.count == 2)
    }
}
