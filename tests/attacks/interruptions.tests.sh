#!/bin/bash
# A listener goes on when its network comes and goes, and when its process stands still. Needs root. interruptions.py has the checks.
# ATTACK_SUSPEND=70 is the full size, where the listener also notices the stop by the clock. The default is 20 seconds.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
unshare -n true 2>/dev/null || why="cannot make network namespaces"
for tool in python3 pwsh ip nsenter; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

once "a listener starts without a network, and follows interfaces and addresses" python3 "$here/interruptions.py" network
once "a process that stands still loses nothing that is confirmed" python3 "$here/interruptions.py" suspend "${ATTACK_SUSPEND:-20}"
tap_end
