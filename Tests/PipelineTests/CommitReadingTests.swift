import Repairers
import Testing

@testable import Pipeline

/// What a commit's words are worth, seen beside the whole app before and after it.
struct CommitReadingTests {
    /// The old texts that are wholly gone, of one line that the commit replaced in `server.js`.
    /// - Parameter elsewhere: what stands in another file afterwards.
    private func gone(_ old: String, _ new: String, elsewhere: String) throws -> [String] {
        let app = try CommittedApp(before: ["server.js": old], after: ["server.js": new, "public/app.js": elsewhere])
        return app.reading(replaced: [(old, new)]).wording.texts.map(\.old)
    }

    @Test(
        "An address that the app's own client still asks for did not move, in whatever form it is written",
        arguments: ["call('cart/lines', 'POST')", "call(`cart/lines/${slug}`)", "fetch('/api/cart/lines?all')"])
    func keepsAskedAddresses(client: String) throws {
        let (old, new) = ("['POST', '/api/cart/lines', add],", "['POST', '/api/cart/items', add],")
        #expect(try gone(old, new, elsewhere: client).isEmpty)
        #expect(try gone(old, new, elsewhere: "call('cart/items', 'POST')") == ["/api/cart/lines"])
    }

    @Test("A route in a table of methods is the address that a link has just left")
    func readsTables() throws {
        let (old, new) = ("<a href=\"/growers\">Growers</a>", "<a href=\"/grovers\">Growers</a>")
        #expect(try gone(old, new, elsewhere: "const routes = { 'GET /growers': show };").isEmpty)
        #expect(try gone(old, new, elsewhere: "const routes = { 'GET /farms': show };") == ["/growers"])
        #expect(try gone(old, new, elsewhere: "const routes = { 'GET /api/growers': show };") == ["/growers"])
    }

    @Test("A text that was put together anew counts while no piece of its old form stands anywhere else")
    func readsReshaped() throws {
        let (old, new) = ("<title>${title} | Market</title>", "<title>Market: ${title}</title>")
        func count(elsewhere: String) throws -> Int {
            let app = try CommittedApp(
                before: ["server.js": old], after: ["server.js": new, "public/app.js": elsewhere])
            return app.reading(replaced: [(old, new)]).wording.reshaped.count
        }
        #expect(try count(elsewhere: "draw();") == 1)
        #expect(try count(elsewhere: "document.title = `${name} | Market`;") == 0)
    }

    /// The names of fields that are wholly gone, of one line that the commit replaced in `server.js`.
    private func goneFields(elsewhere: String) throws -> [String] {
        let (old, new) = ("send({ tickets: tickets.filtered() });", "send({ items: tickets.filtered() });")
        let app = try CommittedApp(before: ["server.js": old], after: ["server.js": new, "public/desk.js": elsewhere])
        return app.reading(replaced: [(old, new)]).fields.names.map(\.old)
    }

    @Test(
        "A field that the app's own page still reads was renamed by half",
        arguments: [
            "const { tickets } = await call('');", "const { tickets: list } = await call('');",
            "const {\n  tickets,\n  total,\n} = await call('');", "draw((await call('')).tickets);",
            "draw(answer['tickets']);",
        ])
    func keepsReadFields(page: String) throws { #expect(try goneFields(elsewhere: page).isEmpty) }

    @Test("Variables and words of the same name are no fields")
    func leavesVariables() throws {
        let page = """
            import { tickets as all, problemOf } from './tickets.js';
            const { items: tickets } = await call('');
            if (collection !== 'tickets') draw(tickets.filter(isOpen), `${tickets.length} tickets`);
            render(rows, tickets, filters);
            const roles = ['tickets'];
            """
        #expect(try goneFields(elsewhere: page) == ["tickets"])
    }
}
