#!/bin/sh
# Measures whole runs: RunBench as a process of its own, from its start to its end.
#
#   mvn -q -Pbench -pl flow-core,bench -am package -Dmaven.test.skip=true
#   bench/runs.sh FOLDER 1000        1,000 rows, endpoint of 200 ms, 256 at a time; three times
#   bench/runs.sh FOLDER 10000       the same with 10,000 rows, once
#   bench/runs.sh FOLDER pf          both by the command itself: ./pf run create
#   bench/runs.sh FOLDER resume      100,000 rows against a scripted model, then the resumption that finds nothing to do
#   bench/runs.sh FOLDER million     1,000,000 rows against a scripted model in a heap of 300 MB
#
# Needs node for the endpoint and JAVA_HOME or java in the PATH. FOLDER is made; it keeps flows, data and stores.
set -eu
bench=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$bench")
folder=$1
what=$2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
packer=${JAVA_HOME:+$JAVA_HOME/bin/}jar
port=${PORT:-18199}
path=$bench/target/bench.jar:$root/flow-core/target/flow-core.jar
for jar in "$bench"/target/lib/*.jar; do path=$path:$jar; done
# As the command `pf` runs Java: classes linked beforehand, one compiler for what is short.
quick="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xms16m -Xmx512m"
many="-XX:+UseParallelGC -Xmx300m"

run() { # options, then arguments of RunBench
  options=$1
  shift
  # shellcheck disable=SC2086 # the options are words
  "$java" $options --enable-native-access=ALL-UNNAMED -cp "$path" io.promptflow4j.bench.RunBench "$@"
}

endpoint() {
  node "$bench/mock_openai.mjs" --port "$port" --delay-ms 200 &
  node=$!
  trap 'kill $node' EXIT
  until curl -sf "http://127.0.0.1:$port/__stats" >/dev/null; do :; done
}

# Jars, because the cache of linked classes takes no folders.
jars() {
  (cd "$bench/target/classes" && "$packer" cf ../bench.jar .)
  (cd "$root/flow-core/target/classes" && "$packer" cf ../flow-core.jar .)
}

mkdir -p "$folder"
jars
url=http://127.0.0.1:$port/v1
case $what in
  1000 | 10000)
    endpoint
    rm -rf "$folder/rehearsal"
    run "$quick -XX:AOTCacheOutput=$folder/bench.aot" "$folder/rehearsal" 1000 256 "$url" >/dev/null 2>&1
    rounds=3
    if [ "$what" -gt 1000 ]; then rounds=1; fi
    for round in $(seq "$rounds"); do
      rm -rf "$folder/$what"
      run "$quick -XX:AOTCache=$folder/bench.aot" "$folder/$what" 10 256 "$url" >/dev/null # makes the store
      run "$quick -XX:AOTCache=$folder/bench.aot" "$folder/$what" "$what" 256 "$url" | sed -n "s/^run/round $round:/p"
    done
    ;;
  pf)
    endpoint
    rm -rf "$folder/pf"
    run "$quick" "$folder/pf" 10 256 "$url" >/dev/null # makes the flow
    cd "$folder/pf"
    for rows in 1000 10000; do
      seq "$rows" | sed 's/.*/{"question": "What is the most notable fact about item &?", "topic": "history"}/' >"rows-$rows.jsonl"
    done
    for rows in 10 1000 1000 1000 10000; do
      [ -f "rows-$rows.jsonl" ] || head -n "$rows" rows-1000.jsonl >"rows-$rows.jsonl"
      start=$(date +%s%N)
      "$root/pf" run create --flow flow --data "rows-$rows.jsonl" --connections flow/mock.yaml --concurrency 256 2>&1 |
        grep "^Run '"
      echo "$rows rows, process start to end: $((($(date +%s%N) - start) / 1000000)) ms"
    done
    ;;
  resume)
    rm -rf "$folder/resume"
    run "$many" "$folder/resume" 100000 256
    for round in 1 2 3; do run "$many" "$folder/resume" 100000 256; done
    ;;
  million)
    rm -rf "$folder/million"
    run "$many" "$folder/million" 1000000 256
    ;;
  *) echo "1000, 10000, pf, resume or million" >&2 && exit 2 ;;
esac
