# Results of the scripts in this folder, to be sourced by them.
#
#   is <what> <expected> <cmd...>       cmd has to print expected (lines)
#   same <what> <expected> <cmd...>     the same, but it is repeated until then for TAP_SECONDS
#   once <what> <cmd...>                cmd has to succeed at the first attempt; it may change the script's variables
#   soon <what> <cmd...>                cmd has to succeed within TAP_SECONDS
#   skip <why>                          something cannot be tested here
#   tap_end                             print the sums; its status is that of the script

TAP_SECONDS=10
TAP_PASSED=0 TAP_FAILED=0 TAP_SKIPPED=0

tap_ok() { TAP_PASSED=$((TAP_PASSED + 1)); printf 'ok %s\n' "$1"; }
tap_no() {
    TAP_FAILED=$((TAP_FAILED + 1))
    printf 'not ok %s\n' "$1"
    sed 's/^/#   /' <<<"$2"
}
skip() { TAP_SKIPPED=$((TAP_SKIPPED + 1)); printf 'skipped: %s\n' "$*"; }

is() { TAP_SECONDS=0 same "$@"; }

same() {
    local what=$1 expected=$2 end=$((SECONDS + TAP_SECONDS)) got
    shift 2
    until got=$("$@" 2>&1) && [ "$got" = "$expected" ]; do
        if [ "$SECONDS" -ge "$end" ]; then
            tap_no "$what" "expected:"$'\n'"$expected"$'\n'"got:"$'\n'"$got"
            return 1
        fi
        sleep 0.05
    done
    tap_ok "$what"
}

soon() {
    local what=$1 end=$((SECONDS + TAP_SECONDS)) got
    shift
    until got=$("$@" 2>&1); do
        if [ "$SECONDS" -ge "$end" ]; then tap_no "$what" "$got"; return 1; fi
        sleep 0.05
    done
    tap_ok "$what"
}

once() {
    local what=$1 said status
    shift
    said=$(mktemp)
    "$@" >"$said" 2>&1
    status=$?
    if [ "$status" = 0 ]; then tap_ok "$what"; else tap_no "$what" "status $status"$'\n'"$(cat "$said")"; fi
    rm -f "$said"
    return "$status"
}

tap_end() {
    printf '%s passed, %s failed, %s skipped\n' "$TAP_PASSED" "$TAP_FAILED" "$TAP_SKIPPED"
    [ "$TAP_FAILED" = 0 ]
}
