# syntax=docker/dockerfile:1
# Two stages: a toolchain that builds, and a small Debian that runs. The Swift runtime is linked statically, so the
# image holds the operator, libcurl, OpenSSL and the certificates of the public authorities.
FROM swift:6.2-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4-openssl-dev libssl-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build --configuration release --product laravel-operator --static-swift-stdlib \
    && install -D "$(swift build --configuration release --show-bin-path)/laravel-operator" /out/laravel-operator \
    && strip /out/laravel-operator

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4 libssl3 ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/laravel-operator /usr/local/bin/laravel-operator
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["/usr/local/bin/laravel-operator"]
CMD ["run"]
