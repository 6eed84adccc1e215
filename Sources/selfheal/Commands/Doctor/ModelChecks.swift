import Domain
import LanguageModels
import Logging

/// Looks at the language models that could be asked; nothing that it sends costs money.
struct ModelChecks: Sendable {
    let settings: ServiceSettings

    func lines() async -> [DoctorLine] {
        let wiring = Wiring(
            data: settings.data, environment: settings.environment, secrets: settings.secrets,
            logger: Logger(label: "selfheal.doctor"), owner: "doctor", models: settings.models)
        let doctor = ModelDoctor(settings: settings.models, services: wiring.modelServices())
        let findings = await doctor.examine()
        let isAnswered = doctor.isAnswered(by: findings)
        return findings.map { finding in
            if finding.isThere { return .ok(finding.subject, finding.text) }
            let fix = finding.advice ?? "nothing is to be done"
            // Where the configured mode has nobody to ask, whoever is asked by it is what is missing.
            let isRequired = !isAnswered && finding.subject.lowercased() == settings.models.mode.rawValue
            return isRequired
                ? .missing(finding.subject, finding.text, fix: fix, isRequired: true)
                : .advice(finding.subject, finding.text, fix: fix)
        }
    }
}
