#!/bin/sh
# cluster.sh - a small Spark cluster on this machine: a master and workers, each a process of its own.
#
#   flow-spark/cluster.sh start [WORKERS [CORES]]   2 workers of 2 cores if not said
#   flow-spark/cluster.sh status
#   flow-spark/cluster.sh stop
#
# Workers find keys and the password of the store in the environment in which they are started:
# OPENAI_API_KEY, PGPASSWORD … What they say goes to target/spark/run. SPARK_PORT is the master's port (7077).
set -u
root=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd -P) || exit 1
. "$root/flow-cli/src/main/sh/machine.sh"
spark_home=${PF_SPARK_HOME:-$root/target/spark}
run=$spark_home/run
port=${SPARK_PORT:-7077}

SPARK_HOME=$spark_home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
export SPARK_HOME SPARK_SCALA_VERSION SPARK_LOCAL_IP

launch() { # NAME CLASS ARGUMENTS…
  name=$1
  shift
  JAVA_HOME=$jdk nohup "$jdk/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$spark_home/jars/*" "$@" >"$run/$name.log" 2>&1 </dev/null &
  echo $! >"$run/$name.pid"
}

start() {
  [ -d "$spark_home/jars" ] || die 'there is no Spark here yet; get it with flow-spark/get.sh'
  find_jdk
  mkdir -p "$run"
  for pid in "$run"/*.pid; do
    if [ -r "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; then die 'it runs already; stop it first'; fi
  done
  rm -f "$run"/*.pid
  launch master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port "$((port + 1003))"
  tries=0
  until grep -q ALIVE "$run/master.log" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ] || ! kill -0 "$(cat "$run/master.pid")" 2>/dev/null; then die "the master does not come up; see $run/master.log"; fi
    sleep 1
  done
  number=1
  while [ "$number" -le "${1:-2}" ]; do
    launch "worker$number" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores "${2:-2}" --memory 2g \
      --webui-port "$((port + 1003 + number))" --work-dir "$run/worker$number" "spark://127.0.0.1:$port"
    number=$((number + 1))
  done
  say "a master at spark://127.0.0.1:$port and ${1:-2} workers of ${2:-2} cores; its page is http://127.0.0.1:$((port + 1003))"
}

status() {
  for pid in "$run"/*.pid; do
    [ -r "$pid" ] || die 'there is no cluster'
    name=${pid##*/}
    if kill -0 "$(cat "$pid")" 2>/dev/null; then say "${name%.pid} runs as process $(cat "$pid")"; else say "${name%.pid} has ended"; fi
  done
}

stop() {
  for pid in "$run"/worker*.pid "$run/master.pid"; do
    if [ -r "$pid" ]; then
      kill "$(cat "$pid")" 2>/dev/null
      rm -f "$pid"
    fi
  done
  say 'stopped'
}

case ${1:-} in
  start)
    shift
    start "$@"
    ;;
  status) status ;;
  stop) stop ;;
  *) die 'say start, status or stop' ;;
esac
