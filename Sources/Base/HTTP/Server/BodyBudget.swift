/// The memory that all request bodies together may take.
struct BodyBudget: Equatable, Sendable {
    let limitBytes: Int
    private(set) var usedBytes = 0

    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    func hasRoom(forBytes count: Int) -> Bool {
        count <= limitBytes - usedBytes
    }

    /// - Returns: false, with nothing taken, when there is no room.
    mutating func take(_ count: Int) -> Bool {
        guard hasRoom(forBytes: count) else { return false }
        usedBytes += count
        return true
    }

    mutating func giveBack(_ count: Int) {
        usedBytes -= count
    }
}
