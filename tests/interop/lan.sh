# A LAN made of network namespaces, to be sourced by bash scripts that run as root.
#
#   lan_ready                 install what is missing; 0 = usable, otherwise LAN_WHY says why not
#   lan_up <n1> [<n2>]...     n1 hosts in 10.77.1.0/24, n2 hosts in 10.77.2.0/24 and so on, joined by a router
#   lan_run <host> <cmd...>   run a command in a host; hosts are called 1.1, 1.2 ... 2.1 ...
#   lan_spawn <host> <cmd...> the same in the background; LAN_PID is the process to wait for or to kill
#   lan_addr <host>           its IPv4 address, 10.77.<host>
#   lan_bcast <host>          the directed broadcast address of its segment
#   lan_ns <host>             the name of its namespace (also: router, switch), for ip -n
#   lan_name <host>           the host name that programs in it see, e.g. host-1-2
#   lan_up_v6 <host>          0 if the host has a usable IPv6 link-local address
#   lan_on_exit <cmd>         run cmd before the LAN is torn down (last registered first)
#   lan_down                  undo everything; called by itself when the shell exits
#   lan_need <cmd>=<pkg>...   install packages whose command is missing, else LAN_WHY
#
# LAN_BCFWD is 1 when the router forwards directed broadcasts between the segments, otherwise 0.
# LAN_TMP is a directory for this run; lan_down removes it.

LAN_WHY=
LAN_BCFWD=0
LAN_IF=eth0
# The process id makes names unique, so that two runs can live side by side.
LAN_ID=lan$$
LAN_TMP=
LAN_PID=
LAN_ALL=()
LAN_HOOKS=()

lan_say_why() { LAN_WHY=$*; return 1; }

# lan_install <package>...
lan_install() {
    local log try
    [ "$(id -u)" = 0 ] || { lan_say_why "not root, cannot install $*"; return 1; }
    command -v apt-get >/dev/null 2>&1 || { lan_say_why "no apt-get to install $*"; return 1; }
    for try in 1 2 3; do
        # Fresh package lists are only fetched when the present ones do not do.
        if [ "$try" = 1 ] || log=$(timeout 300 apt-get -q update 2>&1 </dev/null); then
            log=$(DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -q -o DPkg::Lock::Timeout=300 install -y \
                --no-install-recommends "$@" 2>&1 </dev/null) && return 0
        fi
        # Another run may be holding the lock of the lists, for which apt-get does not wait.
        [ "$try" = 1 ] || sleep 5
    done
    lan_say_why "apt-get could not install $*: $(tail -n 1 <<<"$log")"
}

# lan_need <command>=<package>...
lan_need() {
    local want missing=()
    for want in "$@"; do
        command -v "${want%%=*}" >/dev/null 2>&1 || missing+=("${want#*=}")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    lan_install "${missing[@]}" || return 1
    for want in "$@"; do
        command -v "${want%%=*}" >/dev/null 2>&1 ||
            { lan_say_why "no ${want%%=*} after installing ${want#*=}"; return 1; }
    done
}

lan_ready() {
    local try=$LAN_ID-try err
    [ "$(id -u)" = 0 ] || { lan_say_why "not root"; return 1; }
    lan_need ip=iproute2 unshare=util-linux hostname=hostname || return 1
    # Containers often have the command but not the right to use it, so try all that is needed.
    err=$(ip netns add "$try" 2>&1) || { lan_say_why "ip netns: ${err##*$'\n'}"; return 1; }
    err=$( { ip -n "$try" link add br0 type bridge && ip -n "$try" link add v0 type veth peer name v1 &&
             ip netns exec "$try" unshare --uts hostname try &&
             lan_set "$try" net.ipv4.ip_forward 1; } 2>&1 ) || err="failed: $err"
    ip netns del "$try"
    [[ $err != failed:* ]] || lan_say_why "namespaces, bridge, veth or forwarding ${err//$'\n'/ }"
}

# lan_set <namespace> <setting> <value>: what sysctl would do, without needing it installed.
lan_set() { ip netns exec "$1" bash -c 'echo "$1" >"/proc/sys/${0//.//}"' "$2" "$3"; }

lan_addr() { printf '10.77.%s\n' "$1"; }
lan_bcast() { printf '10.77.%s.255\n' "${1%%.*}"; }
lan_ns() { printf '%s-%s\n' "$LAN_ID" "${1//./-}"; }
lan_name() { printf 'host-%s\n' "${1//./-}"; }

# Own host names matter: IPMsg members are told apart by user and host name, and all run as root here.
# Every step replaces the one before, so that the process started is the command itself.
lan_argv() {
    LAN_ARGV=(ip netns exec "$(lan_ns "$1")" unshare --uts
        bash -c 'hostname "$0" && export HOSTNAME="$0" && exec "$@"' "$(lan_name "$1")")
}

