package import Domain
package import Foundation

/// A message to people that waits to be sent. It is stored in the transaction that changes what it tells of.
package struct OutboxMessage: Hashable, Sendable {
    package let id: JobID
    package let job: JobID
    /// For example `slack`.
    package let channel: String
    /// What it tells the state of, for example a job: a newer message of the same channel and subject takes the place of one
    /// that still waits.
    package let subject: String
    /// For people who ask what was said.
    package let topics: String
    /// Body of the request, JSON.
    package let body: Data
    package let createdAt: Timestamp

    package init(
        id: JobID, job: JobID, channel: String, subject: String, topics: String, body: Data, createdAt: Timestamp
    ) {
        self.id = id
        self.job = job
        self.channel = channel
        self.subject = subject
        self.topics = topics
        self.body = body
        self.createdAt = createdAt
    }
}

/// The right to send one message, once.
package struct OutboxClaim: Hashable, Sendable {
    package let message: OutboxMessage
    /// Of sendings, this one included.
    package let attempts: Int
    package let generation: Int64

    package init(message: OutboxMessage, attempts: Int, generation: Int64) {
        self.message = message
        self.attempts = attempts
        self.generation = generation
    }
}

/// What became of a message, or of one try to send it.
package enum OutboxEnd: Hashable, Sendable {
    case sent
    /// It was not taken for sure, and may be later.
    case again(at: Timestamp, why: String)
    case failed(String)
    /// The other side may have it or not: it is not sent again.
    case unknown(String)
}

extension SendingEnd {
    /// What is known of a message whose sender died while it sent it.
    package static let senderDied = SendingEnd.uncertain(
        "its sender died on the way, and the message may be there or not")
}

extension AuditEntry {
    /// What the audit log has of a message's end; nil while it is to be sent again.
    package init?(_ message: OutboxMessage, _ end: OutboxEnd, at time: Timestamp) {
        let result: String
        switch end {
        case .sent: result = "sent"
        case .failed(let why): result = "failed: \(why)"
        case .unknown(let why): result = why
        case .again: return nil
        }
        self.init(
            at: time, job: message.job, what: "notify", target: message.channel, why: message.topics, result: result,
            dryRun: false)
    }
}

/// Messages that wait to be sent, each by one sender at a time. A node has one sender for each channel.
package protocol Outbox: Sendable {
    /// Puts messages back that the node has taken for the channel without hearing of it: they were not begun.
    /// - Parameter begun: those that the sender has begun to send, and whose end the outbox may not know.
    func takeBackUnheard(of channel: String, by node: String, begun: Set<JobID>) async throws(StoreError)
    /// Takes the oldest message of the channel whose time has come; nil when there is none.
    func nextMessage(for channel: String, by node: String, at: Timestamp) async throws(StoreError) -> OutboxClaim?
    /// An end of the message stands in the audit log with it. May be called again when its answer was lost.
    /// - Parameter restingUntil: no other message goes to the channel before, from whichever node.
    /// - Throws: `StoreError.leaseLost` when the message was given up meanwhile.
    func settle(
        _ claim: OutboxClaim, as end: OutboxEnd, restingUntil: Timestamp, at: Timestamp
    ) async throws(StoreError)
    /// Gives up on messages whose sender died while it sent them: whether they arrived, nobody knows. The audit log says so.
    /// - Returns: those messages.
    func abandonMessages(at: Timestamp) async throws(StoreError) -> [OutboxMessage]
    /// The same for those of a node that is dead for sure.
    func abandonMessages(of node: String, at: Timestamp) async throws(StoreError) -> [OutboxMessage]
    /// How many wait or are being sent.
    func waitingMessages() async throws(StoreError) -> Int
}

/// Where messages are sent.
package protocol OutboxChannel: Sendable {
    /// For example `slack`.
    var name: String { get }
    /// Tries once, or as often as is sure not to send it twice.
    /// - Parameter body: of the request, JSON.
    func send(_ body: Data) async -> SendingEnd
}
