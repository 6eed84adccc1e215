import Foundation
import Testing

/// What tests with Playwright itself need.
enum RealPlaywright {
    static let service = ProcessInfo.processInfo.environment
    static let modules = service["SELFHEAL_PLAYWRIGHT_MODULES"]
    static var isReady: Bool { modules != nil && service["CHROMIUM_PATH"] != nil }
    static let missing: Comment = "needs SELFHEAL_PLAYWRIGHT_MODULES and CHROMIUM_PATH, which scripts/setup prints"
}
