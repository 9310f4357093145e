#!/bin/sh
# Measures `./pf flow serve`: a server, a model and a load in processes of their own, on the same machine.
#
#   mvn -q -Pbench -pl flow-core,bench -am package -Dmaven.test.skip=true
#   bench/serve.sh published [USERS [SECONDS]]     prompt flow's published benchmark; 500 users, 60 s
#   bench/serve.sh streams [STREAMS]               first words of a stream, and 2,000 streams at a time in 256 MB
#   bench/serve.sh flood [CONNECTIONS [SECONDS]]   10,000 connections at 64 calls at a time, in 256 MB
#   bench/serve.sh slow [SOCKETS]                  4,000 callers who send a header line each second
#   bench/serve.sh ready                           from the start of the command to the first answer, five times
#   bench/serve.sh callers [CALLERS [DELAY]]       256 callers without a pause, a model of 200 ms; ten seconds, three times
#
# Needs node for the model, wrk for `callers`, and JAVA_HOME or java in the PATH. OPTIONS: more options of `pf flow serve`.
set -eu
bench=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$bench")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=${PORT:-18190}
management=$((port + 1))
model=$((port + 2))
work=$(mktemp -d)
server= node=
trap 'kill $server $node 2>/dev/null; rm -r "$work"' EXIT
ulimit -n "$(ulimit -Hn)"

driver() { # class, arguments
  class=$1
  shift
  "$java" -Xmx1g -Dsun.net.httpserver.nodelay=true -XX:+UseParallelGC -cp "$bench/target/classes:$bench/target/lib/*" "io.promptflow4j.bench.serving.$class" "$@"
}

endpoint() { # delay in ms
  node "$bench/mock_openai.mjs" --port "$model" --delay-ms "$1" >/dev/null &
  node=$!
  until curl -sf "http://127.0.0.1:$model/__stats" >/dev/null; do :; done
}

serve() { # flow, heap, options
  flow=$1
  heap=$2
  shift 2
  [ -d "$work/$flow" ] || cp -r "$bench/src/main/resources/serving/$flow" "$work/$flow"
  printf 'name: mock\ntype: open_ai\napi_key: none\nbase_url: http://127.0.0.1:%s/v1\n' "$model" >"$work/mock.yaml"
  # shellcheck disable=SC2086 # the options are words
  PF_JAVA_OPTS="-Xmx$heap ${JAVA_OPTIONS:-}" "$root/pf" flow serve --source "$work/$flow" --port "$port" \
    --management-port "$management" --connections "$work/mock.yaml" ${OPTIONS:-} "$@" >"$work/server.log" 2>&1 &
  server=$!
  until curl -sf "http://127.0.0.1:$management/health/ready" >/dev/null; do
    kill -0 $server 2>/dev/null || { cat "$work/server.log"; exit 1; }
  done
}

memory() {
  awk '/VmHWM/ { printf "server: %d MB at most\n", $2 / 1024 }' "/proc/$server/status"
}

"$root/pf" --version >/dev/null # builds it
case ${1:-} in
  published)
    endpoint 1000
    serve published "${HEAP:-128m}" --max-concurrency 4096 --max-connections 4096
    driver PausingUsers "$port" "${2:-500}" "${3:-60}"
    memory
    ;;
  streams)
    serve stream "${HEAP:-256m}" --max-concurrency 4096 --max-connections 4096
    driver OpenStreams "$model" "$port" "${2:-2000}"
    memory
    ;;
  flood)
    endpoint 200
    serve stream "${HEAP:-256m}" --max-concurrency 64
    driver Flood "$port" "$management" "${2:-10000}" "${3:-30}"
    memory
    ;;
  slow)
    endpoint 200
    serve stream "${HEAP:-256m}"
    driver Flood "$port" "$management" slow "${2:-4000}"
    memory
    ;;
  callers)
    endpoint "${3:-200}"
    serve stream "${HEAP:-512m}"
    printf 'wrk.method = "POST"\nwrk.body = "{\\"text\\": \\"Hello\\"}"\nwrk.headers["Content-Type"] = "application/json"\n' >"$work/post.lua"
    for _ in 1 2 3; do
      wrk -t1 -c"${2:-256}" -d10s --latency -s "$work/post.lua" "http://localhost:$port/score" |
        grep -E '50%|99%|Requests/sec|Non-2xx|Socket errors'
    done
    memory
    ;;
  ready)
    endpoint 0
    for round in 1 2 3 4 5; do
      start=$(date +%s%N)
      serve stream "${HEAP:-256m}"
      end=$(date +%s%N)
      echo "round $round: $(((end - start) / 1000000)) ms"
      kill $server
      wait $server 2>/dev/null || :
    done
    ;;
  *)
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0"
    exit 2
    ;;
esac
