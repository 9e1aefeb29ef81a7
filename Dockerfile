# Portside on a Java runtime, with a PostgreSQL of its own for when it is given none.
#   docker build -t portside .
#   docker run --stop-timeout 35 -p 127.0.0.1:8080:8080 -v portside:/data -e PORTSIDE_ALLOW_UNAUTHENTICATED=true portside
# Docker sends SIGKILL ten seconds after SIGTERM by default; the server may need more than twenty.
# With libvips, which resizes images several times as fast: docker build --build-arg PACKAGES=libvips42t64 …

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /source
COPY . .
# No training here: a cache holds for the Java that makes it.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -q -Dquick -P package -Dexec.skip package && \
    mkdir /portside && \
    tar -xzf bootstrap/target/portside-*.tar.gz --strip-components=1 -C /portside

FROM eclipse-temurin:25-jre-noble AS runtime
ARG PACKAGES=""
RUN if [ -n "$PACKAGES" ]; then \
      apt-get update && apt-get install -y --no-install-recommends $PACKAGES && rm -rf /var/lib/apt/lists/*; \
    fi && \
    groupadd --gid 10001 portside && \
    useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portside && \
    install -d -m 0700 -o portside -g portside /data

# As the user that the server has: PostgreSQL, which training needs, does not run as root.
FROM runtime AS trained
COPY --from=build --chown=10001:10001 /portside /opt/portside
USER 10001:10001
RUN /opt/portside/bin/portside train

FROM runtime
LABEL org.opencontainers.image.title="Portside" \
      org.opencontainers.image.description="A backend core: users, analytics events and images behind an HTTP API" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY bootstrap/src/main/docker/answers /usr/local/bin/answers
# What the server runs it cannot change.
COPY --from=trained --chown=0:0 /opt/portside /opt/portside
# Not in the folder of data: a file .env there would count as settings.
WORKDIR /opt/portside
ENV PORTSIDE_HOST=0.0.0.0 \
    PORTSIDE_PORT=8080 \
    PORTSIDE_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["answers", "/health"]
# The launcher becomes the server, so signals reach it.
ENTRYPOINT ["/opt/portside/bin/portside"]
CMD ["serve"]
