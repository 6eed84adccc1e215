extension Array where Element == UInt8 {
    /// The standard library has no bulk copy from a span yet; one octet at a time costs a body ten times as much.
    mutating func append(copying octets: Span<UInt8>) {
        unsafe octets.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
