/// What `<` may mean where an operand is expected.
package enum Dialect: Hashable, Sendable {
    /// JSX element; there are no type arguments.
    case javaScript
    /// Type parameters or a type assertion; there is no JSX.
    case typeScript
    /// JSX element, but for `<T,>` and `<T extends U>`, which start a generic arrow function.
    case typeScriptWithJSX

    package init(path: String) {
        if path.hasSuffix(".tsx") {
            self = .typeScriptWithJSX
        } else if [".ts", ".mts", ".cts"].contains(where: path.hasSuffix) {
            self = .typeScript
        } else {
            self = .javaScript
        }
    }

    package var allowsJSX: Bool { self != .typeScript }
    package var allowsTypes: Bool { self != .javaScript }
}
