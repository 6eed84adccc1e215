import Domain

/// Connections that could not be made or were cut.
enum NetworkRules {
    static let all: [Rule] = [
        Rule(
            "network.web-server-command-wrong", .server, .names, .webserverNotStarted, .critical, .test,
            finding: "the command of the suite's web server does not exist",
            when: .all([
                .any([webServer, .says(.output, ["[webserver]"])]), .any([webServer, .says(.output, ["webserver"])]),
                .any([.says(.message, wrongCommand), .says(.output, wrongCommand)]),
            ]),
            example: .example(
                "Error: Process from config.webServer was not able to start. Exit code: 127",
                output: "[WebServer] sh: 1: vite-preview: command not found")),
        Rule(
            "network.web-server-code-broken", .server, .names, .webserverNotStarted, .critical, .app,
            finding: "the suite's web server stopped over an error of its own code",
            when: .all([webServer, .any([.says(.message, brokenCode), .says(.output, brokenCode)])]),
            example: .example(
                "Error: Process from config.webServer was not able to start. Exit code: 1",
                output: "[WebServer] SyntaxError: Unexpected end of input\n[WebServer]     at server.mjs:41")),
        Rule(
            "network.web-server-not-started", .server, .names, .webserverNotStarted, .critical, .environment,
            finding: "the web server of the suite did not start or did not answer",
            when: webServer,
            example: .example("Error: Timed out waiting 60000ms from config.webServer.")),
        Rule(
            "network.offline", .network, .names, .offline, .high, .environment,
            finding: "the machine or the page is offline",
            when: .any([
                .says(
                    .message,
                    ["internet_disconnected", "ns_error_offline", "document_not_cached", "appears to be offline"]),
                .all([
                    .says(.code, ["setoffline(true"]),
                    .says(.message, ["internal error", "failed to load", "err_failed"]),
                ]),
            ]),
            refinements: [.init(.says(.code, ["setoffline"]), culprit: .test)],
            example: .example("Error: page.goto: net::ERR_INTERNET_DISCONNECTED at https://shop.example.org/")),
        Rule(
            "network.unknown-host", .network, .names, confidence: 0.98, .dns, .critical, .environment,
            finding: "the host's name is not known",
            when: .says(
                .message,
                [
                    "name_not_resolved", "unknown_host", "enotfound", "eai_again", "could not resolve", "dns_",
                    "getaddrinfo",
                    "no such host", "name or service not known", "temporary failure in name resolution",
                    "nodename nor servname provided", "unknownhostexception", "couldn't resolve host",
                    "server with the specified hostname could not be found",
                ]),
            example: .example("Error: page.goto: net::ERR_NAME_NOT_RESOLVED at http://backoffice:8080/")),
        Rule(
            "network.certificate", .network, .names, confidence: 0.97, .tls, .critical, .environment,
            finding: "the secure connection could not be made",
            when: .any([
                .says(
                    .message,
                    [
                        "err_cert_", "err_ssl_", "ssl_error", "sec_error", "mozilla_pkix", "self-signed certificate",
                        "self signed certificate", "unable to verify the first certificate", "certificate has expired",
                        "wrong version number", "handshake", "eproto", "certificate is not", "cert_", "ssl peer",
                        "ssl connect error",
                        "unacceptable tls", "secure connection", "unable to get local issuer",
                        "certificate for this server", "inadequate_security", "certificate's altnames", "self_signed",
                        "unable_to_verify_leaf", "unable_to_get_issuer", "tlsv1 alert", "sslv3 alert", "ssl routines",
                        "sslexception", "ssl: certificate_verify_failed", "err_tls_",
                    ])
            ]),
            refinements: [
                .init(
                    .all([
                        .fact(.secureLocalAddress),
                        .says(
                            .message,
                            [
                                "ssl_protocol_error", "wrong version number", "rx_record_too_long",
                                "packet length too long",
                            ]),
                    ]),
                    culprit: .test)
            ],
            example: .example("Error: page.goto: net::ERR_CERT_AUTHORITY_INVALID at https://intra.example.org/")),
        Rule(
            "network.proxy", .network, .names, .proxy, .high, .environment,
            finding: "a proxy or a tunnel stands in the way",
            when: .says(
                .message,
                [
                    "tunnel_connection_failed", "proxy_connection", "err_proxy", "proxy_auth", "ns_error_proxy",
                    "proxy server",
                    "err_socks", "proxy authentication", "err_mandatory_proxy", "http tunnel",
                    "err_blocked_by_administrator",
                    "err_network_access_denied", "err_pac_",
                ]),
            example: .example("Error: page.goto: net::ERR_PROXY_CONNECTION_FAILED at https://shop.example.org/")),
        Rule(
            "network.proxy-refused", .server, .names, .proxy, .high, .environment,
            finding: "a proxy refused to connect",
            when: .says(
                .message, ["from proxy after connect", "proxy connect aborted", "tunneling socket could not"]),
            example: .example("Error: page.goto: Received HTTP code 403 from proxy after CONNECT")),
        Rule(
            "network.filter-page", .network, .shows, .proxy, .high, .environment, from: .page,
            finding: "a filter of the network answers instead of the site",
            when: .any([
                .says(
                    .page,
                    [
                        "blocked by your administrator", "site is blocked", "blocked by your organization",
                        "access to this site is blocked", "generated by squid", "(squid/",
                    ]),
                // Also products and settings of which an app may speak.
                .all([
                    .says(
                        .page,
                        [
                            "web filter", "webfilter", "category blocked", "fortiguard", "zscaler", "content filter",
                            "cisco umbrella", "squid proxy", "sophos", "barracuda web",
                        ]), .fact(.fewLines), .symptomOfPage,
                ]),
            ]),
            example: .example(
                "Error: locator.click: Timeout 9000ms exceeded.\nCall log:\n  - waiting for getByText('Play')",
                page: "- heading \"Web filter violation\" [level=1]")),
        Rule(
            "network.connection-refused", .network, .names, confidence: 0.97, .connectionRefused, .critical,
            .environment,
            finding: "nothing listens at the address",
            when: .says(.message, refused),
            refinements: [
                .init(.all([.fact(.apiRequest), .fact(.pageShown), .not(.fact(.emptyPage))]), severity: .high)
            ],
            example: .example("Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:7300/")),
        Rule(
            "network.host-unreachable", .network, .names, confidence: 0.85, .connectionRefused, .critical, .environment,
            finding: "the host cannot be reached",
            when: .says(
                .message,
                [
                    "connection_timed_out", "err_timed_out", "etimedout", "ehostunreach", "enetunreach", "ehostdown",
                    "eaddrnotavail", "eafnosupport", "the request timed out.", "timeout was reached",
                    "no route to host",
                    "network is unreachable",
                    "address_unreachable", "ns_error_net_timeout", "connect timeout", "connecttimeout",
                ]),
            example: .example("Error: page.goto: net::ERR_CONNECTION_TIMED_OUT at http://10.20.0.4/")),
        Rule(
            "network.connection-cut", .network, .names, .connectionReset, .high, .environment,
            finding: "the connection was cut while it was in use",
            when: .says(
                .message,
                [
                    "connection_reset", "econnreset", "socket hang up", "server returned nothing",
                    "http2_protocol_error", "err_empty_response",
                    "connection_closed",
                    "connection_aborted", "err_aborted", "net_reset", "net_interrupt", "epipe", "network_changed",
                    "err_quic",
                    "ns_binding_aborted", "ns_error_abort", "content_length_mismatch", "incomplete_chunked",
                    "err_http2", "network_io_suspended",
                    "navigation interrupted", "interrupted by another navigation", "other side closed",
                    "premature close", "write_after_end",
                    "network connection was lost", "err_network_io", "und_err_socket", "empty_response",
                    "net::err_failed", "connection reset", "recv failure", "receiving data from the peer",
                    "terminated unexpectedly",
                    "load request cancelled", "frame load interrupted", "partial_transfer", "remotedisconnected",
                    "remote end closed", "socket disconnected", "broken pipe", "stream was reset",
                    "err_stream_premature_close", "err_connection_failed", "typeerror: terminated",
                    "frame was detached", "frame has been detached",
                ]),
            example: .example("Error: apiRequestContext.get: read ECONNRESET")),
        Rule(
            "network.fetch-failed", .network, .names, confidence: 0.85, .connectionRefused, .critical, .environment,
            finding: "a request got no answer at all",
            when: .all([
                .says(
                    .message,
                    [
                        "failed to fetch", "fetch failed", "network error", "networkerror", "load failed",
                        "err_network",
                        "no connection could be made", "connectexception",
                    ]),
                .not(.says(.message, ["cors", "access-control", "status of", "dynamically imported"])),
                .not(.fact(.textMatcher)),
            ]),
            refinements: [.init(.all([.fact(.stateMatcher), .fact(.pageShown)]), severity: .high)],
            example: .example("TypeError: fetch failed\n    at loginByApi (/app/e2e/helpers.ts:14:9)")),
        Rule(
            "network.page-not-reached", .network, .shows, .connectionRefused, .critical, .environment, from: .page,
            finding: "the browser shows its own page for a server that it cannot reach",
            when: .all([
                .says(
                    .page,
                    [
                        "refused to connect", "can’t be reached", "can't be reached", "unable to connect",
                        "can’t establish a connection", "can't establish a connection", "err_connection_refused",
                        "took too long to respond",
                    ]),
                symptom,
            ]),
            example: .example(
                "Error: locator.fill: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByLabel('Street')",
                page:
                    "- heading \"This site can’t be reached\" [level=1]\n- paragraph: shop.internal refused to connect."
            )),
        Rule(
            "network.backend-not-reached", .network, .shows, .connectionRefused, .high, .environment, from: .page,
            finding: "the page says that it cannot reach its backend",
            when: .all([
                .says(.page, Words.serverUnreachable), symptom, .not(.says(.page, ["dynamically imported"])),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- alert: TypeError: Failed to fetch\n- button \"Retry\"")),
        Rule(
            "network.request-refused", .network, .shows, .connectionRefused, .high, .environment, from: .network,
            finding: "a request of the page was refused before the step failed",
            when: .all([.fact(.requestRefused), symptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                address: "http://localhost:3000/",
                network: [
                    .init(
                        method: "GET", url: "http://localhost:4000/api/bills", status: -1,
                        failure: "net::ERR_CONNECTION_REFUSED")
                ])),
        Rule(
            "network.request-host-unknown", .network, .shows, .dns, .critical, .environment, from: .network,
            finding: "a request of the page named an unknown host before the step failed",
            when: .all([.fact(.requestUnresolvedHost), symptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                network: [
                    .init(
                        method: "GET", url: "http://backend:4000/api/bills", status: -1,
                        failure: "net::ERR_NAME_NOT_RESOLVED")
                ])),
        Rule(
            "network.request-cut", .network, .shows, .connectionReset, .high, .environment, from: .network,
            finding: "the connection of a request of the page was cut before the step failed",
            when: .all([.fact(.requestReset), symptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                network: [
                    .init(
                        method: "GET", url: "http://localhost:4000/api/bills", status: -1,
                        failure: "net::ERR_CONNECTION_RESET")
                ])),
        Rule(
            "network.console-refused", .network, .shows, .connectionRefused, .high, .environment, from: .console,
            finding: "the browser's console reports a refused connection",
            when: .all([.says(.console, ["err_connection_refused", "econnrefused"]), symptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                console: ["Failed to load resource: net::ERR_CONNECTION_REFUSED"])),
    ]

    private static let symptom = Condition.all([.symptomOfPage, .not(.fact(.apiRequest))])

    private static let webServer = Condition.any([
        .says(
            .message,
            [
                "config.webserver", "server process exited before", "dev server exited", "server did not start",
                "webserver was not able", "failed to start server", "server failed to start", "server is not running",
                "server not ready", "server did not become ready", "is already used, make sure that nothing is running",
                "eaddrinuse", "address already in use", "server failed to become ready", "failed to start dev server",
                "failed to start the server", "failed to start the dev server", "could not start server",
                "could not start the server", "unable to start server", "server startup timed out",
                "server did not come up", "server exited with code", "backend did not start", "backend failed to start",
            ])
    ])
    private static let wrongCommand = [
        "is not recognized as", "command not found", "missing script", ": not found", "no such file or directory",
        "cannot find path",
    ]
    private static let brokenCode = [
        "syntaxerror", "referenceerror", "typeerror", "failed to compile", "build failed", "error ts", "rollup error",
        "module not found", "compilation error", "parse error", "transform failed", "traceback (most recent",
        "failed to build",
        "unhandled exception", "panic:", "cannot find symbol", "compilation failure", "esbuild error",
        "vite build failed",
    ]
    private static let refused = [
        "connection_refused", "econnrefused", "could not connect", "connection refused", "couldn't connect to server",
        "actively refused", "[errno 111]", "failed to establish a new connection",
    ]
}
