#!/bin/bash
# The tests of the module as a Windows program, under Debian's wine, in a network namespace. Run as root.
#
#   windows-module.tests.sh         the classes that depend on the system: paths, files, keys, processes, views, the shell
#   windows-module.tests.sh all     every class
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/wine.sh"
. "$here/xunit.sh"

lan_ready && lan_up 1 && wine_ready && wine_any_loopback 1.1 || { skip "Windows: $LAN_WHY"; tap_end; exit; }

classes=() XUNIT_TERMINAL=1
if [ "${1:-}" = all ]; then
    WINE_SECONDS=1500
else
    for each in Attachments.{Offer,Save,SendFiles}Tests Commands.{LogPath,StartListener}Tests Encryption.KeyFolderTests \
        Formats.{TableView,TypeData,View}Tests History.{ClearHistory,GetHistory,HistoryPlace}Tests Internal.{TimeText,ViewText}Tests \
        Runspaces.{EndOfListener,Environment,Import,Process}Tests Shell.{Command,File,Session}Tests; do
        classes+=(-class "IpMsg.PowerShell.Tests.$each")
    done
fi
xunit 1.1 IpMsg.PowerShell.Tests "${classes[@]}"
tap_end
