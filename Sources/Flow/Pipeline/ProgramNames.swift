import Evidence

extension PageSnapshot {
    /// What programs call the page's elements, by the attribute that says it: ids, classes, test ids, names of fields.
    var programNames: [String: Set<String>] {
        nodes.indices.reduce(into: [:]) { result, node in
            for (attribute, value) in attributes(node)
            where ["id", "class", "name"].contains(attribute) || attribute.hasPrefix("data-") {
                result[attribute, default: []].formUnion(value.split(whereSeparator: \.isWhitespace).map(String.init))
            }
        }
    }
}
