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
    private let moments: [Moment: [Int]]

    init(_ snapshots: [FrameSnapshot] = []) {
        var frames: [String: [Int]] = [:]
        var moments: [Moment: [Int]] = [:]
        ordinals = snapshots.enumerated().map { place, snapshot in
            frames[snapshot.frameID, default: []].append(place)
            if let phase = snapshot.phase {
                moments[Moment(callID: snapshot.callID, phase: phase), default: []].append(place)
            }
            return frames[snapshot.frameID, default: []].count - 1
        }
        self.snapshots = snapshots
        self.frames = frames
        self.moments = moments
    }

    func mainFrame(at moment: Moment) -> Int? {
        moments[moment]?.first { snapshots[$0].isMainFrame }
    }

    func frame(_ frameID: String, at moment: Moment) -> Int? {
        moments[moment]?.first { snapshots[$0].frameID == frameID }
    }

    func subframes(at moment: Moment) -> [Int] {
        moments[moment]?.filter { !snapshots[$0].isMainFrame } ?? []
    }

    /// The snapshot of the same frame that lies `count` back from `place`.
    func place(_ count: Int, backFrom place: Int) -> Int? {
        let ordinal = ordinals[place] - count
        guard ordinal >= 0, let places = frames[snapshots[place].frameID], ordinal < places.count else { return nil }
        return places[ordinal]
    }
}
