import Domain
import Foundation

/// What one measurement found, as `scripts/bench` reads it.
struct Figures: Encodable {
    var perSecond: Double?
    /// What one job costs the processor, which moves less with the load of the machine than the rate does.
    var cpuMicroseconds: Double?
    var p50Milliseconds: Double?
    var p99Milliseconds: Double?
    /// From the moment that the job was known to be stored.
    var p50AfterStoring: Double?
    var p99AfterStoring: Double?
    var count: Int?
    var rowOctets: Int?
    var id: String?

    func tell() throws { print(String(decoding: try JSON.encode(self), as: UTF8.self)) }
}
