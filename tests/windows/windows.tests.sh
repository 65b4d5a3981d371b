#!/bin/bash
# windows.tests.sh [all]: our code on .NET's Windows build, under Debian's wine, in network namespaces. Run as root. README.md says what it
# covers, and what only "all" runs.
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/wine.sh"
. "$here/xunit.sh"

lan_ready && lan_up 4 && wine_loopback 1.1 && wine_loopback 1.2 && wine_ready || { skip "Windows: $LAN_WHY"; tap_end; exit; }

# These take half of the time, and what they test depends little on the system.
long=()
[ "${1:-}" = all ] ||
    for class in Download.HostileNameDownloadTests Encryption.EncryptedResumeTests Encryption.EncryptedResumeDistrustTests; do
        long+=(-class- "IpMsg.Node.Tests.$class")
    done

xunit 1.1 IpMsg.Protocol.Tests
xunit 1.2 IpMsg.Node.Tests "${long[@]}"
tap_end
