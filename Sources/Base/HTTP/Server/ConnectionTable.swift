/// One connection of a server, never again used for another one.
struct ConnectionID: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32

    /// The same in one number, for the poller.
    var key: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    init(key: UInt64) {
        self.init(slot: UInt32(truncatingIfNeeded: key), generation: UInt32(key >> 32))
    }
}

/// All open connections. A connection that is taken out is closed.
struct ConnectionTable {
    private struct Slot {
        var connection: Connection?
        var generation: UInt32 = 0
    }

    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// nil when the connection has been closed meanwhile.
    subscript(id: ConnectionID) -> Connection? {
        let slot = Int(id.slot)
        guard slot < slots.count, slots[slot].generation == id.generation else { return nil }
        return slots[slot].connection
    }

    /// The identity that the next connection has to have.
    mutating func nextID() -> ConnectionID {
        if freeSlots.isEmpty {
            freeSlots.append(UInt32(slots.count))
            slots.append(Slot())
        }
        let slot = freeSlots[freeSlots.count - 1]
        return ConnectionID(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// - Parameter connection: one with the identity that `nextID` gave just before.
    mutating func insert(_ connection: Connection) {
        freeSlots.removeLast()
        slots[Int(connection.id.slot)].connection = connection
        count += 1
    }

    mutating func remove(_ id: ConnectionID) {
        guard self[id] != nil else { return }
        slots[Int(id.slot)].connection = nil
        // Never reaches the last generation, whose keys the poller uses for other things.
        slots[Int(id.slot)].generation = (id.generation + 1) % (UInt32.max - 1)
        freeSlots.append(id.slot)
        count -= 1
    }

    /// All of them, so that they can be closed while one goes through.
    var all: [Connection] {
        slots.compactMap(\.connection)
    }

    /// The connection that can best be done without: one that has had its last response, then the one that has been
    /// idle for longest, then the one that has been sending a head for longest; never one with a whole head.
    var mostExpendable: Connection? {
        for phase in [ConnectionClock.Phase.lingering, .idle, .readingHead] {
            let candidates = slots.lazy.compactMap(\.connection).filter { $0.clock.phase == phase }
            if let oldest = candidates.min(by: { $0.clock.phaseStart < $1.clock.phaseStart }) { return oldest }
        }
        return nil
    }
}
