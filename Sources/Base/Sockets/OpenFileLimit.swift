internal import Glibc

/// The most descriptors that this process may hold (`RLIMIT_NOFILE`).
package enum OpenFileLimit {
    /// Raises the soft limit to the hard one. The soft default of 1024 is for programs that call `select`.
    /// - Returns: the limit that now holds.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        let soft = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        let isRaised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return Int(clamping: isRaised ? limit.rlim_max : soft)
    }
}
