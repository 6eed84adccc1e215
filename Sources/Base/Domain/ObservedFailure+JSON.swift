extension ObservedFailure {
    /// As `JSON.encode` writes it.
    var json: JSON.Value {
        .object([
            "alike": alike?.json { .text($0) }, "base": base.json, "change": change.json,
            "console": console.json { .text($0) }, "lastGreen": lastGreen.json, "network": network.json(\.json),
            "page": page?.json, "place": place?.json, "rerun": rerun.json, "step": step?.json,
        ])
    }
}

extension ObservedFailure.Step {
    fileprivate var json: JSON.Value {
        .object([
            "assertion": assertion.map { .text($0) }, "locator": locator.map { .text($0) }, "method": .text(method),
        ])
    }
}

extension ObservedFailure.Page {
    fileprivate var json: JSON.Value {
        .object([
            "shows": shows.map { .text($0.rawValue) }, "title": title.map { .text($0) }, "url": url.map { .text($0) },
        ])
    }
}

extension ObservedFailure.Exchange {
    fileprivate var json: JSON.Value {
        .object([
            "failure": failure.map { .text($0) }, "method": .text(method), "status": .whole(status), "url": .text(url),
        ])
    }
}

extension ObservedFailure.Excerpt {
    fileprivate func json(_ item: (Item) -> JSON.Value) -> JSON.Value {
        .object(["count": .whole(count), "first": .list(first.map(item))])
    }
}

extension ObservedFailure.LastGreen {
    fileprivate var json: JSON.Value {
        .object(["outcome": .text(outcome.rawValue), "step": step?.json, "text": .text(text)])
    }
}

extension ObservedFailure.GreenStep {
    fileprivate var json: JSON.Value {
        .object([
            "commit": commit.map { .text($0) }, "element": element.map { .text($0) },
            "isRemembered": .flag(isRemembered), "title": title.map { .text($0) }, "url": url.map { .text($0) },
        ])
    }
}

extension ObservedFailure.Change {
    fileprivate var json: JSON.Value {
        .object([
            "base": base.map { .text($0) }, "files": files.json { .text($0) }, "intended": intended.map { .text($0) },
            "replaced": replaced.json(\.json), "scope": .text(scope.rawValue),
        ])
    }
}

extension ObservedFailure.ReplacedText {
    fileprivate var json: JSON.Value { .object(["file": .text(file), "new": .text(new), "old": .text(old)]) }
}

extension ObservedFailure.Run {
    fileprivate var json: JSON.Value {
        .object(["reason": reason.map { .text($0) }, "result": .text(result.rawValue)])
    }
}

extension SourceLocation {
    fileprivate var json: JSON.Value {
        .object(["column": .whole(column), "file": .text(file), "line": .whole(line)])
    }
}
