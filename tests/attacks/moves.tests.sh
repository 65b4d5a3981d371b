#!/bin/bash
# A stranger that announces the name of a pinned member from an address of its own gets nothing of that member. Run as root.
# moves.py has the measurements. MOVES_SECONDS=600 runs it at full size; the default takes about a minute.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
[ "$(id -u)" -eq 0 ] || why="not root"
for tool in python3 pwsh ip; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

once "100 entries, exits and releases a second in a pinned member's name leave it its messages, its place and its offers" \
    python3 "$here/moves.py" 100 "${MOVES_SECONDS:-20}"
tap_end
