extension ServerReactor {
    /// Takes no more connections, and lets those go that are between two requests. What has been begun is finished,
    /// within the time of grace.
    func drain() {
        guard drainEnd == nil else { return }
        drainEnd = now + configuration.drainGrace
        // Clients whose connection stands already may have sent their request, too.
        acceptWaiting(atMost: 4096)
        stopListening()
        for connection in connections.all {
            connection.drain()
        }
    }
}

extension Connection {
    fileprivate func drain() {
        if clock.phase == .idle {
            // A request may lie in the kernel's buffer, and its client counts on an answer.
            isReadable = true
            advance()
            if clock.phase == .idle { close() }
        }
        cutStream()
    }
}
