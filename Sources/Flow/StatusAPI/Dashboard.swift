package import HTTP

/// The pages for people. They hold no data of their own: a browser reads it from the API, with a token where one is needed.
package struct Dashboard: Sendable {
    private struct File: Sendable {
        let octets: [UInt8]
        let contentType: String

        static func script(_ octets: [UInt8]) -> Self {
            File(octets: octets, contentType: "text/javascript; charset=utf-8")
        }
    }

    private static let files = [
        "style.css": File(octets: PackageResources.style_css, contentType: "text/css; charset=utf-8"),
        "icon.svg": File(octets: PackageResources.icon_svg, contentType: "image/svg+xml"),
        "api.js": .script(PackageResources.api_js),
        "audit.js": .script(PackageResources.audit_js),
        "diff.js": .script(PackageResources.diff_js),
        "dom.js": .script(PackageResources.dom_js),
        "failures.js": .script(PackageResources.failures_js),
        "figures.js": .script(PackageResources.figures_js),
        "job.js": .script(PackageResources.job_js),
        "jobs.js": .script(PackageResources.jobs_js),
        "lists.js": .script(PackageResources.lists_js),
        "main.js": .script(PackageResources.main_js),
        "playbooks.js": .script(PackageResources.playbooks_js),
        "report.js": .script(PackageResources.report_js),
        "words.js": .script(PackageResources.words_js),
    ]

    package init() {}

    package func route(in router: inout Router) {
        router.on(.get, "/") { _ in Self.page }
        router.on(.get, "/dashboard/{file}") { request in
            guard let file = Self.file(request.pathParameters["file"] ?? "") else {
                throw HTTPProblem(.notFound, detail: "The dashboard has no such file.")
            }
            return file
        }
    }

    static let page = response(File(octets: PackageResources.index_html, contentType: "text/html; charset=utf-8"))

    static func file(_ name: String) -> HTTPResponse? { files[name].map(response) }

    /// Nothing may come from elsewhere, and nothing that a test under repair has written may run.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static func response(_ file: File) -> HTTPResponse {
        var response = HTTPResponse.octets(file.octets, contentType: file.contentType).withEntityTag()
        response.headers["Content-Security-Policy"] = policy
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
    }
}
