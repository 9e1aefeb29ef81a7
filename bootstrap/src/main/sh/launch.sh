# Sourced by the launchers, that of the source tree and that of the distribution: how the server's Java virtual machine is
# started. POSIX sh. The caller has set
#   JDK   the home of a Java 25 or newer
#   lib   the folder with the server's jars; those that only an embedded database needs are in lib/embedded
#   adapters   the folder with jars of adapters that others wrote; neither it nor the variable need be there

# Threads of the lowest priority, on which pictures are made, become those of the operating system that give way to others;
# all others stay as they are. Java warns that more than that could need privileges, on the standard error of each start, and
# can only be kept from all such warnings at once; what it cannot do it says as an error all the same.
priorities="-XX:ThreadPriorityPolicy=1 -XX:-PrintWarnings -XX:JavaPriority1_To_OSPriority=10"
for priority in 2 3 4 6 7 8 9 10; do
  priorities="$priorities -XX:JavaPriority${priority}_To_OSPriority=0"
done

# Measured; docs/performance.md says how, and against what. The young generation is small, so that memory is what requests
# need and not what the machine has. Pictures of two megabytes and more are kept out of it, because to move them out of it
# took up to 75 ms each time; the old one is given room for them, five times what lives in it, so that it is tidied up seldom.
# What a picture is made of on its way fits into a survivor space of a fifth of the young one. Into one of a tenth it did not,
# and filled the old generation: 660 MiB in all instead of 400 with the JDK's engine.
java_flags="-XX:+UseSerialGC -Xmn16m -XX:SurvivorRatio=3 -Xms40m -Xmx512m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError
  -XX:PretenureSizeThreshold=2m -XX:MinHeapFreeRatio=80 -XX:MaxHeapFreeRatio=90
  -XX:TrimNativeHeapInterval=5000 -XX:-CreateCoredumpOnCrash $priorities
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

# One for each HTTP server, for Java links every class that a cache has at each start; and for each build of Java, which its
# file release identifies, for it takes no other's.
jdk_build=$(cksum < "$JDK/release")
jdk_build=${jdk_build%% *}
aot_cache() { # of the HTTP server $1
  echo "$lib/portside-$1-$jdk_build.aot"
}

# glibc gives the operating system back what a picture was made in, as soon as it is free, and has it zeroed for the next one.
# With libvips a tenth of all time was spent in the kernel; half of that is gone since glibc keeps more. What stays free is given
# back every five seconds (TrimNativeHeapInterval). Other C libraries do not know these variables.
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-33554432}" MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-1073741824}"

