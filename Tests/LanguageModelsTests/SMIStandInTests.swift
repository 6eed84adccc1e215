import Foundation
import Testing
import Tools

@testable import LanguageModels

/// The detection over real processes, against a stand-in of `nvidia-smi`. `scripts/lib/language_models_kit.sh` sets
/// `SELFHEAL_SMI_STAND_IN` to its path.
@Suite(
    .enabled(
        if: SMIStandIn.program != nil,
        "SKIPPED: SELFHEAL_SMI_STAND_IN is not set, so that no fault of nvidia-smi is tried"))
struct SMIStandInTests {
    func state(_ cards: String) async -> GPUState {
        let tools = ToolRunner(owner: "gpu-tests")
        let program = SMIStandIn.program ?? ""
        return await GPUDetector(
            environment: [:],
            run: { words, _ in
                let words = words.first == "nvidia-smi" ? [program] + words.dropFirst() : words
                let environment = ["FAKE_NVIDIA_SMI": cards, "PATH": "/usr/bin:/bin"]
                do {
                    let end = try await tools.capture(.init(words, environment: environment, timeout: .seconds(1)))
                    return .ended(status: end.status, output: end.output)
                } catch is ToolRunner.TimedOut {
                    return .timedOut
                } catch {
                    return .cannotStart("\(error)")
                }
            },
            folder: { _ in [] }
        ).state()
    }

    @Test(
        "Reads the cards that it has",
        arguments: [
            ("rtx5090", 32607), ("rtx5090,rtx4060-8g", 40795), ("a100-80g", 81920), ("h100-80g", 81559),
            ("t4-16g", 15360),
        ])
    func cards(cards: String, totalMiB: Int) async {
        let state = await state(cards)
        #expect(state.cards.compactMap(\.totalMiB).reduce(0, +) == totalMiB)
        #expect((state.freeMiB ?? 0) > totalMiB * 9 / 10)
    }

    @Test("Of memory shared with the system and of slices it knows what can be taken")
    func unusual() async {
        let shared = await state("gb10")
        #expect(shared.cards.first?.totalMiB == nil)
        #expect((shared.freeMiB ?? 0) > 0)
        #expect(await state("a100-mig").freeMiB == 40960)
    }

    @Test(
        "Each fault is no card, with a reason",
        arguments: [
            ("driver-error", "kernel module"), ("no-devices", "no card"), ("mismatch", "reboot"),
            ("unknown-error", "container"), ("lost", "fell off"), ("garbage", "cannot be read"),
            ("truncated", "cannot be read"), ("none", "not installed"), ("hang", "did not answer"),
        ])
    func faults(fault: String, reason: String) async {
        let state = await state(fault)
        #expect(state.cards.isEmpty)
        #expect(state.line.contains(reason), "\(state.line)")
    }
}

private enum SMIStandIn {
    static let program = ProcessInfo.processInfo.environment["SELFHEAL_SMI_STAND_IN"]
}
