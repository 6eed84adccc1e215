import Foundation

/// Where what jobs leave behind is put so that every node finds it.
package enum ArtifactSettings: Hashable, Sendable {
    /// A folder that every node has mounted.
    case folder(String)
    case bucket(BucketSettings)
}

/// A bucket of an S3-compatible service.
package struct BucketSettings: Hashable, Sendable {
    /// For example `https://s3.eu-central-1.amazonaws.com`, without a slash at its end.
    package var endpoint: String
    package var bucket: String
    package var region = "us-east-1"
    /// In front of every key, without slashes at its ends; empty: none.
    package var prefix = ""
    /// `ENDPOINT/BUCKET/KEY`; else `BUCKET.` stands in front of the endpoint's host.
    package var hasPathStyle = true

    package init(endpoint: String, bucket: String) {
        self.endpoint = endpoint
        self.bucket = bucket
    }

    /// The address of an object, encoded as its signature wants it: all but unreserved characters and slashes.
    package func address(of key: String) -> String {
        let path = ((prefix.isEmpty ? "" : prefix + "/") + key).utf8.map { byte in
            Self.plain.contains(byte) ? String(UnicodeScalar(byte)) : "%" + Self.hexadecimal(byte)
        }.joined()
        if hasPathStyle { return "\(endpoint)/\(bucket)/\(path)" }
        let parts = endpoint.components(separatedBy: "://")
        return "\(parts[0])://\(bucket).\(parts.dropFirst().joined())/\(path)"
    }

    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