lan_run() {
    lan_argv "$1"
    shift
    "${LAN_ARGV[@]}" "$@"
}

lan_spawn() {
    lan_argv "$1"
    shift
    # Bash would give it an empty input unless told to keep this one.
    "${LAN_ARGV[@]}" "$@" <&0 &
    LAN_PID=$!
}

lan_ns_add() {
    local ns
    ns=$(lan_ns "$1")
    ip netns add "$ns" || return 1
    LAN_ALL+=("$ns")
    ip -n "$ns" link set lo up
    # Duplicate address detection would keep link-local addresses unusable for a second or two.
    lan_set "$ns" net.ipv6.conf.all.accept_dad 0 2>/dev/null
    lan_set "$ns" net.ipv6.conf.default.accept_dad 0 2>/dev/null
    return 0
}

# lan_plug <namespace> <interface> <bridge> <port> <address/prefix>
lan_plug() {
    local ns=$1 dev=$2 bridge=$3 port=$4 addr=$5 sw
    sw=$(lan_ns switch)
    ip link add "$dev" netns "$ns" type veth peer name "$port" netns "$sw" &&
        ip -n "$sw" link set "$port" master "$bridge" up &&
        ip -n "$ns" addr add "$addr" broadcast + dev "$dev" &&
        ip -n "$ns" link set "$dev" up
}

lan_up() {
    trap lan_down EXIT
    LAN_TMP=$(mktemp -d) && lan_build "$@" 2>"$LAN_TMP/err" && return 0
    lan_say_why "could not build the LAN: $(tail -n 1 "$LAN_TMP/err" 2>/dev/null)"
}

lan_build() {
    local counts=("$@") segs=(1 2) seg i n ns sw rt
    for ((seg = 3; seg <= $#; seg++)); do segs+=("$seg"); done
    lan_ns_add switch && lan_ns_add router || return 1
    sw=$(lan_ns switch) rt=$(lan_ns router)
    # A snooping bridge without a querier may drop IPv6 group traffic.
    for seg in "${segs[@]}"; do
        ip -n "$sw" link add "br$seg" type bridge mcast_snooping 0 &&
            ip -n "$sw" link set "br$seg" up &&
            lan_plug "$rt" "seg$seg" "br$seg" "r$seg" "10.77.$seg.254/24" || return 1
    done
    lan_set "$rt" net.ipv4.ip_forward 1 || return 1
    # Both the "all" switch and the one of the receiving interface have to be on; old kernels have neither.
    LAN_BCFWD=1
    for n in all "${segs[@]/#/seg}"; do
        lan_set "$rt" "net.ipv4.conf.$n.bc_forwarding" 1 || LAN_BCFWD=0
    done
    for seg in "${segs[@]}"; do
        n=${counts[seg-1]:-0}
        for ((i = 1; i <= n; i++)); do
            ns=$(lan_ns "$seg.$i")
            lan_ns_add "$seg.$i" && lan_plug "$ns" "$LAN_IF" "br$seg" "p$seg-$i" "10.77.$seg.$i/24" || return 1
            # The default route also makes 255.255.255.255 sendable, which some clients use.
            ip -n "$ns" route add default via "10.77.$seg.254" || return 1
        done
    done
}

lan_up_v6() {
    ip -n "$(lan_ns "$1")" -6 addr show dev "$LAN_IF" scope link 2>/dev/null | grep -q 'inet6 fe80' || return 1
    ! ip -n "$(lan_ns "$1")" -6 addr show dev "$LAN_IF" tentative | grep -q inet6
}

lan_on_exit() { LAN_HOOKS+=("$1"); }

lan_pids() {
    local ns
    for ns in "${LAN_ALL[@]}"; do ip netns pids "$ns" 2>/dev/null; done
}

lan_down() {
    local i ns pids
    for ((i = ${#LAN_HOOKS[@]} - 1; i >= 0; i--)); do eval "${LAN_HOOKS[i]}"; done
    LAN_HOOKS=()
    # A namespace lives on as long as a process is in it, so end those first: politely, then not.
    pids=$(lan_pids)
    [ -n "$pids" ] && kill $pids 2>/dev/null
    for ((i = 0; i < 20; i++)); do
        pids=$(lan_pids)
        [ -z "$pids" ] && break
        sleep 0.1
    done
    [ -n "$pids" ] && kill -9 $pids 2>/dev/null
    for ns in "${LAN_ALL[@]}"; do ip netns del "$ns" 2>/dev/null; done
    LAN_ALL=()
    [ -n "$LAN_TMP" ] && rm -rf "$LAN_TMP"
    LAN_TMP=
}
