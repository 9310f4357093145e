#!/bin/sh
# spark.sh - runs on a standalone cluster on this machine: kills, use of the limits, overhead.
#
#   bench/spark.sh kills [ROWS [KILLS]]   a run of 5,000 rows, 30 kills of executors, workers and the driver
#   bench/spark.sh wide [ROWS]            20,000 rows of a model that takes 200 ms, 64 at a time in each of two workers
#   bench/spark.sh overhead [ROWS]        100,000 rows of a model that takes no time, beside the local executor
set -u
root=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd -P) || exit 1
cd "$root" || exit 1
. flow-cli/src/main/sh/machine.sh
find_jdk
find_mvn
path=$root/flow-spark/target/bench.classpath
JAVA_HOME=$jdk "$mvn" -B -q -pl flow-spark -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$path" -Dmdep.includeScope=test -Dspotless.check.skip=true >"$root/flow-spark/target/bench.log" 2>&1 ||
  die "the build failed; see flow-spark/target/bench.log"
classes=flow-spark/target/test-classes:flow-spark/target/classes:flow-evaluators/target/classes:flow-core/target/classes
exec "$jdk/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$(echo "$classes" | sed "s#flow-#$root/flow-#g"):$(cat "$path")" io.promptflow4j.spark.SparkBench "$@"
