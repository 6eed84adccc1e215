import Domain
import Evidence
import Locators
import Repairers

/// What became of the form control that a failing step used when all was well, where it is another kind of control now.
struct ChangedControl {
    let change: ControlChange.Change

    /// - Parameter good: trace of the test's last good run.
    init?(_ failure: TracedFailure, good path: String, changes: CommitChanges) {
        guard let trace = failure.trace, let step = failure.step, let text = step.selector,
            ["fill", "selectOption", "check", "click"].contains(step.method),
            let selector = Selector(text), let now = trace.lastSnapshot(at: step),
            let good = try? TraceFile.read(path), let before = StepMatch.counterpart(of: step, in: trace, good: good),
            let (page, targets) = good.markedTarget(of: before), targets.count == 1
        else { return nil }
        let former = PageIndex(page, testIDAttribute: good.testIDAttribute)
        let old = FormControl(targets[0], in: former)
        let brought = AppDiff(changes.diff).added
        let new = PageIndex(now, testIDAttribute: trace.testIDAttribute)
        let found = SelectorEngine(new).matches(selector) ?? []
        let same = found.count == 1 ? FormControl(found[0], in: new) : nil
        switch step.method {
        case "fill":
            guard old.isField, same?.isList == true, brought.contains("select") else { return nil }
            change = .fieldBecameList
        case "selectOption" where same?.isField == true:
            guard old.isList, old.items.allSatisfy({ $0.value == $0.text }),
                !brought.isDisjoint(with: ["input", "textarea"])
            else { return nil }
            change = .listBecameField
        // What stood beside the old control already is another question.
        case "selectOption":
            guard old.isList, found.isEmpty, brought.contains("radio"), Self.radios(for: old.items, in: former) == nil,
                let names = Self.radios(for: old.items, in: new)
            else { return nil }
            change = .listBecameRadios(names: names, group: Self.group(old.name, of: Set(names.values), in: new))
        default:
            guard old.isRadio, found.isEmpty, brought.contains("select"),
                Self.lists(with: old.name, in: former).isEmpty,
                Self.lists(with: old.name, in: new).count == 1,
                let list = LocatorWriter(new).locator(for: Self.lists(with: old.name, in: new)[0])
            else { return nil }
            change = .radiosBecameList(list: list.source(quote: "'"), choice: old.name)
        }
    }

    /// The lists that offer a choice.
    private static func lists(with choice: String, in index: PageIndex) -> [PageSnapshot.NodeID] {
        index.page.nodes.indices.filter { node in
            index.page.tag(node) == "select" && index.isVisible(node)
                && FormControl(node, in: index).items.contains { $0.text == choice }
        }
    }

    /// The element with the list's own name that holds a button of each of these names, and no other buttons of a choice.
    private static func group(_ name: String, of choices: Set<String>, in index: PageIndex) -> String? {
        let page = index.page
        let radios = page.nodes.indices.filter { index.role(of: $0) == "radio" && index.isVisible($0) }
        let groups = page.nodes.indices.filter { node in
            guard ["group", "radiogroup"].contains(index.role(of: node)), index.accessibleName(of: node) == name else {
                return false
            }
            let inside = radios.filter { page.ancestors(of: $0).contains(node) }.map { index.accessibleName(of: $0) }
            return inside.count == choices.count && Set(inside) == choices
        }
        guard !name.isEmpty, groups.count == 1, let role = index.role(of: groups[0]) else { return nil }
        let writer = LocatorWriter(index)
        return [false, true].map { ProposedLocator(.role(role, name: name, exact: $0)) }
            .first { writer.isUnique($0, groups[0]) }?.source(quote: "'")
    }

    /// Of each item of a list the one button that has its text.
    /// - Returns: nil when an item that says something has none.
    private static func radios(for items: [RewordedItem.Item], in index: PageIndex) -> [String: String]? {
        let names = index.page.nodes.indices.filter { index.role(of: $0) == "radio" && index.isVisible($0) }
            .map {
                index.accessibleName(of: $0)
            }
        let told = items.filter { !$0.value.isEmpty }
        guard told.count > 1, told.allSatisfy({ item in names.count { $0 == item.text } == 1 }) else { return nil }
        return told.reduce(into: [:]) { result, item in
            result[item.value] = item.text
            result[item.text] = item.text
        }
    }
}
