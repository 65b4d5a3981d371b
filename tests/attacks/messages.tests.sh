#!/bin/bash
# Messages of strangers and forgers do not keep those of members from being confirmed. Needs root. messages.py has the measurements.
# ATTACKS=full takes ten times as long: 80 s and 110,000 messages for each line.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
unshare -n true 2>/dev/null || why="cannot make network namespaces"
for tool in python3 pwsh ip; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

size=(6 11000)
[ "${ATTACKS:-}" != full ] || size=(80 110000)

# The measurements are shown also when they are within their limits.
measured() {
    local what=$1 said
    shift
    said=$(mktemp)
    python3 "$here/messages.py" "$@" "${size[@]}" 2>&1 | tee "$said" | sed 's/^/#   /'
    if [ "${PIPESTATUS[0]}" = 0 ]; then tap_ok "$what"; else tap_no "$what" "$(cat "$said")"; fi
    rm -f "$said"
}

measured "11,000 messages of a stranger leave room for members in the store" fill one store
measured "and in memory" fill one memory
measured "11,000 messages with 1,000 forged addresses leave room in the store" fill many store
measured "and in memory" fill many memory
measured "11,000 messages with a member's address leave room in the store" fill member store
measured "and in memory" fill member memory
measured "3,000 messages a second of a stranger do not delay members" flood one store
measured "and none with 1,000 forged addresses" flood many store
measured "and none in memory" flood many memory
tap_end
