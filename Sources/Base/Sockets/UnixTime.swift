internal import Glibc

/// The wall clock.
package enum UnixTime {
    /// Whole seconds since 1 January 1970, 00:00 UTC.
    package static func now() -> Int {
        var time = timespec()
        // The coarse clock is a few milliseconds behind at most, and costs no system call.
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return time.tv_sec
    }
}
