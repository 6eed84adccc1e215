/// What a person can do with an element. An element of another kind is hardly the same element.
package enum ElementKind: Hashable, Sendable {
    /// A link, a button, a tab, a menu item.
    case clickable
    /// Something that takes text or a choice.
    case field
    /// A check box, radio button or switch.
    case toggle
    case heading, image
    /// Words in a line: `span`, `label`, `p`.
    case text
    /// What holds other elements.
    case box
    case other(String)

    /// - Parameters: as remembered; the role decides where there is one, since it knows the type of an `input`.
    init(tag: String, role: String, type: String) {
        switch role {
        case "button", "link", "menuitem", "tab", "option": self = .clickable
        case "textbox", "searchbox", "combobox", "listbox", "spinbutton", "slider": self = .field
        case "checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio": self = .toggle
        case "heading": self = .heading
        case "img": self = .image
        default: self = Self.byTag[tag] ?? .other(tag)
        }
        if role.isEmpty, tag == "input" {
            switch type {
            case "button", "submit", "reset", "image": self = .clickable
            case "checkbox", "radio": self = .toggle
            default: break
            }
        }
    }

    private static let byTag: [String: ElementKind] = [
        "a": .clickable, "button": .clickable, "input": .field, "select": .field, "textarea": .field, "svg": .image,
        "img": .image, "label": .text, "span": .text, "p": .text, "div": .box, "li": .box, "ul": .box, "td": .box,
        "form": .box, "nav": .box, "h1": .heading, "h2": .heading, "h3": .heading, "h4": .heading,
    ]

    /// A reason why the action of a step on `self` cannot be done on `other`; nil when it can.
    func obstacle(to other: ElementKind) -> String? {
        switch (self, other) {
        case (.field, .field), (.field, .toggle), (.toggle, .field): nil
        case (.field, _): "what it found takes no input"
        case (.clickable, .field): "what it found is an input field, not something to press"
        case (.toggle, .heading), (.toggle, .image), (.clickable, .heading): "what it found cannot be operated"
        default: nil
        }
    }
}
