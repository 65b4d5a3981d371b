#!/bin/bash
# windows.tests.sh [all]: our code on .NET's Windows build, under Debian's wine, in network namespaces. Run as root. README.md says what it
# covers, and what only "all" runs.
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/wine.sh"

lan_ready && lan_up 4 && wine_loopback 1.1 && wine_loopback 1.2 && wine_ready || { skip "Windows: $LAN_WHY"; tap_end; exit; }

# took <what> <start>
took() { printf '%s took %s s\n' "$1" "$((SECONDS - $2))"; }

# xunit <host> <project> [<option>...]: runs its tests but for those in not-under-wine.txt, and adds its sums to ours.
xunit() {
    local host=$1 project=$2 log=$LAN_TMP/$2.log start=$SECONDS filters=("${@:3}") name why sums total errors failed skipped
    while IFS=$'\t' read -r name why; do
        case $name in "$project".*) filters+=(-method- "$name") && skip "$name: $why" ;; esac
    done <"$here/not-under-wine.txt"
    once "$project is built for Windows" wine_project "tests/$project" || return
    cd "$WINE_BIN/$project/debug_win-x64" || return
    WINE_SECONDS=900 wine_run "$host" "./$project.exe" -noLogo "${filters[@]}" >"$log" 2>&1 </dev/null
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

# These take half of the time, and what they test depends little on the system.
long=()
[ "${1:-}" = all ] ||
    for class in Download.HostileNameDownloadTests Encryption.EncryptedResumeTests Encryption.EncryptedResumeDistrustTests; do
        long+=(-class- "IpMsg.Node.Tests.$class")
    done

xunit 1.1 IpMsg.Protocol.Tests
xunit 1.2 IpMsg.Node.Tests "${long[@]}"
tap_end
