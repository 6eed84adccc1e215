import Domain
import Synchronization
import Testing
import TestKit

@testable import LanguageModels

struct GPUTests {
    static let row =
        "0, GPU-0015fd2f-5e1f-4ea1-9000-000000000000, NVIDIA GeForce RTX 5090, 32607, 2, 32140, 580.95.05, 12.0, [N/A]\n"
    static let second =
        "1, GPU-0015fd30-5e1f-4ea1-9000-000000000001, NVIDIA GeForce RTX 4060, 8188, 2, 8070, 580.95.05, 8.9, [N/A]\n"

    /// Answers by the last word of the command, and counts.
    final class Tool: Sendable {
        let calls = Mutex<[[String]]>([])
        let answer: @Sendable ([String]) -> GPUDetector.ToolEnd

        init(_ answer: @escaping @Sendable ([String]) -> GPUDetector.ToolEnd) { self.answer = answer }

        func run(_ words: [String]) -> GPUDetector.ToolEnd {
            calls.withLock { $0.append(words) }
            return answer(words)
        }
    }

    func state(
        _ environment: [String: String] = [:], files: [String: String] = [:],
        _ answer: @escaping @Sendable ([String]) -> GPUDetector.ToolEnd
    ) async -> GPUState {
        await GPUDetector(
            environment: environment, run: { words, _ in answer(words) }, file: { files[$0] },
            folder: { folder in
                files.keys.filter { $0.hasPrefix(folder + "/") }.map {
                    String($0.dropFirst(folder.count + 1).prefix { $0 != "/" })
                }
            }
        ).state()
    }

    @Test("Reads one card and two")
    func cards() async {
        let one = await state { _ in .ended(status: 0, output: Self.row) }
        #expect(one == .present([GPU(name: "NVIDIA GeForce RTX 5090", totalMiB: 32607, freeMiB: 32140)]))
        #expect(one.line == "NVIDIA GeForce RTX 5090, 32140 of 32607 MiB free")
        let two = await state { _ in .ended(status: 0, output: Self.row + Self.second) }
        #expect(two.freeMiB == 40210)
    }

    @Test(
        "Says why there is none",
        arguments: [
            (9, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", "kernel module"),
            (6, "No devices were found", "no card was found"),
            (18, "Failed to initialize NVML: Driver/library version mismatch", "reboot"),
            (15, "Unable to determine the device handle for GPU0: GPU is lost.", "fell off the bus"),
            (255, "Failed to initialize NVML: Unknown Error", "container"), (127, "", "not installed"),
            (0, "h\u{E9}llo not,a,gpu", "cannot be read"), (0, "0, NVIDIA GeForce RTX 50", "cannot be read"),
            (0, "", "said nothing"), (1, "?", "ended with status 1"),
        ] as [(Int32, String, String)])
    func absent(status: Int32, output: String, reason: String) async {
        let state = await state { _ in .ended(status: status, output: output) }
        #expect(state.cards.isEmpty)
        #expect(state.line.contains(reason), "\(state.line)")
    }

    @Test("An old driver is asked for fewer fields")
    func oldDriver() async {
        let state = await state { words in
            words[1].contains("compute_cap")
                ? .ended(status: 2, output: "Field \"compute_cap\" is not a valid field to query.\n\n")
                : .ended(status: 0, output: "0, GPU-1, Tesla T4, 15360, 2, 15100, 470.1")
        }
        #expect(state == .present([GPU(name: "Tesla T4", totalMiB: 15360, freeMiB: 15100)]))
    }

    @Test("With memory shared with the system, what the system has available counts")
    func unifiedMemory() async {
        let meminfo = "MemTotal: 125000000 kB\nMemFree: 1 kB\nMemAvailable: 104857600 kB\n"
        let state = await state(files: ["/proc/meminfo": meminfo]) { _ in
            .ended(status: 0, output: "0, GPU-1, NVIDIA GB10, [N/A], [N/A], [N/A], 580.95.05, 12.1, [N/A]")
        }
        #expect(state.freeMiB == 102_400)
        #expect(state.line.contains("shared with the system"))
    }

    @Test(
        "Of a card cut into slices the largest counts, or the one that is named",
        arguments: [
            (nil, 40960), ("0", 40960), ("MIG-2f0a", 10240), ("MIG-1c5e-77,MIG-2f0a", 40960), ("MIG-9", nil),
        ] as [(String?, Int?)])
    func slices(visible: String?, freeMiB: Int?) async {
        let list = """
            GPU 0: NVIDIA A100 (UUID: GPU-1)
              MIG 3g.40gb     Device  0: (UUID: MIG-1c5e-77)
              MIG 1g.10gb     Device  1: (UUID: MIG-2f0a-78)
            """
        let state = await state(visible.map { ["CUDA_VISIBLE_DEVICES": $0] } ?? [:]) { words in
            words.last == "-L"
                ? .ended(status: 0, output: list)
                : .ended(status: 0, output: "0, GPU-1, NVIDIA A100, 81920, 2, 80700, 580.95.05, 8.0, Enabled")
        }
        #expect(state.freeMiB == freeMiB)
        #expect(state.cards.isEmpty == (freeMiB == nil))
    }

    @Test(
        "A card whose memory cannot be told has a fault, and is no card",
        arguments: ["[Unknown Error]", "[GPU requires reset]", "99999999999999999999", "-1"])
    func faultyCard(said: String) async {
        let row = "0, GPU-1, NVIDIA L4, \(said), \(said), \(said), 580.95.05, 8.9, [N/A]\n"
        let meminfo = "MemAvailable: 104857600 kB\n"
        let alone = await state(files: ["/proc/meminfo": meminfo]) { _ in .ended(status: 0, output: row) }
        #expect(alone.cards.isEmpty)
        #expect(alone.line == "no card: nvidia-smi cannot tell the memory of NVIDIA L4: \(said)")
        let both = await state { _ in .ended(status: 0, output: row + Self.second) }
        #expect(both.cards.map(\.name) == ["NVIDIA GeForce RTX 4060"])
    }

    @Test("A program that nothing can end is not waited for")
    func endless() async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        // Heeds no cancellation, as one that hangs in the driver.
        let program = Task { for await _ in ends { break } }
        defer { end.finish() }
        let detector = GPUDetector(
            environment: [:],
            run: { _, _ in
                await program.value
                return .timedOut
            }, file: { _ in nil }, folder: { _ in [] }, sleep: { _ in })
        #expect(await detector.state().line.contains("nvidia-smi did not answer"))
    }

