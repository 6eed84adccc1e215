package import Domain
import Foundation
import Synchronization

/// Looks for graphics cards: by `nvidia-smi`, else by what the driver shows of itself; never longer than its deadlines.
package final class GPUDetector: Sendable {
    /// What became of a program.
    package enum ToolEnd: Hashable, Sendable {
        case ended(status: Int32, output: String)
        case cannotStart(String)
        case timedOut
    }

    /// Runs a program and kills it at the deadline.
    package typealias Run = @Sendable (_ words: [String], _ deadline: Duration) async -> ToolEnd

    /// `SELFHEAL_GPU`: what people know better than any program.
    package enum Override: String, Sendable { case off, on, auto }

    private static let deadline = Duration.seconds(5)
    /// After which a program that could not be killed at its deadline is not waited for any more.
    private static let patience = Duration.seconds(8)
    /// A driver that hangs does so for minutes, and each look costs the whole deadline.
    private static let memory = (normal: 45.0, hanging: 600.0)
    private static let programs = ["nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"]

    private let override: Override
    private let visible: String?
    private let run: Run
    private let file: @Sendable (String) -> String?
    private let folder: @Sendable (String) -> [String]
    private let now: @Sendable () -> Timestamp
    private let sleep: @Sendable (Duration) async throws -> Void
    private let known = Mutex<(state: GPUState, until: Timestamp)?>(nil)

    /// - Parameters:
    ///   - environment: `SELFHEAL_GPU`, and `CUDA_VISIBLE_DEVICES`, which `nvidia-smi` itself does not heed.
    ///   - file: the text of a file, nil when it cannot be read.
    ///   - folder: the names in a folder.
    package init(
        environment: [String: String], run: @escaping Run,
        file: @escaping @Sendable (String) -> String? = { path in
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        },
        folder: @escaping @Sendable (String) -> [String] = { path in
            (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        },
        now: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        override = Override(rawValue: (environment["SELFHEAL_GPU"] ?? "auto").lowercased()) ?? .auto
        visible = environment["CUDA_VISIBLE_DEVICES"]
        self.run = run
        self.file = file
        self.folder = folder
        self.now = now
        self.sleep = sleep
    }

    /// What was found less than 45 seconds ago is not looked for again.
    package func state() async -> GPUState {
        if override == .off { return .absent("SELFHEAL_GPU=off") }
        if let known = known.withLock({ $0 }), now() < known.until { return known.state }
        let (state, isHanging) = await look()
        // A look that was broken off has found nothing out.
        if Task.isCancelled { return state }
        let seconds = isHanging ? Self.memory.hanging : Self.memory.normal
        known.withLock { $0 = (state, now().advanced(by: .seconds(seconds))) }
        return state
    }

    /// MiB that programs could take without swapping; nil when the system does not say.
    func systemMemoryMiB() -> Int? { file("/proc/meminfo").flatMap(SMIReading.availableMiB) }

    private func look() async -> (GPUState, isHanging: Bool) {
        var reason = "nvidia-smi is not installed"
        for program in Self.programs {
            switch await ask(program, SMIReading.fields) {
            case .found(let cards): return (await state(of: cards, program), false)
            case .none(let why): return (assumed(why), false)
            case .hanging: return (assumed("nvidia-smi did not answer within \(Self.deadline / .seconds(1)) s"), true)
            case .missing(let why): if program == Self.programs.first { reason = why }
            }
        }
        return (assumed(driverCards() ?? .absent(reason)), false)
    }

    private enum Finding {
        case found([SMIReading.Card])
        case none(String)
        case missing(String)
        case hanging
    }

    private func ask(_ program: String, _ fields: [String]) async -> Finding {
        switch await end(of: SMIReading.words(program, fields)) {
        case .timedOut: return .hanging
        case .cannotStart: return .missing("nvidia-smi is not installed")
        case .ended(status: 127, _): return .missing("nvidia-smi is not installed")
        case .ended(let status, let output):
            switch SMIReading.outcome(status, output) {
            case .cards(let cards): return .found(cards)
            case .none(let why): return .none(why)
            case .tooManyFields:
                let hasMore = fields.count > SMIReading.oldFields.count
                return hasMore
                    ? await ask(program, SMIReading.oldFields) : .none("nvidia-smi knows none of our questions")
            }
        }
    }

    private func end(of words: [String]) async -> ToolEnd {
        let run = run
        return await abandoned(after: Self.patience, sleep: sleep) { await run(words, Self.deadline) } ?? .timedOut
    }

    private func state(of all: [SMIReading.Card], _ program: String) async -> GPUState {
        let cards = SMIReading.filtered(all, visible: visible)
        guard !cards.isEmpty else { return assumed("CUDA_VISIBLE_DEVICES hides all \(all.count) cards") }
        if let card = cards.first(where: \.isSliced), let slices = await slices(program) {
            // A program gets one slice, whatever the card has.
            guard let slice = SMIReading.slice(of: slices, visible: visible) else {
                return assumed("CUDA_VISIBLE_DEVICES names none of the \(slices.count) MIG slices of \(card.name)")
            }
            let size = slice.mebibytes
            return .present([GPU(name: card.name, totalMiB: size, freeMiB: size, note: "a MIG slice")])
        }
        return .present(
            cards.map { card in
                guard card.totalMiB == nil else {
                    return GPU(name: card.name, totalMiB: card.totalMiB, freeMiB: card.freeMiB)
                }
                return GPU(
                    name: card.name, totalMiB: nil, freeMiB: systemMemoryMiB(), note: "memory shared with the system")
            })
    }

    /// nil when there are none, or none can be read.
    private func slices(_ program: String) async -> [SMIReading.Slice]? {
        guard case .ended(status: 0, let list) = await end(of: [program, "-L"]) else { return nil }
        let slices = SMIReading.slices(in: list)
        return slices.isEmpty ? nil : slices
    }

    /// In slim containers the driver is there and the program is not.
    private func driverCards() -> GPUState? {
        let cards = folder("/proc/driver/nvidia/gpus").sorted().compactMap { slot in
            file("/proc/driver/nvidia/gpus/\(slot)/information").flatMap(Self.model)
        }
        return cards.isEmpty
            ? nil : .present(cards.map { GPU(name: $0, totalMiB: nil, freeMiB: nil, note: "as its driver says") })
    }

    private static func model(inInformation text: String) -> String? {
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("Model:") }.map {
            $0.dropFirst("Model:".count).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private func assumed(_ reason: String) -> GPUState { assumed(.absent(reason)) }

    /// With `SELFHEAL_GPU=on` a card is taken for granted that nothing here can see.
    private func assumed(_ state: GPUState) -> GPUState {
        guard override == .on, case .absent(let reason) = state else { return state }
        return .present([GPU(name: "a card", totalMiB: nil, freeMiB: nil, note: "SELFHEAL_GPU=on; \(reason)")])
    }
}
