#!/bin/bash
# The short form of soak.sh: 24 members for two minutes. Run as root.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"

why=
lan_ready || why=$LAN_WHY
for tool in python3 pwsh; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "soak: $why"; tap_end; exit; }

once "24 members over a bad line: what is confirmed has arrived once, files are equal, no process grows" "$here/soak.sh" 2 24
tap_end
