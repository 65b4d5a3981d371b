#!/bin/bash
# The Pester suite in our shell, published for Windows, under Debian's wine, in a network namespace. Run as root.
#
#   windows-pester.tests.sh                the files that depend on the system: import, policies, paths, views, jobs
#   windows-pester.tests.sh all            every file
#   windows-pester.tests.sh <name,name>    these files, without .Tests.ps1, with wildcards
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/wine.sh"
. "$here/xunit.sh"

lan_ready && lan_up 1 && wine_ready && wine_any_loopback 1.1 || { skip "Windows: $LAN_WHY"; tap_end; exit; }
modules=$("$here/../../.ci/pwsh" 2>"$LAN_TMP/pester" | tail -n 1)
[ -d "$modules/Pester" ] || { skip "Windows: no Pester: $(tail -n 1 "$LAN_TMP/pester")"; tap_end; exit; }
once "the shell is published for Windows" wine_publish || { tap_end; exit; }

names=${1:-Module,Format,Jobs,Get-IpMsgKey,Get-IpMsgHistory}
[ "$names" != all ] || names='*'
log=$LAN_TMP/pester.log start=$SECONDS
# The output would be in code page 437. The dot gives the tests the preferences of the script, as -File does.
run="[Console]::OutputEncoding = [Text.Encoding]::UTF8; . '$(wine_path "$WINE_ROOT/tests/Pester/Invoke-Tests.ps1")' -Name '$names'"
export PSModulePath=$(wine_path "$modules") WINEPATH=$(wine_path "$WINE_OUT/shell")
export IPMSG_TEST_MODULE=$(wine_path "$WINE_OUT/shell/Modules/IpMsg/IpMsg.psd1")
WINE_SECONDS=$([ "$names" = '*' ] && echo 2400 || echo 420)
wine_terminal 1.1 "$log" "$WINE_OUT/shell/IpMsg.Shell.exe" -NoProfile -Command "$run"
took "$names" "$start"
sums=$(grep -oE '[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped' "$log" | tail -n 1 | tr -dc '0-9 ')
grep -A8 '\[-\]' "$log" | cut -c1-300
if [ -z "$sums" ]; then
    tap_no "Pester runs to its end" "$(tail -n 5 "$log")"
else
    read -r passed failed skipped <<<"$sums"
    TAP_PASSED=$((TAP_PASSED + passed)) TAP_FAILED=$((TAP_FAILED + failed)) TAP_SKIPPED=$((TAP_SKIPPED + skipped))
fi
tap_end
