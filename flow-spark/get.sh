#!/bin/sh
# get.sh - gets Spark and what runs rows on it, once: about 290 MB from Maven.
#
# What it makes is target/spark (or the folder in $1):
#   jars/          Spark and its libraries; as SPARK_HOME it starts masters and workers, see cluster.sh
#   promptflow4j/  what executors need besides; sent to them by pf
set -u
root=$(CDPATH='' cd -P "$(dirname "$0")/.." && pwd -P) || exit 1
. "$root/flow-cli/src/main/sh/machine.sh"
spark_home=${1:-$root/target/spark}
find_jdk
find_mvn

say 'getting Spark (the first time it also fetches libraries, some minutes)'
mkdir -p "$spark_home" || die "can't write to $spark_home"
next=$spark_home/next.$$
rm -rf "$spark_home"/next.* && mkdir "$next" || die "can't write to $spark_home"
trap 'rm -rf "$next"' EXIT
: >"$next/stamp" # older than any source file that changes while this builds
rm -rf "$root/flow-spark/target/unchecked/dependency" "$root/flow-evaluators/target/unchecked/dependency"
JAVA_HOME=$jdk "$mvn" -B -q -f "$root/pom.xml" -pl flow-spark -am -Punchecked package dependency:copy-dependencies \
  -DincludeScope=runtime -Dmaven.test.skip=true -Dspotless.check.skip=true -Dstyle.color=never \
  >"$spark_home/build.log" 2>&1 </dev/null || die "the build failed; all that Maven said is in $spark_home/build.log"

mkdir "$next/jars" "$next/promptflow4j"
cp "$root"/flow-spark/target/unchecked/dependency/*.jar "$next/jars/"
rm -f "$next"/jars/flow-*.jar
cp "$root"/flow-evaluators/target/unchecked/dependency/*.jar "$root"/flow-evaluators/target/unchecked/flow-*.jar \
  "$root"/flow-spark/target/unchecked/flow-*.jar "$next/promptflow4j/"
rm -f "$next"/promptflow4j/slf4j-*.jar "$next"/promptflow4j/jackson-*.jar # of which Spark has its own
for part in jars promptflow4j; do
  rm -rf "${spark_home:?}/$part" && mv "$next/$part" "$spark_home/$part" || die "can't write to $spark_home"
done
cat >"$spark_home/log4j2.properties" <<END
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = spark: %m%n
END
mv "$next/stamp" "$spark_home/stamp"
say "Spark is in $spark_home"
