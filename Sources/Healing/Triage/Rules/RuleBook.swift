/// All rules. A new rule is one entry in the file of its category; a new category of rules is one line here.
package enum RuleBook {
    package static let all: [Rule] =
        RunnerRules.all + ReceivedRules.all + NetworkRules.all + AuthRules.all + APIRules.all + UIRules.all
        + PageRules.all
}
