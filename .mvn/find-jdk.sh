# Sourced by mvnw and the launchers. find_jdk sets JDK to the home of a Java 25 or newer, or ends with what to install: of one
# with a compiler, or, for `find_jdk java`, of one that may be without. POSIX sh; looks where installers put JDKs and reads
# their release files, so that it starts no process per candidate.

jdk_feature_version() { # of the JDK in $1; nothing when there is none
  [ -x "$1/bin/$program" ] && [ -f "$1/release" ] || return 0
  while IFS='="' read -r name _ value _; do
    [ "$name" = JAVA_VERSION ] || continue
    echo "${value%%[!0-9]*}"
    return 0
  done < "$1/release"
}

jdk_on_path() {
  command -v "$program" > /dev/null 2>&1 || return 0
  found=$(command -v "$program")
  while [ -L "$found" ]; do
    target=$(readlink "$found")
    case $target in
      /*) found=$target ;;
      *) found=$(dirname "$found")/$target ;;
    esac
  done
  dirname "$(dirname "$found")"
}

find_jdk() {
  JDK=
  program=${1:-javac}
  # Services often run without a home.
  home=${HOME:-/nonexistent}
  for candidate in \
    "${JAVA_HOME:-}" "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$home"/.sdkman/candidates/java/* "$home"/.jdks/* "$home"/.asdf/installs/java/* \
    "$home"/.local/share/mise/installs/java/* "$home"/.gradle/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}"; do
    [ -n "$candidate" ] || continue
    version=$(jdk_feature_version "$candidate")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      JDK=$candidate
      return 0
    fi
  done
  echo "Portside needs Java 25 or newer, and none with $program was found in JAVA_HOME, PATH or the usual folders." >&2
  echo "Install one (Debian: temurin-25-jdk, macOS: brew install temurin, any: https://adoptium.net), or set JAVA_HOME." >&2
  exit 2
}
