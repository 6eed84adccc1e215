# syntax=docker/dockerfile:1
# Three stages: build the program, take Node from its own image, put both on a small Debian with a browser.
# All stages are Debian 12, so that the libraries which the program was linked to are the ones it meets.

# Playwright 1.63 needs Node 20 or newer; Debian 12 has 18. Give another release with --build-arg NODE_VERSION=24.
ARG NODE_VERSION=22
ARG SWIFT_VERSION=6.3

FROM swift:${SWIFT_VERSION}-bookworm AS build
# libcurl is what Foundation's URLSession is linked to when Foundation is static.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libcurl4-openssl-dev libsqlite3-dev libssl-dev pkg-config zlib1g-dev \
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

FROM node:${NODE_VERSION}-bookworm-slim AS node

FROM debian:bookworm-slim
# git, the browser and the fonts are for the jobs; libcurl4, libsqlite3-0, libssl3, libstdc++6 and zlib1g for the program;
# libatomic1 and libstdc++6 for Node; tini reaps what a browser leaves behind.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates chromium fonts-liberation fonts-noto-color-emoji git libatomic1 libcurl4 libsqlite3-0 libssl3 \
        libstdc++6 tini zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --create-home --home-dir /home/selfheal --shell /usr/sbin/nologin selfheal \
    && install --directory --owner=selfheal --group=selfheal --mode=0700 /data
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
    && node --version && npm --version && npx --version
COPY --from=build /out/selfheal /usr/local/bin/selfheal
RUN selfheal --help >/dev/null

# CHROMIUM_PATH reaches the suites. Playwright does not read it by itself: a suite that wants Debian's browser names it in
# `launchOptions.executablePath`; any other suite installs its own in `setup` (see deploy/README.md).
# Downloads of npm and Playwright are kept in the volume.
ENV CHROMIUM_PATH=/usr/bin/chromium \
    LANG=C.UTF-8 \
    PLAYWRIGHT_BROWSERS_PATH=/data/browsers \
    npm_config_cache=/data/npm-cache
# A number, so that a cluster can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--", "selfheal"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
