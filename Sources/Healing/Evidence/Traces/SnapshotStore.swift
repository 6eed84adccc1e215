/// All DOM snapshots of a trace, findable by call and by frame.
struct SnapshotStore: Sendable {
    struct Moment: Hashable, Sendable {
        let callID: String
        let phase: Trace.Phase
    }

    /// In the order in which the trace has them.
    let snapshots: [FrameSnapshot]
    /// Places in `snapshots`, each frame's in order: references count backwards in here.
    private let frames: [String: [Int]]
    /// A snapshot's place within its frame.
    private let ordinals: [Int]
    private let moments: [Moment: Frames]

    /// The first snapshot of each frame at one moment.
    private struct Frames {
        var main: Int?
        var byName: [String: Int] = [:]
        var subframes: [Int] = []

        mutating func add(_ snapshot: FrameSnapshot, _ place: Int) {
            if byName[snapshot.frameID] == nil { byName[snapshot.frameID] = place }
            guard snapshot.isMainFrame else { return subframes.append(place) }
            if main == nil { main = place }
        }
    }

    init(_ snapshots: [FrameSnapshot] = []) {
        var frames: [String: [Int]] = [:]
        var moments: [Moment: Frames] = [:]
        ordinals = snapshots.enumerated().map { place, snapshot in
            frames[snapshot.frameID, default: []].append(place)
            if let phase = snapshot.phase {
                moments[Moment(callID: snapshot.callID, phase: phase), default: Frames()].add(snapshot, place)
            }
            return frames[snapshot.frameID, default: []].count - 1
        }
        self.snapshots = snapshots
        self.frames = frames
        self.moments = moments
    }

    func mainFrame(at moment: Moment) -> Int? { moments[moment]?.main }

    func frame(_ frameID: String, at moment: Moment) -> Int? { moments[moment]?.byName[frameID] }

    func subframes(at moment: Moment) -> [Int] { moments[moment]?.subframes ?? [] }

    /// The snapshot of the same frame that lies `count` back from `place`.
    func place(_ count: Int, backFrom place: Int) -> Int? {
        let ordinal = ordinals[place] - count
        guard ordinal >= 0, let places = frames[snapshots[place].frameID], ordinal < places.count else { return nil }
        return places[ordinal]
    }
}