    @Test("What was found while the look was broken off is not remembered")
    func brokenOff() async {
        let tool = Tool { _ in .ended(status: 0, output: Self.row) }
        let detector = GPUDetector(
            environment: [:], run: { words, _ in tool.run(words) }, file: { _ in nil }, folder: { _ in [] })
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { _ = await detector.state() }
        }
        #expect(await detector.state().cards.count == 1)
    }

    @Test(
        "Heeds CUDA_VISIBLE_DEVICES, which nvidia-smi does not",
        arguments: [
            ("1", ["NVIDIA GeForce RTX 4060"]), ("GPU-0015fd2f", ["NVIDIA GeForce RTX 5090"]),
            ("1,0", ["NVIDIA GeForce RTX 4060", "NVIDIA GeForce RTX 5090"]), ("1,7,0", ["NVIDIA GeForce RTX 4060"]),
            ("-1", []), ("", []),
        ])
    func visibleDevices(value: String, names: [String]) async {
        let state = await state(["CUDA_VISIBLE_DEVICES": value]) { _ in
            .ended(status: 0, output: Self.row + Self.second)
        }
        #expect(state.cards.map(\.name) == names)
    }

    @Test("Where the program is missing, the driver's own files tell of a card, but not of its memory")
    func driverFiles() async {
        let information = "Model: \t\t NVIDIA GeForce RTX 4090\nIRQ: 1\n"
        let state = await state(files: ["/proc/driver/nvidia/gpus/0000:01:00.0/information": information]) { _ in
            .cannotStart("no such file")
        }
        #expect(state.cards.map(\.name) == ["NVIDIA GeForce RTX 4090"])
        #expect(state.freeMiB == nil)
    }

    @Test("In WSL the program lies elsewhere")
    func wsl() async {
        let state = await state { words in
            words[0].hasPrefix("/usr/lib/wsl") ? .ended(status: 0, output: Self.row) : .cannotStart("no such file")
        }
        #expect(state.cards.count == 1)
    }

    @Test("People know better: off asks nobody, on takes a card for granted")
    func override() async {
        let off = await state(["SELFHEAL_GPU": "off"]) { _ in .ended(status: 0, output: Self.row) }
        #expect(off == .absent("SELFHEAL_GPU=off"))
        let on = await state(["SELFHEAL_GPU": "on"]) { _ in .cannotStart("no such file") }
        #expect(on.cards.count == 1)
        #expect(on.freeMiB == nil)
        let real = await state(["SELFHEAL_GPU": "on"]) { _ in .ended(status: 0, output: Self.row) }
        #expect(real.freeMiB == 32140)
    }

    @Test(
        "What was found is known for 45 seconds, and of a driver that hangs for ten minutes", arguments: [false, true])
    func remembers(hangs: Bool) async {
        let clock = SteppingClock()
        let tool = Tool { _ in hangs ? .timedOut : .ended(status: 0, output: Self.row) }
        let detector = GPUDetector(
            environment: [:], run: { words, _ in tool.run(words) }, file: { _ in nil }, folder: { _ in [] },
            now: { clock.now })
        let first = await detector.state()
        #expect(first.cards.isEmpty == hangs)
        clock.advance(by: .seconds(hangs ? 599 : 44))
        #expect(await detector.state() == first)
        #expect(tool.calls.withLock(\.count) == 1)
        clock.advance(by: .seconds(2))
        _ = await detector.state()
        #expect(tool.calls.withLock(\.count) == 2)
    }
}
