/// A figure in Prometheus' text format. Source: https://prometheus.io/docs/instrumenting/exposition_formats/
struct Gauge {
    private let name: String
    private let help: String
    /// What stands between the name and the value, and the value.
    private let samples: [(labels: String, value: Int)]

    init(_ name: String, _ help: String, _ value: Int) {
        self.name = name
        self.help = help
        samples = [("", value)]
    }

    /// - Parameter values: by the value of the label, which must be a plain word.
    init(_ name: String, _ help: String, _ values: [String: Int], label: String) {
        self.name = name
        self.help = help
        samples = values.sorted { $0.key < $1.key }.map { ("{\(label)=\"\($0.key)\"}", $0.value) }
    }

    var text: String {
        "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            + samples.map { "\(name)\($0.labels) \($0.value)\n" }.joined()
    }
}
