/// Words by which an app says that something went wrong: nothing that has them is a mere change of words, or a greeting
/// that anybody may close.
package enum FailureWords {
    package static let all: Set<String> = [
        "error", "failed", "failure", "undefined", "null", "nan", "exception", "invalid", "denied", "forbidden",
        "unauthorized", "refused", "declined", "rejected", "expired", "missing", "crashed", "oops", "broken", "wrong",
        "unable", "cannot", "sorry", "problem",
    ]

    /// In small letters, with `not` apart from what it denies: `isn't`, `cannot`.
    package static func words(of text: String) -> Set<String> {
        let apart = text.lowercased().replacing("cannot", with: "can not").replacing("n't", with: " not")
            .replacing("n’t", with: " not")
        return Set(apart.split { !$0.isLetter }.map(String.init))
    }
}
