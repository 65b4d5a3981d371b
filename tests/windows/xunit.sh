# Test projects as Windows programs; to be sourced after wine.sh.
#
#   xunit <host> <project> [<option>...]   runs its tests but for those in not-under-wine.txt, and adds its sums to ours
#   took <what> <start>                    prints a time in seconds
#
# With XUNIT_TERMINAL the tests have a terminal, which programs with PowerShell's console host need.

took() { printf '%s took %s s\n' "$1" "$((SECONDS - $2))"; }

xunit() {
    local host=$1 project=$2 log=$LAN_TMP/$2.log start=$SECONDS filters=("${@:3}") name why sums total errors failed skipped
    while IFS=$'\t' read -r name why; do
        case $name in "$project".*) filters+=(-method- "$name") && skip "$name: $why" ;; esac
    done <"$WINE_HERE/not-under-wine.txt"
    once "$project is built for Windows" wine_project "tests/$project" || return
    cd "$WINE_BIN/$project/debug_win-x64" || return
    WINE_SECONDS=${WINE_SECONDS:-900}
    if [ -n "${XUNIT_TERMINAL:-}" ]; then
        wine_terminal "$host" "$log" "./$project.exe" -noLogo "${filters[@]}"
    else
        wine_run "$host" "./$project.exe" -noLogo "${filters[@]}" >"$log" 2>&1 </dev/null
    fi
    # Wine writes a line for each time that PowerShell lists the drives.
    sed -i '/^wine: Read access denied for device/d' "$log"
    sums=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tr -dc '0-9 ')
    took "$project" "$start"
    if [ -z "$sums" ]; then
        tap_no "$project runs to its end" "$(grep -A5 -m 1 'Fatal error' "$log" || tail -n 5 "$log")"
        return 1
    fi
    read -r total errors failed skipped <<<"$sums"
    grep -A12 '\[FAIL\]' "$log" | cut -c1-300
    printf '%s: %s passed, %s failed, %s skipped\n' "$project" "$((total - errors - failed - skipped))" "$((errors + failed))" "$skipped"
    TAP_PASSED=$((TAP_PASSED + total - errors - failed - skipped))
    TAP_FAILED=$((TAP_FAILED + errors + failed))
    TAP_SKIPPED=$((TAP_SKIPPED + skipped))
}
