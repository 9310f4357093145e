#!/bin/sh
# Measures calls: CallsBench against a service of HTTP/2 over TLS in a process of its own, then StallBench.
#
#   mvn -q -Pbench -pl flow-core,bench -am package -Dmaven.test.skip=true
#   bench/calls.sh            all; takes three minutes
#   bench/calls.sh single     only single calls; `crowd`: only many at a time
#   STREAMS=20 bench/calls.sh crowd    against a service that takes 20 calls at a time on one connection
#
# Needs keytool, which is part of the JDK, and JAVA_HOME or java in the PATH.
set -eu
bench=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$bench")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool
port=${PORT:-18443}
path=${BENCH_PATH:-$bench/target/bench.jar:$root/flow-core/target/flow-core.jar:$bench/target/lib/*}
work=$(mktemp -d)
trap 'kill $service 2>/dev/null; rm -r "$work"' EXIT

"$keytool" -genkeypair -alias service -keyalg RSA -keysize 2048 -validity 30 -dname CN=localhost \
  -ext SAN=DNS:localhost,IP:127.0.0.1 -storetype PKCS12 -keystore "$work/service.p12" -storepass password 2>/dev/null
"$keytool" -exportcert -rfc -alias service -keystore "$work/service.p12" -storepass password \
  -file "$work/authority.pem" 2>/dev/null

"$java" -Xmx1g -cp "$path" io.promptflow4j.bench.calls.SlowService "$port" "$work/service.p12" ${STREAMS:-} &
service=$!
until curl -sf --cacert "$work/authority.pem" "https://localhost:$port/fast" >/dev/null; do :; done

"$java" -Xmx2g -Dservice="$service" -Djavax.net.ssl.trustStore="$work/service.p12" -Djavax.net.ssl.trustStorePassword=password \
  -cp "$path" io.promptflow4j.bench.calls.CallsBench "https://localhost:$port" "$work/authority.pem" "$@"
[ $# -gt 0 ] || "$java" -cp "$path" io.promptflow4j.bench.calls.StallBench
