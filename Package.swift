// swift-tools-version: 6.3
import PackageDescription

// The manifest is the arrow diagram: one line a target, and `uses` names every module that it may import.
// `swift build --explicit-target-dependency-import-check error` holds the sources to it.

let package = Package(
    name: "selfheal",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        system("CLinux"),
        system("COpenSSL", package: "libssl-dev", pkgConfig: "libcrypto"),
        system("CZlib", package: "zlib1g-dev", pkgConfig: "zlib"),

        part("Domain", of: "Base", uses: []),

        part("Queue", of: "Flow", uses: ["Domain", "Logging"]),
        part("Pipeline", of: "Flow", uses: ["Domain"]),

        part("SQLiteStore", of: "Adapters", uses: ["Domain", "Queue", "GRDB"]),
        part("Tools", of: "Adapters", uses: ["Domain", "Pipeline", "Subprocess"]),

        tests("Domain", uses: []),
        tests("Queue", uses: ["Domain"]),
        tests("SQLiteStore", uses: ["Domain", "Queue"]),
        tests("Tools", uses: ["Domain", "Pipeline"]),
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

func part(_ name: String, of room: String, uses: [String], unsafe isUnsafe: Bool = false) -> Target {
    .target(
        name: name, dependencies: named(uses), path: room.isEmpty ? "Sources/\(name)" : "Sources/\(room)/\(name)",
        swiftSettings: settings(unsafe: isUnsafe))
}

func tests(_ name: String, uses: [String]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: named([name] + uses), path: "Tests/\(name)Tests",
        swiftSettings: settings())
}

func system(_ name: String, package: String? = nil, pkgConfig: String? = nil) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: package.map { [.apt([$0])] })
}

func named(_ names: [String]) -> [Target.Dependency] {
    let packages = [
        "ArgumentParser": "swift-argument-parser", "Logging": "swift-log", "GRDB": "GRDB.swift", "Yams": "Yams",
        "Subprocess": "swift-subprocess",
    ]
    return names.map { name in
        packages[name].map { .product(name: name, package: $0) } ?? .target(name: name)
    }
}
