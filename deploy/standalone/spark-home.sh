# Sourced by `cluster` and `submit`: finds a Spark home, or assembles one from Maven's jars. Sets SPARK_HOME,
# SPARK_SCALA_VERSION, JAVA, STATE (folder of pids and logs) and REPOSITORY; defines fail and note.

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
STATE=${CLIP_CLUSTER_STATE:-$REPOSITORY/target/standalone}

note() { printf '%s\n' "$*" >&2; }
fail() { note "$(basename "$0"): $*"; exit 1; }
usage_error() { note "$(basename "$0"): $* (see --help)"; exit 2; }

if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
else
    JAVA=$(command -v java || true)
fi
[ -x "$JAVA" ] || fail "no java found: install JDK 17 or set JAVA_HOME"

# Spark 3.5 on Java 17 reaches into these packages; spark-submit adds them by itself, the daemons do not.
JAVA_OPENS=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
    java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
    JAVA_OPENS+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

# A folder with Spark's run-time jars and nothing else is enough for a Master, Workers and spark-submit.
assemble_spark_home() {
    local home=$REPOSITORY/target/spark-home
    if [ ! -f "$home/complete" ]; then
        command -v mvn >/dev/null || fail "SPARK_HOME is not set and there is no mvn to assemble one"
        note "Assembling a Spark home from Maven's jars in $home"
        rm -rf "$home"
        mkdir -p "$home/jars"
        mvn -q -B -f "$REPOSITORY/deploy/standalone/spark-home.xml" dependency:copy-dependencies \
            -DincludeScope=runtime -DoutputDirectory="$home/jars" >&2 || fail "Maven could not fetch Spark's jars"
        touch "$home/complete"
    fi
    SPARK_HOME=$home
}

find_spark_home() {
    [ -n "${SPARK_HOME:-}" ] || assemble_spark_home
    local core
    core=$(find "$SPARK_HOME/jars" -maxdepth 1 -name 'spark-core_*.jar' 2>/dev/null | head -n 1)
    [ -n "$core" ] || fail "no Spark in SPARK_HOME=$SPARK_HOME (expected jars/spark-core_*.jar)"
    core=${core##*spark-core_}
    SPARK_SCALA_VERSION=${core%%-*}
    export SPARK_HOME SPARK_SCALA_VERSION
}

# The port of a running cluster is kept beside its pids.
master_url() {
    [ -f "$STATE/master.url" ] || fail "no cluster is running: start one with $(dirname "$0")/cluster start"
    cat "$STATE/master.url"
}
