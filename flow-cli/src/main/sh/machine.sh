# What the scripts need of the machine: a JDK and Maven. Sourced by pf and test.

say() { printf 'pf: %s\n' "$*" >&2; }
die() {
  say "$@"
  exit 1
}

# Whether $1 is a JDK of version 25 or newer; costs no start of Java.
is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    [ "$key" = JAVA_VERSION ] || continue
    value=${value#\"}
    value=${value%%[!0-9]*}
    [ -n "$value" ] && [ "$value" -ge 25 ]
    return
  done <"$1/release"
  return 1
}

no_jdk() {
  cat >&2 <<END
pf: $1
Install a JDK 25 (not only a JRE), for example
  Debian, Ubuntu   apt install openjdk-25-jdk       or temurin-25-jdk (https://adoptium.net/installation/linux)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install --cask temurin@25
  any, no root     sdk install java 25-tem          (https://sdkman.io)
or, if there is one already, set PF_JAVA_HOME to its folder.
END
  exit 1
}

# Sets $jdk. PF_JAVA_PLACES replaces the usual places in tests.
find_jdk() {
  if [ -n "${PF_JAVA_HOME:-}" ]; then
    is_jdk "$PF_JAVA_HOME" || no_jdk "PF_JAVA_HOME is '$PF_JAVA_HOME', but that is not a JDK 25 or newer."
    jdk=$PF_JAVA_HOME
    return
  fi
  home=${HOME:-/nonexistent}
  for jdk in "${JAVA_HOME:-/nonexistent}" ${PF_JAVA_PLACES-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk*} \
    "$home"/.sdkman/candidates/java/* "$home"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$jdk"; then return; fi
  done
  java=$(command -v java) || no_jdk 'no JDK 25 or newer was found, and no java is on the PATH.'
  found=$java
  while [ -h "$java" ]; do
    link=$(readlink "$java")
    case $link in /*) java=$link ;; *) java=${java%/*}/$link ;; esac
  done
  jdk=$(CDPATH='' cd -P "${java%/*}/.." && pwd -P)
  is_jdk "$jdk" || no_jdk "no JDK 25 or newer was found; the java on the PATH ($found) is older."
}

# Sets $mvn.
find_mvn() {
  if mvn=$(command -v mvn); then return; fi
  for mvn in "${MAVEN_HOME:-/nonexistent}/bin/mvn" "${M2_HOME:-/nonexistent}/bin/mvn" \
    "${HOME:-/nonexistent}/.sdkman/candidates/maven/current/bin/mvn"; do
    if [ -x "$mvn" ]; then return; fi
  done
  cat >&2 <<'END'
pf: Maven (mvn) is needed to build, and it was not found. Install it, for example
  Debian, Ubuntu   apt install maven
  Fedora           dnf install maven
  macOS            brew install maven
  any, no root     sdk install maven                (https://sdkman.io)
END
  exit 1
}
