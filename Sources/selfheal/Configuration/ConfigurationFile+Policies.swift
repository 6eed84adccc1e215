import Domain

/// How much may be done without asking, which models may be asked, and who is told.
extension ConfigurationFile {
    static let autoFixes = 0...3
    static let pullRequests = 0...1000
    static let dollars = 0.0...1000.0
    static let calls = 0...1000

    mutating func readPolicies(_ top: YAMLSection) {
        if let section = top.section("limits", known: ["autoFixesPerRun", "pullRequestsPerWeek"]) {
            limits.autoFixesPerRun = section.number("autoFixesPerRun", in: Self.autoFixes) ?? limits.autoFixesPerRun
            limits.pullRequestsPerWeek =
                section.number("pullRequestsPerWeek", in: Self.pullRequests) ?? limits.pullRequestsPerWeek
        }
        if let section = top.section("llm", known: ["mode", "privacy", "budget", "ollama", "anthropic"]) {
            readModels(section)
        }
        if let section = top.section("notify", known: NotificationChannel.allCases.map(\.rawValue)) {
            for channel in NotificationChannel.allCases { notify[channel] = section.choices(channel.rawValue) }
        }
        if let section = top.section("github", known: ["api", "server", "app"]) {
            variables["GITHUB_API_URL"] = section.address("api")
            variables["GITHUB_SERVER_URL"] = section.address("server")
            variables["GITHUB_APP_ID"] = section.text("app")
        }
        variables["RAILWAY_API_URL"] = top.section("railway", known: ["api"])?.address("api")
    }

    private mutating func readModels(_ section: YAMLSection) {
        models.mode = section.choice("mode") ?? models.mode
        models.privacy = section.choice("privacy") ?? models.privacy
        if let budget = section.section("budget", known: ["perRunUSD", "callsPerRun"]) {
            models.budget.perRunUSD = budget.amount("perRunUSD", in: Self.dollars) ?? models.budget.perRunUSD
            models.budget.callsPerRun = budget.number("callsPerRun", in: Self.calls) ?? models.budget.callsPerRun
        }
        if let ollama = section.section("ollama", known: ["url", "models"]) {
            variables["OLLAMA_HOST"] = ollama.address("url")
            models.ollamaModels = ollama.texts("models") ?? models.ollamaModels
        }
        if let anthropic = section.section("anthropic", known: ["url", "model"]) {
            variables["ANTHROPIC_BASE_URL"] = anthropic.address("url")
            models.anthropicModel = anthropic.text("model") ?? models.anthropicModel
        }
        if models.mode == .anthropic, models.privacy == .localOnly {
            section.note(
                "mode", "`llm.mode` is `anthropic`, which `llm.privacy: local-only` forbids: change one of them")
        }
    }
}
