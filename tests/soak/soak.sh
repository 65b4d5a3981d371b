#!/bin/bash
# Members in network namespaces exchange messages and files over a bad line, and their memory, threads and handles stay flat. Run as root.
#
# usage: soak.sh [minutes] [members] [folder for the results]
#
# By default an hour with 200 members. One member in twelve, at most ten, is a PowerShell process in a namespace of its own. The
# others are nodes of two processes, each node with an address of its own. bridge.py connects the namespaces. SOAK_LINE overrides
# the line: loss, delay and jitter in ms, duplication. SOAK_SEED seeds the line. report.py prints the figures and decides on the exit
# code.
set -u
export LC_ALL=C.UTF-8 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/lan.sh"

minutes=${1:-60} members=${2:-200} results=${3:-}
line=${SOAK_LINE:-0.10 20 15 0.05}
shells=$((members / 12))
[ "$shells" -le 10 ] || shells=10
[ "$shells" -ge 1 ] || shells=1
nodes=$((members - shells))
sample_ms=$((minutes * 1000)) # Sixty samples.
[ "$sample_ms" -le 60000 ] || sample_ms=60000

fail() { echo "soak: $*" >&2; exit 2; }
lan_ready || fail "$LAN_WHY"
for tool in python3 pwsh dotnet; do command -v "$tool" >/dev/null || fail "no $tool"; done
child=$(ls -td "$here"/../IpMsg.Node.TestChild/bin/*/net10.0 | head -n 1)
[ -f "$child/IpMsg.Node.TestChild.dll" ] && [ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || fail "the solution is not built"
[ "$members" -le 250 ] || fail "at most 250 members"

LAN_TMP=$(mktemp -d) && trap lan_down EXIT
# Builds go on beside a long run.
cp -r "$child" "$LAN_TMP/child" && cp -r "$here/../../out/IpMsg" "$LAN_TMP/module" || fail "no copy of the build"
python3 "$here/offered.py" "$LAN_TMP/offered"

ports=()
# plug <namespace> <address>: a namespace with an interface whose other end is a port of the bridge.
plug() {
    local ns port
    ns=$(lan_ns "$1") port=p${#ports[@]}
    lan_ns_add "$1" &&
        ip link add "$LAN_IF" netns "$ns" type veth peer name "$port" netns "$(lan_ns switch)" &&
        ip -n "$ns" addr add "$2/24" broadcast + dev "$LAN_IF" &&
        ip -n "$ns" link set "$LAN_IF" up && ip -n "$(lan_ns switch)" link set "$port" up &&
        ip netns exec "$ns" python3 "$here/bridge.py" plain "$LAN_IF" || fail "no network for $1"
    ports+=("$port")
}

# addresses <namespace> <first> <last>: further addresses of the interface of a namespace.
addresses() {
    local each
    for ((each = $2; each <= $3; each++)); do echo "addr add 10.77.1.$each/24 broadcast + dev $LAN_IF"; done |
        ip -n "$(lan_ns "$1")" -batch -
}

lan_ns_add switch || fail "no namespace"
half=$((nodes / 2))
plug 1.1 10.77.1.1
addresses 1.1 2 "$half"
plug "1.$((half + 1))" "10.77.1.$((half + 1))"
addresses "1.$((half + 1))" "$((half + 2))" "$nodes"
for ((i = nodes + 1; i <= members; i++)); do plug "1.$i" "10.77.1.$i"; done
ip netns exec "$(lan_ns switch)" python3 "$here/bridge.py" plain "${ports[@]}"
# shellcheck disable=SC2086
ip netns exec "$(lan_ns switch)" python3 "$here/bridge.py" $line "${SOAK_SEED:-1}" "$LAN_TMP/bridge.json" "${ports[@]}" &
bridge=$!

pids=()
member() {
    local host=$1 name=$2
    shift 2
    lan_spawn "$host" "$@" </dev/null >"$LAN_TMP/$name.log" 2>&1
    pids+=("$LAN_PID")
}
for part in "1 $half" "$((half + 1)) $nodes"; do
    # shellcheck disable=SC2086
    set -- $part
    member "1.$1" "nodes-$1" dotnet "$LAN_TMP/child/IpMsg.Node.TestChild.dll" soak "$LAN_TMP" "$members" "$shells" "$1" "$2" "$sample_ms"
done
for ((i = nodes + 1; i <= members; i++)); do
    member "1.$i" "shell-$i" pwsh -NoProfile -NonInteractive -File "$here/member.ps1" "$LAN_TMP/module/IpMsg.psd1" "$LAN_TMP" "$i" \
        "$members" "$shells" "$sample_ms"
done
keep_results() {
    mkdir -p "$results" && cp "$LAN_TMP"/*.csv "$LAN_TMP"/*.json "$LAN_TMP"/*.log "$LAN_TMP"/events-*.txt "$results"
}
[ -z "$results" ] || lan_on_exit keep_results

# The keys of each member take a moment, more so on a busy machine.
for ((i = 0; i < 600; i++)); do
    [ "$(cat "$LAN_TMP"/*.log | grep -c '^ready')" -eq "${#pids[@]}" ] && break
    for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || { tail -n 20 "$LAN_TMP"/*.log; fail "a process has ended"; }; done
    sleep 1
done
[ "$i" -lt 600 ] || { tail -n 20 "$LAN_TMP"/*.log; fail "the members do not start"; }
echo "$members members, $shells of them PowerShell processes, line: $line"
date -u "+traffic begins at %F %T UTC"
# Written beside it first: the members wait for the file.
echo $(($(date +%s) + minutes * 60)) >"$LAN_TMP/end.new" && mv "$LAN_TMP/end.new" "$LAN_TMP/end"

for pid in "${pids[@]}"; do
    wait "$pid" || { tail -n 20 "$LAN_TMP"/*.log; fail "a process has failed"; }
done
kill "$bridge" && wait "$bridge"
python3 "$here/report.py" "$LAN_TMP" "$minutes"
