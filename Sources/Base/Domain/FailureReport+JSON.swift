extension FailureReport {
    /// As `JSON.encode` writes it, several times as fast: a report can have hundreds of thousands.
    package func jsonText() -> String {
        JSON.text(
            of: .object([
                "autoFixable": .flag(autoFixable), "category": .text(category.rawValue),
                "confidence": .number(confidence), "culprit": .text(culprit.rawValue),
                "errorMessage": .text(errorMessage), "evidence": .list(evidence.map(\.json)), "file": .text(file),
                "fingerprint": .text(fingerprint), "fix": fix.map { .text($0) }, "group": .text(group),
                "id": .text(id), "issue": issue.map { .text($0) }, "kind": .text(kind), "line": .whole(line),
                "observed": observed?.json, "project": .text(project), "resolution": .text(resolution.rawValue),
                "rootCause": .text(rootCause),
                "screenshot": screenshot.map { .text($0) }, "severity": .text(severity.rawValue),
                "suggestedFix": suggestedFix.map(\.json), "testName": .text(testName),
                "trace": trace.map { .text($0) }, "verdict": .text(verdict.rawValue),
                "videos": videos.map { .list($0.map { .text($0) }) },
            ]))
    }
}

extension FailureReport.Evidence {
    fileprivate var json: JSON.Value {
        .object(["rule": .text(rule), "source": .text(source), "text": .text(text)])
    }
}

extension FailureReport.SuggestedFix {
    fileprivate var json: JSON.Value {
        .object(["class": .text(`class`.rawValue), "playbook": .text(playbook), "why": .text(why)])
    }
}
