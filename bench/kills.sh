#!/bin/bash
# Kills a run of 1,000 rows at 50 random moments (kill -9), resumes it each time, and checks that no row is lost or
# twice, and that no more calls are paid twice than were under way.
#
#   bench/kills.sh [KILLS [SEED]]
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl flow-core test -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dkills=${1:-50}" "-Dkill.seed=${2:-$RANDOM}"
