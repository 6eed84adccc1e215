# syntax=docker/dockerfile:1
# Three stages: `build` makes the program, `runner` is a small Debian with what suites need (Node, npm, git, Chromium),
# `service` puts the program on it. `scripts/check-dockerfile` runs these steps without Docker.

ARG SWIFT_VERSION=6.3

# Older than the runner on purpose: a program runs on a newer C library than the one that it was linked to, not on an older.
FROM swift:${SWIFT_VERSION}-bookworm AS build
# libcurl is what Foundation's URLSession is linked to when Foundation is static.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libcurl4-openssl-dev libpq-dev libsqlite3-dev libssl-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The dependencies change less often than the sources. The lock file is taken when there is one.
COPY Package.swift Package.resolve[d] ./
RUN swift package resolve
COPY openapi.yaml ./
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build --configuration release --product selfheal --static-swift-stdlib \
    && install -D --strip "$(swift build --configuration release --show-bin-path)/selfheal" /out/selfheal

# Debian 13, because its own Node (20) is new enough for Playwright 1.63 and gets its security updates from Debian.
FROM debian:trixie-slim AS runner
# Chromium brings the shared libraries that Playwright's own browsers need too; tini reaps what a browser leaves behind.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates chromium fonts-liberation fonts-noto-color-emoji git nodejs npm tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin selfheal \
    && install --directory --owner=selfheal --group=selfheal --mode=0700 /data
# CHROMIUM_PATH reaches the suites. Playwright does not read it by itself: a suite that wants Debian's browser names it in
# `launchOptions.executablePath`; any other suite installs its own in `setup` (see deploy/README.md).
# Whatever is kept lies in the volume, so that the rest may be read-only: HOME, and what npm and Playwright download.
ENV CHROMIUM_PATH=/usr/bin/chromium \
    HOME=/data \
    LANG=C.UTF-8 \
    PLAYWRIGHT_BROWSERS_PATH=/data/browsers \
    npm_config_cache=/data/npm-cache

FROM runner AS service
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libcurl4t64 libpq5 libsqlite3-0 libssl3t64 libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/selfheal /usr/local/bin/selfheal
# A library that is missing shows here, not at the first start.
RUN selfheal --help >/dev/null
# A number, so that a cluster can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--", "selfheal"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
