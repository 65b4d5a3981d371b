# What the scripts in this folder need, to be sourced by them: network namespaces, the tools, and the staged module. Without it the script
# ends with the reason. IPMSG_ATTACKS=full is the full size of every script.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
unshare -n true 2>/dev/null || why="cannot make network namespaces"
for tool in python3 pwsh ip nsenter; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

# full <full size> <size>: prints the one that is wanted.
full() { if [ "${IPMSG_ATTACKS:-}" = full ]; then echo "$1"; else echo "$2"; fi; }

# measured <what> <cmd...>: cmd has to succeed. Its figures are shown also when they are within their limits.
measured() {
    local what=$1 status
    shift
    "$@" 2>&1 | sed 's/^/#   /'
    status=${PIPESTATUS[0]}
    if [ "$status" = 0 ]; then tap_ok "$what"; else tap_no "$what" "exit code $status"; fi
}
