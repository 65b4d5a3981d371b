#!/bin/bash
# Members that do not exist, in entries and in host lists, beside a normal member. Needs root. roster.py has the measurements.
# IPMSG_ATTACKS=full takes 100,000 members and a minute for each flood.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
unshare -n true 2>/dev/null || why="cannot make network namespaces"
for tool in python3 pwsh ip; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

members=70000 seconds=3
[ "${IPMSG_ATTACKS:-}" != full ] || members=100000 seconds=60
once "With $members forged members newcomers are listed and confirm, and 3,000 questions a second delay nobody" \
    python3 "$here/roster.py" entries $members $seconds 3000
once "Host lists without an end, or of strangers, cause few entries, at a rate" python3 "$here/roster.py" lists
tap_end
