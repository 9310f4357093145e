# How pf builds itself. Sourced by pf, which has set $root, $built, $quick and $serving.

# One build at a time: the lock is a folder that holds the number of the process which builds.
lock() {
  mkdir -p "$built" 2>/dev/null && [ -w "$built" ] ||
    die "can't write to $built, where the command is built"
  told=
  unclaimed=0
  until mkdir "$built/lock" 2>/dev/null; do
    owner=
    if [ -r "$built/lock/pid" ]; then read -r owner <"$built/lock/pid" || owner=; fi
    if [ -z "$owner" ]; then
      unclaimed=$((unclaimed + 1))
    elif kill -0 "$owner" 2>/dev/null; then
      unclaimed=0
    else
      unclaimed=10
    fi
    if [ "$unclaimed" -ge 10 ]; then
      # left behind by a build that was killed; only one of those who see it can move it away
      mv "$built/lock" "$built/lock.$$" 2>/dev/null && rm -rf "$built/lock.$$"
      unclaimed=0
      continue
    fi
    if [ -z "$told" ]; then say 'another pf is building; waiting for it'; fi
    told=yes
    sleep 1
  done
  echo $$ >"$built/lock/pid"
  trap unlock EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

unlock() {
  rm -rf "$built/lock" "$built/next.$$"
  trap - EXIT INT TERM HUP
}

# Runs Maven; what it is doing goes to the screen, everything to a log.
compile() {
  rm -rf "$root/flow-cli/target/unchecked/lib" # or libraries of other versions stay
  log=$built/build.log
  shown=d
  if [ -t 2 ]; then shown='s/^\[INFO\] --- .*:\([a-z-]*\) (.*) @ \([a-z-]*\) ---.*/  \2: \1/p'; fi
  {
    JAVA_HOME=$jdk "$mvn" -B -f "$root/pom.xml" -pl flow-cli -am package -Punchecked \
      -Dmaven.test.skip=true -Dspotless.check.skip=true -Dstyle.color=never 2>&1 </dev/null
    echo $? >"$next/status"
  } | tee "$log" | sed -n "$shown" >&2
  read -r status <"$next/status"
  rm -f "$next/status"
  if [ "$status" -eq 0 ]; then return; fi
  grep '^\[[EW][A-Z]*\]' "$log" |
    grep -v -e '^\[ERROR\] *$' -e 'Help 1' -e 'e-run Maven' -e 'For more info' \
      -e 'After correcting' -e '<args>' |
    head -n 20 >&2
  die "the build failed; all that Maven said is in $log"
}

# Runs the everyday verbs once and keeps the classes they load, linked, so that the next start is quick; the same for a
# server, whose classes no other command has to carry. Without these caches everything works, only slower.
rehearse() {
  say 'preparing a quick start'
  find_boot
  : >"$built/rehearsal.log"
  rehearse_for pf.aot "$quick" Rehearsal
  rehearse_for serve.aot "$serving" serve.ServingRehearsal
}

rehearse_for() { # cache, options, class
  # shellcheck disable=SC2086 # the options are words
  "$jdk/bin/java" -XX:AOTCacheOutput="$built/$build/$1" $2 -Xlog:disable \
    --enable-native-access=ALL-UNNAMED -Xbootclasspath/a:"$boot" -Dorg.sqlite.lib.path="$built/$build/native" \
    -cp "$built/$build/lib/flow-cli.jar" "io.promptflow4j.cli.$3" "$built/$build/native" \
    >>"$built/rehearsal.log" 2>&1 </dev/null ||
    say "no cache for a quick start; see $built/rehearsal.log"
}

# Keeps the build before this one: a command may still be running from it.
forget_old() {
  previous=
  for old in "$built"/[0-9]*.[0-9]*/; do
    old=${old%/}
    if [ "${old##*/}" = "$build" ]; then continue; fi
    if [ -n "$previous" ]; then rm -rf "$previous"; fi
    previous=$old
  done
}

# Makes a new build beside the old one and switches to it in one step. Sets $build and $jdk.
build() {
  find_jdk
  find_mvn
  lock
  if is_fresh; then
    unlock
    return
  fi
  find_jdk
  if [ -r "$built/current" ]; then
    say 'the sources have changed; building'
  else
    say 'first use; building with Maven (the first time it also fetches libraries, a few minutes)'
  fi
  next=$built/next.$$
  rm -rf "$next" && mkdir "$next" || die "can't write to $built"
  : >"$next/stamp" # older than any source file that changes while this builds
  compile
  cp -R "$root/flow-cli/target/unchecked/lib" "$next/lib" || die 'the build left no libraries'
  cp "$root"/flow-cli/target/unchecked/flow-cli-*.jar "$next/lib/flow-cli.jar" || die 'the build left no command'
  printf '%s\n' "$jdk" >"$next/jdk"
  build=$(date +%Y%m%d%H%M%S).$$
  mv "$next" "$built/$build" || die "can't write to $built"
  rehearse
  printf '%s\n' "$build" >"$built/current.$$" && mv "$built/current.$$" "$built/current" ||
    die "can't write to $built"
  forget_old
  unlock
  say 'built'
}
