import Domain
import Queue
import Testing

struct JobStateTests {
    @Test(
        "A job moves only as its life allows",
        arguments: [
            (.queued, .claimed, .running), (.running, .released, .queued), (.running, .succeeded, .succeeded),
            (.running, .failed, .failed), (.queued, .cancelled, .cancelled), (.running, .superseded, .superseded),
            (.failed, .retried, .queued), (.queued, .succeeded, nil), (.succeeded, .claimed, nil),
            (.cancelled, .cancelled, nil), (.superseded, .retried, nil), (.queued, .retried, nil),
        ] as [(Job.State, JobEvent, Job.State?)])
    func moves(from: Job.State, event: JobEvent, to: Job.State?) {
        if let to {
            #expect((try? from.after(event)) == to)
        } else {
            #expect(throws: IllegalTransition(state: from, event: event)) { try from.after(event) }
        }
    }
}

struct WakeSignalTests {
    @Test("A raise between look and wait is not lost")
    func remembersRaises() async {
        let signal = WakeSignal()
        signal.raise()
        #expect(await signal.wait(after: 0) == 1)
    }

    @Test("A waiting worker is woken by the next raise")
    func wakes() async {
        let signal = WakeSignal()
        async let woken = signal.wait(after: 0)
        signal.raise()
        #expect(await woken == 1)
    }

    @Test("A cancelled wait returns")
    func endsWhenCancelled() async {
        let task = Task { await WakeSignal().wait(after: 0) }
        task.cancel()
        #expect(await task.value == 0)
    }
}
