# Members of our own in the hosts of lan.sh, each a PowerShell process; to be sourced after lan.sh.
#
#   member_start <host> <name> [<arguments>]    start a process in a host; with arguments (PowerShell text), also
#                                               Start-IpMsgListener with them. Returns at once:
#   member_ready <name>...                      waits until they are up
#   member_do <name> <PowerShell>               run it there and print its results; 1 = it failed, and
#                                               the error is on standard error
#   member_send <name> <PowerShell>             the same without waiting; member_answer <name> waits
#   member_end <name>                           let it end as a shell does on exit, and wait until it has
#   member_kill <name>                          end it without a word, as a crash would
#   members_end                                 member_end for all that are left; meant for lan_on_exit
#   member_once <host> <name> <PowerShell>      run it in a process of its own, with the keys of that name
#   member_log <name>                           print what the process said besides
# The shell comes from IPMSG_SHELL, by default this repository's own.

MEMBER_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
declare -A MEMBER_IN MEMBER_OUT MEMBER_PID

member_shell() {
    local built=
    if [ -z "${IPMSG_SHELL:-}" ]; then
        built=$(ls -t "$MEMBER_HERE"/../../src/IpMsg.Shell/bin/*/net10.0/IpMsg.Shell.dll 2>/dev/null | head -n 1)
        [ -n "$built" ] || { lan_say_why "src/IpMsg.Shell is not built"; return 1; }
        IPMSG_SHELL="dotnet $built"
    fi
    MEMBER_SHELL=($IPMSG_SHELL)
    command -v "${MEMBER_SHELL[0]}" >/dev/null || lan_say_why "no ${MEMBER_SHELL[0]}"
}

# Keys, packet counters and stored messages are the user's, and here one user is many members.
member_argv() {
    mkdir -p "$LAN_TMP/keys-$1"
    MEMBER_ARGV=(env -u LANGUAGE LC_ALL=C.UTF-8 DOTNET_CLI_TELEMETRY_OPTOUT=1
        IPMSG_KEYPATH="$LAN_TMP/keys-$1" IPMSG_DATAPATH="$LAN_TMP/data-$1" IPMSG_CONTACTS="$LAN_TMP/contacts-$1.json"
        "${MEMBER_SHELL[@]}" -NoProfile -NonInteractive)
}

member_start() {
    local host=$1 name=$2 into=$LAN_TMP/$2.in from=$LAN_TMP/$2.out in out
    mkfifo "$into" "$from" || return 1
    # Opened for both directions, which waits for nobody and never meets an end of file.
    exec {in}<>"$into" {out}<>"$from"
    MEMBER_IN[$name]=$in MEMBER_OUT[$name]=$out
    member_argv "$name"
    lan_spawn "$host" "${MEMBER_ARGV[@]}" -File "$MEMBER_HERE/member.ps1" -In "$into" -Out "$from" \
        </dev/null >"$LAN_TMP/$name.log" 2>&1 {in}>&- {out}>&-
    MEMBER_PID[$name]=$LAN_PID
    if [ $# -gt 2 ]; then member_send "$name" "Start-IpMsgListener $3"; else member_send "$name" '0'; fi
}

member_ready() {
    local name
    for name in "$@"; do
        member_answer "$name" >/dev/null || { member_log "$name" >&2; return 1; }
    done
}

member_send() { printf '%s\n' "${2//$'\n'/ }" >&"${MEMBER_IN[$1]}"; }

member_answer() {
    local line
    while IFS= read -r -t 60 -u "${MEMBER_OUT[$1]}" line; do
        case $line in
            =*) printf '%s\n' "${line#=}" ;;
            ok) return 0 ;;
            *) printf '%s: %s\n' "$1" "$line" >&2; return 1 ;;
        esac
    done
    printf '%s does not answer\n' "$1" >&2
    return 1
}

member_do() { member_send "$1" "$2" && member_answer "$1"; }

member_end() {
    member_send "$1" ''
    wait "${MEMBER_PID[$1]}"
    local status=$?
    member_forget "$1"
    return "$status"
}

member_kill() {
    kill -9 "${MEMBER_PID[$1]}"
    # Bash would report the death of a job.
    wait "${MEMBER_PID[$1]}" 2>/dev/null
    member_forget "$1"
}

member_forget() { unset "MEMBER_IN[$1]" "MEMBER_OUT[$1]" "MEMBER_PID[$1]"; }

members_end() {
    local name
    for name in "${!MEMBER_PID[@]}"; do member_send "$name" ''; done
    # lan_down ends a member that hangs.
    for name in "${!MEMBER_PID[@]}"; do timeout 5 tail -s 0.05 -f /dev/null --pid="${MEMBER_PID[$name]}"; done
}

member_once() {
    member_argv "$2"
    lan_run "$1" "${MEMBER_ARGV[@]}" -Command \
        "if (-not (Get-Module IpMsg)) { Import-Module '$MEMBER_HERE/../../out/IpMsg/IpMsg.psd1' }; $3" </dev/null
}

member_log() { sed "s/^/$1: /" "$LAN_TMP/$1.log" 2>/dev/null; }
