# What the benchmarks share; sourced by them.
# shellcheck shell=bash
# The scripts that source this read what it sets.
# shellcheck disable=SC2034
set -euo pipefail

bench=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$bench")
cache=${SLUICE_BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sluice-bench}
memory=${SLUICE_DRIVER_MEMORY:-2g}
java_options=${SLUICE_BENCH_JAVA_OPTIONS-$(sed '/^#/d' "$root/scripts/java-options" | tr '\n' ' ')}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  printf '%s\n' "$1" >&2
  exit 2
}

# Builds the jars when one is missing, so that what is measured is what is here; after a change: mvn package.
need_jars() {
  sluice_jar=$(newest "$root"/jobs/target/sluice-*.jar)
  bench_jar=$(newest "$root"/bench/target/sluice-bench-*.jar)
  if [ -z "$sluice_jar" ] || [ -z "$bench_jar" ]; then
    echo 'Building ...' >&2
    (cd "$root" && mvn -q -B package -Dmaven.test.skip=true)
    sluice_jar=$(newest "$root"/jobs/target/sluice-*.jar)
    bench_jar=$(newest "$root"/bench/target/sluice-bench-*.jar)
  fi
  [ -f "$root/jobs/target/spark/startup.jsa" ] || echo 'Without the class archive that ./sluice makes; all is slower so.'
}

newest() {
  local path last=
  for path in "$@"; do
    if [ -f "$path" ] && { [ -z "$last" ] || [ "$path" -nt "$last" ]; }; then last=$path; fi
  done
  printf '%s\n' "$last"
}

# submit MAIN JAR [ARGUMENT...]: one run through the same launcher with the same heap and flags.
# Sets millis, cpu_millis (of all threads; hardly moves when the machine has other work) and peak_mb (the largest resident size
# that the kernel noted). What it printed is in $work/last.log. Options of one program alone go into the array submit_options.
submit_options=()
submit() {
  local main=$1 jar=$2 start peak=0 now ticks=0 code=0
  shift 2
  start=$(date +%s%N)
  "$root/scripts/spark-submit" --master "${SLUICE_BENCH_MASTER:-local[*]}" --driver-memory "$memory" \
    --driver-java-options "$java_options \"-Dlog4j2.configurationFile=$root/scripts/log4j2.properties\" \"-Dsluice.log=$work/spark.log\"" \
    --conf spark.ui.enabled=false ${submit_options[@]+"${submit_options[@]}"} \
    --class "$main" "$jar" "$@" >"$work/last.log" 2>&1 &
  local pid=$!
  # Both only grow: the last look before the end counts.
  while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
    peak=$now
    now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | awk '{ print $12 + $13 }')
    ticks=${now:-$ticks}
    sleep 0.05
  done
  wait "$pid" || code=$?
  millis=$((($(date +%s%N) - start) / 1000000))
  cpu_millis=$((ticks * 1000 / $(getconf CLK_TCK)))
  peak_mb=$((peak / 1024))
  if [ "$code" -ne 0 ]; then
    tail -n 20 "$work/last.log" >&2
    fail "Cannot measure $main: exit code $code. Its output stands above."
  fi
}

# min FILE and median FILE: of the numbers in its lines.
min() {
  sort -n "$1" | head -n 1
}

median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# ratio A B: A / B, three digits.
ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f\n", a / b }'
}
