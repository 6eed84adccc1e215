/// What may be done to one target of a repository's environment. What is not configured so is never done.
/// Source: the outer contract, section 6.
package struct PlaybookSettings: Hashable, Sendable, Codable {
    /// By what the playbook acts. Exactly one is configured.
    package enum Action: Hashable, Sendable, Codable {
        /// A program, run in the clean checkout of the repository.
        case command([String])
        /// Requests to be sent, one.
        case http(HTTPAction)
        /// Files to be deleted: patterns below the checkout, or absolute ones; never files that git tracks.
        case files([String])
        case railway(RailwayTarget)
        /// A flag of Unleash that is brought to `isOn`.
        case unleash(UnleashFlag, isOn: Bool)
        /// A variable of a Railway service that is brought to a value, with the deployment that this needs.
        case railwayVariable(RailwayTarget, name: String, value: String)
    }

    package struct HTTPAction: Hashable, Sendable, Codable {
        package var method: String
        package var url: String
        package var headers: [String: String]
        package var body: String?

        package init(method: String, url: String, headers: [String: String] = [:], body: String? = nil) {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    /// Ids or names, as Railway knows them.
    package struct RailwayTarget: Hashable, Sendable, Codable {
        package var project: String
        package var environment: String
        package var service: String
        /// nil: by the name of the playbook.
        package var operation: RailwayOperation?

        package init(project: String, environment: String, service: String, operation: RailwayOperation? = nil) {
            self.project = project
            self.environment = environment
            self.service = service
            self.operation = operation
        }
    }

    package enum RailwayOperation: String, Hashable, Sendable, Codable, CaseIterable {
        /// The processes of the deployment that runs, with its image and its variables.
        case restart
        /// A new deployment of the same source, with the variables of now.
        case redeploy
    }

    package struct UnleashFlag: Hashable, Sendable, Codable {
        /// Address of the server, without `/api`.
        package var url: String
        package var project: String
        package var environment: String
        package var flag: String

        package init(url: String, project: String, environment: String, flag: String) {
            self.url = url
            self.project = project
            self.environment = environment
            self.flag = flag
        }
    }

    /// Which failures the playbook is for, beside those that its name stands for. What is nil is not asked.
    package struct Condition: Hashable, Sendable, Codable {
        package var category: FailureReport.Category?
        /// A kind of the labelling guide, for example `http-5xx`.
        package var kind: String?
        /// Text that the error, the network or the page must show, without regard to case.
        package var text: String?

        package init(category: FailureReport.Category? = nil, kind: String? = nil, text: String? = nil) {
            self.category = category
            self.kind = kind
            self.text = text
        }
    }

    /// How to see whether the target is well: a request that a healthy one answers with 200 to 299.
    package struct Probe: Hashable, Sendable, Codable {
        package var http: String
        package init(http: String) { self.http = http }
    }

    /// As configured, for example `restart-backend`.
    package var name: String
    /// Only A is ever executed.
    package var `class`: FixClass
    package var action: Action
    package var when: Condition?
    package var probe: Probe?
    /// File that the answer of an `http` action is written to, below the checkout or absolute.
    package var save: String?
    /// Seconds in which the target is left alone after it was acted on.
    package var cooldownSeconds: Int
    /// Seconds for the action and for the target to come up again, 1 to 3600.
    package var timeoutSeconds: Int
    /// Variables for a command.
    package var environment: [String: String]
    /// Names of the service's own variables that a command may see.
    package var pass: [String]

    package static let standardCooldownSeconds = 300
    package static let standardTimeoutSeconds = 300

    package init(
        name: String, class: FixClass = .a, action: Action, when: Condition? = nil, probe: Probe? = nil,
        save: String? = nil, cooldownSeconds: Int = Self.standardCooldownSeconds,
        timeoutSeconds: Int = Self.standardTimeoutSeconds, environment: [String: String] = [:], pass: [String] = []
    ) {
        self.name = name
        self.class = `class`
        self.action = action
        self.when = when
        self.probe = probe
        self.save = save
        self.cooldownSeconds = cooldownSeconds
        self.timeoutSeconds = timeoutSeconds
        self.environment = environment
        self.pass = pass
    }
}

extension PlaybookSettings {
    /// The name of the playbook that brings a backend up again.
    package static let restartBackend = "restart-backend"

    /// What a Railway target means: as configured, else `restart-backend` restarts and every other name redeploys.
    package var railwayOperation: RailwayOperation {
        if case .railway(let target) = action, let operation = target.operation { return operation }
        return name == Self.restartBackend ? .restart : .redeploy
    }

    /// Whether it mends nothing but a target that is not well, so that a well one needs none of it.
    package var mendsOnlyTheUnwell: Bool {
        if case .railway = action { return railwayOperation == .restart }
        return name == Self.restartBackend
    }

    /// What is acted on, in a few words: two playbooks with one target are never run at once.
    package func target(in repository: String) -> String {
        switch action {
        case .railway(let target), .railwayVariable(let target, _, _):
            "railway \(target.project)/\(target.environment)/\(target.service)"
        case .unleash(let flag, _): "unleash \(flag.url) \(flag.project)/\(flag.environment)/\(flag.flag)"
        case .http(let request): "\(repository) \(request.method) \(request.url)"
        case .files(let patterns): "\(repository) files \(patterns.joined(separator: ", "))"
        case .command(let words): "\(repository) command \(words.joined(separator: " "))"
        }
    }
}
