#!/bin/bash
# A stranger that announces the name of a pinned member from an address of its own gets nothing of that member. Needs root. moves.py has the
# measurements. IPMSG_ATTACKS=full takes ten minutes.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
unshare -n true 2>/dev/null || why="cannot make network namespaces"
for tool in python3 pwsh ip; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

seconds=20
[ "${IPMSG_ATTACKS:-}" != full ] || seconds=600
once "100 entries, exits and releases a second in a pinned member's name leave it its messages, its place and its offers" \
    python3 "$here/moves.py" 100 $seconds
tap_end
