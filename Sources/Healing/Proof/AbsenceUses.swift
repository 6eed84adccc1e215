package import JavaScript

/// Where a suite has locators that are only asked to find nothing.
package enum AbsenceUses {
    /// - Parameter scripts: all sources of the suite, in which the locators' names may be used.
    package static func places(in scripts: [Script]) -> [SourcePlace] {
        scripts.flatMap { script in
            let masked = MaskedScript(script: script)
            let negatives = NegativeUses(masked: masked)
            return masked.locators.filter { negatives.decide($0, others: scripts) }
                .map { SourcePlace(file: script.path, range: $0.range) }
        }
    }
}
