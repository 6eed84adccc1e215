// swift-tools-version: 6.3
import PackageDescription

// The manifest is the arrow diagram: one line a target, and `uses` names every module that it may import.
// `swift build --explicit-target-dependency-import-check error` holds the sources to it.

let package = Package(
    name: "selfheal",
    products: [.executable(name: "selfheal", targets: ["selfheal"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        system("CLinux"),
        system("COpenSSL", package: "libssl-dev", pkgConfig: "libcrypto"),
        system("CPostgres", package: "libpq-dev", pkgConfig: "libpq"),
        system("CZlib", package: "zlib1g-dev", pkgConfig: "zlib"),

        part("Domain", of: "Base", uses: []),
        part("Compression", of: "Base", uses: ["CZlib"], unsafe: true),
        part("Cryptography", of: "Base", uses: ["COpenSSL"], unsafe: true),
        part("Sockets", of: "Base", uses: ["CLinux"], unsafe: true),
        part("HTTP", of: "Base", uses: ["Sockets", "Compression", "Logging"]),
        part("HTTPClient", of: "Base", uses: ["Domain", "Logging"]),
        part("ModelContextProtocol", of: "Base", uses: ["Domain"]),
        part("Turns", of: "Base", uses: []),

        part("JavaScript", of: "Healing", uses: []),
        part("Evidence", of: "Healing", uses: ["Domain", "Compression"]),
        part("Triage", of: "Healing", uses: ["Domain"]),
        part("Advice", of: "Healing", uses: ["Domain", "Evidence"]),
        part("Playbooks", of: "Healing", uses: ["Domain"]),
        part("Locators", of: "Healing", uses: ["Domain", "Evidence", "JavaScript"]),
        part("Proof", of: "Healing", uses: ["Domain", "JavaScript"]),
        part("Repairers", of: "Healing", uses: ["JavaScript", "Proof"]),

        part("Queue", of: "Flow", uses: ["Domain", "Logging"]),
        part(
            "Pipeline", of: "Flow",
            uses: [
                "Domain", "Queue", "Cryptography", "Compression", "JavaScript", "Evidence", "Triage", "Locators",
                "Proof", "Repairers",
                "Advice", "Playbooks", "Logging",
            ]),
        part("Triggers", of: "Flow", uses: ["Domain", "Queue", "HTTP", "Cryptography", "Logging"]),

        part(
            "StatusAPI", of: "Flow", uses: ["Domain", "Queue", "HTTP", "Cryptography", "Logging", "Triage"],
            resources: [.embedInCode("openapi.yaml"), .embedInCode("Dashboard")]),

        part("RelationalStore", of: "Adapters", uses: ["Domain", "Queue"]),
        part(
            "SQLiteStore", of: "Adapters", uses: ["Domain", "Queue", "RelationalStore", "GRDB", "GRDBSQLite"],
            unsafe: true),
        part(
            "PostgresStore", of: "Adapters", uses: ["Domain", "Queue", "RelationalStore", "CPostgres", "Logging"],
            unsafe: true),
        part(
            "Tools", of: "Adapters",
            uses: ["Domain", "Pipeline", "HTTPClient", "ModelContextProtocol", "Turns", "Subprocess"]),
        part("GitHub", of: "Adapters", uses: ["Domain", "Pipeline", "HTTPClient", "Cryptography", "Turns", "Logging"]),
        part(
            "LanguageModels", of: "Adapters", uses: ["Domain", "Pipeline", "Advice", "HTTPClient", "Logging"]),
        part("Railway", of: "Adapters", uses: ["Domain", "Pipeline", "HTTPClient"]),
        part("FeatureFlags", of: "Adapters", uses: ["Domain", "Pipeline", "HTTPClient"]),
        part("WebRequests", of: "Adapters", uses: ["Domain", "Pipeline", "HTTPClient"]),
        part("Reporters", of: "Adapters", uses: ["Domain", "Queue", "Pipeline", "HTTPClient", "Logging"]),

        .executableTarget(
            name: "selfheal",
            dependencies: named([
                "Domain", "HTTP", "HTTPClient", "Sockets", "Evidence", "Triage", "Locators", "Queue",
                "Pipeline", "Triggers", "StatusAPI", "Turns",
                "RelationalStore", "SQLiteStore", "PostgresStore", "Tools", "LanguageModels", "Railway", "FeatureFlags",
                "WebRequests",
                "Playbooks",
                "GitHub", "Reporters",
                "ArgumentParser", "Logging", "Yams",
            ]),
            path: "Sources/selfheal", swiftSettings: settings()),

        // Our side of `scripts/bench`; never shipped.
        .executableTarget(
            name: "QueueBench",
            dependencies: named([
                "Domain", "Queue", "RelationalStore", "SQLiteStore", "PostgresStore", "ArgumentParser",
            ]),
            path: "Sources/QueueBench", swiftSettings: settings()),

        .executableTarget(
            name: "TriageBench",
            dependencies: named(["Domain", "Compression", "Evidence", "Triage", "ArgumentParser"]),
            path: "Sources/TriageBench", swiftSettings: settings()),

        // What several test targets use; never shipped.
        .target(
            name: "TestKit", dependencies: named(["Domain", "Advice", "HTTPClient", "Subprocess"]),
            path: "Sources/TestKit",
            swiftSettings: settings()),

        tests("Domain", uses: []),
        tests("Queue", uses: ["Domain", "RelationalStore", "SQLiteStore", "Logging", "TestKit"]),
        // One suite, which every store passes.
        tests("JobStore", of: "RelationalStore", uses: ["Domain", "Queue", "PostgresStore", "SQLiteStore", "TestKit"]),
        tests("SQLiteStore", uses: ["Domain", "Queue", "RelationalStore", "GRDB"]),
        tests("PostgresStore", uses: ["Domain", "Queue", "RelationalStore", "TestKit"]),
        tests(
            "Pipeline",
            uses: [
                "Domain", "Evidence", "Locators", "Triage", "Repairers", "Queue", "RelationalStore", "SQLiteStore",
                "Logging", "TestKit",
            ]),
        tests("Tools", uses: ["Domain", "Pipeline", "HTTPClient", "Cryptography", "TestKit"], leaving: ["Fakes"]),
        tests("Compression", uses: ["TestKit"]),
        tests("Evidence", uses: ["Domain", "Compression", "TestKit"], leaving: ["Fixtures"]),
        tests("Cryptography", uses: []),
        tests("HTTP", uses: ["Sockets", "Logging", "TestKit"]),
        tests("HTTPClient", uses: ["Domain", "TestKit"]),
        tests("ModelContextProtocol", uses: []),
        tests("Turns", uses: []),
        tests("JavaScript", uses: ["TestKit"]),
        tests("Triage", uses: ["Domain", "TestKit"]),
        tests("Advice", uses: ["Domain"]),
        tests("LanguageModels", uses: ["Domain", "Pipeline", "Advice", "HTTPClient", "Tools", "TestKit"]),
        tests("Playbooks", uses: ["Domain", "TestKit"]),
        tests("Locators", uses: ["Domain", "Evidence", "JavaScript"]),
        tests("Proof", uses: ["Domain", "JavaScript"]),
        tests("Repairers", uses: ["JavaScript", "Proof"]),
        tests("Reporters", uses: ["Domain", "Queue", "Pipeline", "Advice", "HTTPClient", "TestKit"]),
        tests(
            "GitHub",
            uses: ["Domain", "Pipeline", "Advice", "HTTPClient", "Cryptography", "Logging", "TestKit"]),
        tests("Railway", uses: ["Domain", "Pipeline", "HTTPClient", "TestKit"]),
        tests("FeatureFlags", uses: ["Domain", "Pipeline", "HTTPClient", "TestKit"]),
        tests("WebRequests", uses: ["Domain", "Pipeline", "HTTPClient", "TestKit"]),
        tests(
            "Triggers", uses: ["Domain", "Queue", "RelationalStore", "SQLiteStore", "HTTP", "Cryptography", "Logging"]),
        tests("StatusAPI", uses: ["Domain", "Queue", "RelationalStore", "SQLiteStore", "Triggers", "HTTP", "Logging"]),
        tests(
            "Configuration", of: "selfheal",
            uses: ["Domain", "Playbooks", "Queue", "Pipeline", "RelationalStore", "SQLiteStore", "Triggers", "Logging"]),
        tests(
            "Service", of: "selfheal",
            uses: [
                "Domain", "Queue", "Pipeline", "HTTP", "StatusAPI", "RelationalStore", "SQLiteStore", "PostgresStore",
                "Tools", "TestKit", "Logging",
            ], leaving: ["Fakes"]),
        tests("Commands", of: "selfheal", uses: ["Domain"]),
        tests(
            "EndToEnd", of: "selfheal", uses: ["Domain", "Cryptography", "TestKit"],
            leaving: ["Dashboard", "Fakes", "Samples"]),
    ]
)

func settings(unsafe: Bool = false) -> [SwiftSetting] {
    let common: [SwiftSetting] = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
    // The few targets that touch C go without the fence around unsafe code.
    return unsafe ? common : common + [.strictMemorySafety()]
}

func part(
    _ name: String, of room: String, uses: [String], resources: [Resource] = [], unsafe isUnsafe: Bool = false
) -> Target {
    .target(
        name: name, dependencies: named(uses), path: "Sources/\(room)/\(name)", resources: resources,
        swiftSettings: settings(unsafe: isUnsafe))
}

/// - Parameter leaving: folders beside the tests that are data to them, not sources.
func tests(_ name: String, of target: String? = nil, uses: [String], leaving: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: named([target ?? name] + uses), path: "Tests/\(name)Tests",
        exclude: leaving, swiftSettings: settings())
}

func system(_ name: String, package: String? = nil, pkgConfig: String? = nil) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: package.map { [.apt([$0])] })
}

func named(_ names: [String]) -> [Target.Dependency] {
    let packages = [
        "ArgumentParser": "swift-argument-parser", "Logging": "swift-log", "GRDB": "GRDB.swift",
        "GRDBSQLite": "GRDB.swift", "Yams": "Yams",
        "Subprocess": "swift-subprocess",
    ]
    return names.map { name in
        packages[name].map { .product(name: name, package: $0) } ?? .target(name: name)
    }
}
