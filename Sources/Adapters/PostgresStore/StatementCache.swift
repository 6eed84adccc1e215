/// The statements that a connection has prepared, by their text.
struct StatementCache {
    private struct Entry { let name: String, lastUse: Int }
    private var entries: [String: Entry] = [:]
    private var uses = 0
    private var names = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func name(of statement: String) -> String? {
        guard let entry = entries[statement] else { return nil }
        uses += 1
        entries[statement] = Entry(name: entry.name, lastUse: uses)
        return entry.name
    }

    mutating func freshName() -> String {
        names += 1
        return "s\(names)"
    }

    /// What has to go before another one fits; nil while there is room.
    var surplus: (statement: String, name: String)? {
        guard entries.count >= limit else { return nil }
        return entries.min { $0.value.lastUse < $1.value.lastUse }.map { ($0.key, $0.value.name) }
    }

    mutating func add(_ statement: String, as name: String) {
        uses += 1
        entries[statement] = Entry(name: name, lastUse: uses)
    }

    mutating func remove(_ statement: String) { entries[statement] = nil }
}
