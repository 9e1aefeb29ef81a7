# Sourced by mvnw and portside: sets JDK to the home of a JDK 25 or newer, or ends with what to install.
# POSIX sh; looks where installers put JDKs and reads their release files, so that it starts no process per candidate.

jdk_feature_version() { # of the JDK in $1; nothing when there is none
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  while IFS='="' read -r name _ value _; do
    [ "$name" = JAVA_VERSION ] || continue
    echo "${value%%[!0-9]*}"
    return 0
  done < "$1/release"
}

jdk_on_path() {
  command -v javac > /dev/null 2>&1 || return 0
  compiler=$(command -v javac)
  while [ -L "$compiler" ]; do
    target=$(readlink "$compiler")
    case $target in
      /*) compiler=$target ;;
      *) compiler=$(dirname "$compiler")/$target ;;
    esac
  done
  dirname "$(dirname "$compiler")"
}

find_jdk() {
  JDK=
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
  echo "Portside needs a JDK 25 or newer, and none was found in JAVA_HOME, PATH or the usual folders." >&2
  echo "Install one (Debian: temurin-25-jdk, macOS: brew install temurin, any: https://adoptium.net), or set JAVA_HOME." >&2
  exit 2
}
