package io.promptflow4j.cli.build;

import java.util.Locale;

/// The small files around a flow that is built: how it starts, how it gets into a container and a
/// cluster.
final class Papers {

  private Papers() {}

  /// The script that serves the flow.
  static String start(String name) {
    return """
    #!/bin/sh
    # Serves the flow in this folder. Options are those of pf flow serve.
    here=$(cd "$(dirname "$0")" && pwd) || exit 1
    java=java
    if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
    if [ -x "$here/runtime/bin/java" ]; then java=$here/runtime/bin/java; fi
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    exec "$java" -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:MaxRAMPercentage=60 -XX:NewRatio=3 \\
      -XX:TrimNativeHeapInterval=1000 -Djdk.httpclient.bufsize=4096 \\
      --enable-native-access=ALL-UNNAMED ${PF_JAVA_OPTS:-} -cp "$here/lib/*" \\
      io.promptflow4j.cli.Pf flow serve --source "$here/flow" --name %s "$@"
    """
        .formatted(quoted(name));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /// How a container is made of the folder.
  ///
  /// @param python whether the flow has Python in it
  static String dockerfile(boolean python) {
    String packages =
        python
            ? """
            RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip \\
                && rm -rf /var/lib/apt/lists/*
            COPY flow/requirements.tx[t] /tmp/
            RUN if [ -f /tmp/requirements.txt ]; then \\
                pip3 install --no-cache-dir --break-system-packages -r /tmp/requirements.txt; fi
            """
            : "";
    return """
    FROM debian:stable-slim
    %sRUN useradd --system --uid 10001 --no-create-home flow
    COPY --chown=root:root . /app
    ENV PF_WORKSPACE=/tmp/workspace PF_HOME_DIRECTORY=/tmp/home HOME=/tmp
    USER 10001
    EXPOSE 8080
    # Other machines reach it, so callers need a key: -e PF_SERVE_API_KEY=… ; whoever does TLS in
    # front of it is named in PF_BEHIND_PROXY.
    ENTRYPOINT ["/bin/sh", "-c", "exec /app/start --host 0.0.0.0 --port 8080 --behind-proxy \\"${PF_BEHIND_PROXY:-127.0.0.1}\\" \\"$@\\"", "start"]
    """
        .formatted(packages);
  }

  /// What stays out of the container.
  static String dockerignore() {
    return "Dockerfile\n.dockerignore\nkubernetes.yaml\n";
  }

  /// A deployment with probes, and its service.
  static String kubernetes(String name) {
    String label = label(name);
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: NAME, labels: {app: NAME}}
    spec:
      replicas: 2
      selector: {matchLabels: {app: NAME}}
      template:
        metadata: {labels: {app: NAME}}
        spec:
          terminationGracePeriodSeconds: 45
          securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
          containers:
            - name: flow
              image: NAME:latest
              ports: [{containerPort: 8080}]
              env:
                - name: PF_SERVE_API_KEY
                  valueFrom: {secretKeyRef: {name: NAME, key: api-key}}
                - {name: PF_BEHIND_PROXY, value: "127.0.0.1"}
              envFrom: [{secretRef: {name: NAME-connections, optional: true}}]
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              resources:
                requests: {cpu: 250m, memory: 256Mi}
                limits: {memory: 512Mi}
              startupProbe: {httpGet: {path: /health, port: 8080}, periodSeconds: 1, failureThreshold: 60}
              readinessProbe: {httpGet: {path: /health, port: 8080}, periodSeconds: 2, failureThreshold: 1}
              livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 10}
              volumeMounts: [{name: tmp, mountPath: /tmp}]
          volumes: [{name: tmp, emptyDir: {}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: NAME}
    spec:
      selector: {app: NAME}
      ports: [{port: 80, targetPort: 8080}]
    """
        .replace("NAME", label);
  }

  /// A name as a cluster takes it.
  static String label(String name) {
    String label =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return label.isEmpty() ? "flow" : label.substring(0, Math.min(40, label.length()));
  }
}
