#!/bin/bash
# shell.sh <arguments>: our shell for Windows, with WINE_ENV of wine.sh as its environment. Its console host ends without a terminal, so it
# gets one from script. Paths of Linux become those of Windows.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command=(timeout 600 wine "$here/../../out/windows/build/bin/IpMsg.Shell/debug_win-x64/IpMsg.Shell.exe")
for each in "$@"; do
    case $each in /*) each=Z:${each//\//\\} ;; esac
    command+=("$each")
done
exec script -qfec "$(printf '%q ' "${command[@]}")" /dev/null
