import CLinux

/// Keeps other processes of the same user, such as the suites that we run, from reading this one's environment and memory.
package enum ProcessPrivacy {
    /// Source: prctl(2), PR_SET_DUMPABLE. Processes of root can read them all the same.
    package static func begin() { _ = clinux_forbid_inspection() }
}