# In an order that is the same each time and everywhere, for the cache holds for one class path only.
jars_in() {
  jars=$(
    LC_ALL=C
    for jar in "$1"/*.jar; do
      printf '%s%s' "${colon:-}" "$jar"
      colon=:
    done
  )
}

# Prints why the file or folder $1 must not be used: others could have made it, or could change it. The rule that the server has
# for what it reads (FileTrust), without the folders above, which are those of the program itself.
objection() {
  user=$(id -u)
  # A group of the same number as the user is the user's own, as Linux systems make them; root's is not.
  own=$user
  [ "$user" != 0 ] || own=2147483646
  if ! foreign=$(find -H "$1" -prune ! -user "$user" ! -user 0 -print) ||
    ! open=$(find -H "$1" -prune ! -type l \( -perm -0002 -o -perm -0020 ! -group "$own" \) -print); then
    echo "who may change $1 cannot be found out; see that $(id -un 2> /dev/null) may read it."
  elif [ -n "$foreign" ]; then
    echo "$1 belongs to another user, who could change it; give it to $(id -un 2> /dev/null) with chown, or remove it."
  elif [ -n "$open" ]; then
    echo "$1 may be written to by others; run chmod go-w $1, or remove it."
  fi
}

# Ends with 2 when what is in the folder of adapters could be somebody else's: it would run as the server.
require_own_adapters() {
  for path in "$adapters" "$adapters"/*.jar; do
    objection=$(objection "$path")
    [ -z "$objection" ] || {
      echo "portside: $objection" >&2
      exit 2
    }
  done
}

# Behind the jars that are always there, which is what the cache allows. Those of an embedded database cost nothing while no class
# of them is loaded, so that the launcher need not know which database the settings choose.
set_class_path() {
  jars_in "$lib"
  class_path=$jars
  jars_in "$lib/embedded"
  class_path=$class_path:$jars
  if [ -n "${adapters:-}" ] && ls "$adapters"/*.jar > /dev/null 2>&1; then
    require_own_adapters
    jars_in "$adapters"
    class_path=$class_path:$jars
  fi
}

# Training takes a minute even on a busy machine; an older folder was left by a process that was killed.
is_left() {
  [ -n "$(find "$1" -prune -mmin +10 2> /dev/null)" ]
}

# One at a time looks and removes: what somebody else looked at before could be a new claim by now.
take_over_training() {
  is_left "$training" || return 1
  if ! mkdir "$training.over" 2> /dev/null; then
    is_left "$training.over" && rmdir "$training.over"
    return 1
  fi
  taken=1
  is_left "$training" && rm -rf "$training" && mkdir "$training" 2> /dev/null && taken=0
  rmdir "$training.over"
  return $taken
}

# Makes sure that no other process makes caches in $lib, until the subshell that calls this ends. What is unfinished lies in the
# folder $training meanwhile, so that a cache that has its name is whole.
claim_training() {
  training=$lib/.training
  mkdir "$training" 2> /dev/null || take_over_training || return 1
  trap 'rm -rf "$training"' EXIT
  trap 'exit 143' HUP INT TERM
}

# Runs the server for a few seconds, on a database and with requests of its own, and keeps what Java has loaded, linked and
# learned meanwhile, in place of what an earlier Java has. The server works without it; it only starts more slowly.
make_cache() { # of the HTTP server $1; the rest goes before the command that does it
  server=$1
  shift
  jars_in "$lib"
  trained=$jars
  jars_in "$lib/embedded"
  unfinished=$training/$server.$$.aot
  # shellcheck disable=SC2086
  "$@" "$JDK/bin/java" -XX:+UseSerialGC -Xmx64m -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp "$trained:$jars" dev.portside.bootstrap.Training $$ $server \
    "$JDK/bin/java" $java_flags "-XX:AOTCacheOutput=$unfinished" -cp "$trained" dev.portside.bootstrap.Main serve || return
  mv -f "$unfinished" "$(aot_cache "$server")" || return
  for other in "$lib/portside-$server"-*.aot; do
    [ "$other" = "$(aot_cache "$server")" ] || rm -f "$other"
  done
  rm -f "$(aot_cache "$server").failed"
}

# What `portside train` does, and the build.
train() (
  claim_training || {
    echo "Caches cannot be made in $lib: another process makes some, or it may not be written to by $(id -un 2> /dev/null)." >&2
    exit 1
  }
  make_cache javalin && make_cache helidon
)

# While the server that this process becomes runs without a cache, has one made for its next start, behind all else on
# this machine. It is left to itself, so that the server has no child that it does not know of.
train_beside() { # the HTTP server $1
  cache=$(aot_cache "$1")
  if [ -f "$cache" ]; then
    return
  elif [ -f "$cache.failed" ]; then
    echo "Starts are slow, for Java's cache could not be made; $cache.failed says why. \`$0 train\` tries again." >&2
  elif ! [ -w "$lib" ]; then
    echo "Starts are slow without Java's cache, and $(id -un 2> /dev/null) may not write to $lib. A user who may can make it: $0 train" >&2
  else
    echo "Starts with this Java will be faster soon: a cache for it is made in the background, and kept in $lib." >&2
    (
      (
        claim_training || exit 0
        make_cache "$1" nice > "$training/log" 2>&1 || case $? in
          # Terminated, or its server has ended.
          129 | 130 | 143) ;;
          *) mv -f "$training/log" "$cache.failed" ;;
        esac
      ) < /dev/null > /dev/null 2>&1 &
    )
  fi
}

# Sets value to the HTTP server whose cache is used, by the environment alone: .env is the server's to read. With another server
# than the cache's the start takes a little longer; most of what is in any of them serves all.
trained_server() {
  case ${PORTSIDE_HTTP:-} in
    helidon) value=helidon ;;
    *) value=javalin ;;
  esac
}

# Does what was typed after portside.
launch() {
  trained_server
  case ${1:-serve} in
    train)
      train
      return
      ;;
    serve) train_beside "$value" ;;
  esac
  run_java "$@"
}

run_java() {
  set_class_path
  trained_server
  cache=$(aot_cache "$value")
  if [ -e "$cache" ]; then
    objection=$(objection "$cache")
    if [ -n "$objection" ]; then
      echo "Starts are slow, for Java's cache is not used: $objection" >&2
      cache=$lib/none.aot
    fi
  fi
  # Passwords and what clients sent would lie in it. What cannot be limited here was limited by somebody else.
  ulimit -c 0 2> /dev/null || true
  # A cache for other flags than those in JAVA_OPTS is left aside without a word.
  # shellcheck disable=SC2086
  exec "$JDK/bin/java" $java_flags "-XX:AOTCache=$cache" -Xlog:disable -Xlog:all=error:stderr -Xlog:aot*=off:stderr \
    ${JAVA_OPTS:-} -cp "$class_path" dev.portside.bootstrap.Main "$@"
}
