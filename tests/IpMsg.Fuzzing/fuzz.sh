#!/usr/bin/env bash
# Coverage-guided fuzzing with afl++ and SharpFuzz, one target after the other:
#
#   tests/IpMsg.Fuzzing/fuzz.sh [target|all] [minutes]    fuzzes (default: all targets, 10 minutes each) and prints a line for each
#   tests/IpMsg.Fuzzing/fuzz.sh report                    prints the lines again
#   tests/IpMsg.Fuzzing/fuzz.sh keep [target|all]         writes the smallest corpus with the same coverage to tests/vectors/fuzz
#
# It needs afl++ (apt-get install afl++) and the .NET SDK. State is in out/fuzz: a run continues the one before. To begin anew, delete it.
# A line has: target, executions, executions a second, paths, seconds since the last new path, branches, seconds since the last new
# branch, crashes, hangs. A path is new when a known branch is taken another number of times, too.
# The exit code is 1 when there is a crash or a hang. out/fuzz/<target>/afl/default/crashes has its inputs;
# "out/fuzz/bin/IpMsg.Fuzzing replay <target> <file>" shows the exception, and afl-tmin makes the input short.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD/out/fuzz project=tests/IpMsg.Fuzzing
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_TieredPGO=0
DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
export DOTNET_ROOT
# The program has no instrumentation of afl's own. A CPU and a core pattern of their own are a matter of the machine.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_AUTORESUME=1
export AFL_FORKSRV_INIT_TMOUT=60000 AFL_MAP_SIZE=65536 AFL_ALLOW_TMP=1
limits=(-t 5000 -m none)

fail() { echo "$*" >&2; exit 2; }

# Builds the program, and a copy whose libraries are instrumented.
prepare() {
    command -v afl-fuzz >/dev/null || fail "afl-fuzz is missing: apt-get install afl++"
    dotnet build "$project" -c Release -v q -p:RunAnalyzers=false -o "$root/bin"
    [ -x "$root/tools/sharpfuzz" ] ||
        dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$root/tools"
    rm -rf "$root/instrumented"
    cp -r "$root/bin" "$root/instrumented"
    "$root/tools/sharpfuzz" "$root/instrumented/IpMsg.Protocol.dll"
    "$root/tools/sharpfuzz" "$root/instrumented/IpMsg.Node.dll"
}

targets() {
    if [ "$1" = all ]; then
        "$root/bin/IpMsg.Fuzzing" list
    else
        "$root/bin/IpMsg.Fuzzing" list | grep -Fx "$1" || fail "There is no target $1."
    fi
}

stat_of() { sed -n "s/^$2 *: *//p" "$root/$1/afl/default/fuzzer_stats"; }

# The one line of a target.
report() {
    [ -s "$root/$1/afl/default/fuzzer_stats" ] || return 0
    local now last branches branch_at
    now=$(stat_of "$1" last_update) last=$(stat_of "$1" last_find)
    [ "$last" -gt 0 ] || last=$(stat_of "$1" start_time)
    # Times in plot_data count from the start of the first run.
    read -r branches branch_at < <(awk -F', *' '
        /^#/ { next }
        $13 > most { most = $13; at = $1 }
        { end = $1 }
        END { print most + 0, end - at }' "$root/$1/afl/default/plot_data")
    printf '%s executions=%s per_second=%s paths=%s last_path_s=%s branches=%s last_branch_s=%s crashes=%s hangs=%s\n' "$1" \
        "$(stat_of "$1" execs_done)" "$(stat_of "$1" execs_per_sec)" "$(stat_of "$1" corpus_count)" "$((now - last))" \
        "$branches" "$branch_at" \
        "$(stat_of "$1" saved_crashes)" "$(stat_of "$1" saved_hangs)"
}

fuzz() {
    local folder=$root/$1 temporary
    "$root/bin/IpMsg.Fuzzing" seeds "$1" "$folder/seeds"
    temporary=$(mktemp -d -p "$([ -d /dev/shm ] && echo /dev/shm || echo /tmp)")
    AFL_TMPDIR=$temporary nice -n 19 afl-fuzz -i "$folder/seeds" -o "$folder/afl" -x "$folder/seeds.dict" -p explore -G 4096 \
        "${limits[@]}" -V "$(($2 * 60))" -- "$root/instrumented/IpMsg.Fuzzing" afl "$1" >"$folder/log" 2>&1 || tail -n 5 "$folder/log"
    rm -rf "$temporary"
    report "$1"
}

keep() {
    local folder=$root/$1
    [ -d "$folder/afl/default/queue" ] || return 0
    rm -rf "$folder/smallest"
    nice -n 19 afl-cmin -i "$folder/afl/default/queue" -o "$folder/smallest" "${limits[@]}" -- \
        "$root/instrumented/IpMsg.Fuzzing" afl "$1" >"$folder/log" 2>&1 || { tail -n 5 "$folder/log"; return 1; }
    "$root/bin/IpMsg.Fuzzing" keep "$1" "$folder/smallest" "tests/vectors/fuzz/$1/corpus.txt"
}

case ${1:-all} in
    report) for target in $(targets all); do report "$target"; done ;;
    keep) prepare; for target in $(targets "${2:-all}"); do keep "$target"; done ;;
    *)
        prepare
        for target in $(targets "${1:-all}"); do fuzz "$target" "${2:-10}"; done
        ! grep -qE '^saved_(crashes|hangs) *: *[1-9]' "$root"/*/afl/default/fuzzer_stats
        ;;
esac
