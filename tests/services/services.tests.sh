#!/bin/bash
# The bot of examples as the service of examples/services, in a systemd of its own in network namespaces. Run as root.
# IPMSG_SERVICES=long asks the bot for ten minutes.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/../interop/member.sh"
. "$here/systemd.sh"

lan_ready && member_shell && lan_up 2 && systemd_up 1.1 || { skip "services: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end

bot() { systemd_run systemctl "$1" ipmsg-bot.service; }
property() { systemd_run systemctl show --value --property "$1" "${2:-ipmsg-bot.service}"; }
healthy() { systemd_run pwsh -NoProfile -NonInteractive -Command 'exit [int]!(Test-IpMsgListener -Quiet)'; }
journal() { systemd_run journalctl --no-pager --output cat --unit ipmsg-bot.service; }
see() { member_do anna 'Get-IpMsgMember -TimeoutSec 0 | ForEach-Object NickName'; }
# Sends a word to the bot, and prints the answer.
ask() {
    member_do anna "\$null = Send-IpMsg bot '$1' -ErrorAction Stop;
        Receive-IpMsg -TimeoutSec 20 -Count 1 | ForEach-Object Text"
}
asked() { ask "$1" | grep -q "$2"; }
fingerprint() { member_do anna '(Get-IpMsgMember bot).Fingerprint'; }
another_process() { [ "$(property MainPID)" != "$1" ] && healthy; }

is "the system units are valid" "" systemd_run systemd-analyze verify ipmsg-bot.service ipmsg-bot-health.timer
is "the user unit is valid" "" systemd_run env XDG_RUNTIME_DIR=/run systemd-analyze --user verify /opt/ipmsg/services/ipmsg-bot.user.service

once "the bot starts as a service" bot start
TAP_SECONDS=30 soon "its listener is healthy" healthy
member_start 1.2 anna anna
once "anna starts" member_ready anna
TAP_SECONDS=20 same "anna sees it" "bot" see
once "it answers" asked date '^20..-'
once "its journal says so" eval 'journal | grep -q "anna.* asked for date"'
is "its keys are closed to others" "700" systemd_run stat -c %a /var/lib/private/ipmsg-bot/keys
key=$(fingerprint)

# The end
once "it stops" bot stop
TAP_SECONDS=5 same "anna sees it leave" "" see
is "its end counts as success" "success inactive" eval 'echo "$(property Result) $(property ActiveState)"'
once "it starts again" bot start
TAP_SECONDS=30 soon "and is healthy" healthy
TAP_SECONDS=20 same "with the same key" "$key" fingerprint
process=$(property MainPID)
systemd_run systemctl kill --signal KILL ipmsg-bot.service
TAP_SECONDS=30 soon "killed, it is started again" another_process "$process"
once "and answers" asked uptime hours

# The health check
process=$(property MainPID)
once "a health check passes" systemd_run systemctl start ipmsg-bot-health.service
is "and leaves a healthy bot alone" "$process" property MainPID
systemd_run kill -STOP "$process"
once "a health check of a bot that hangs" systemd_run systemctl start ipmsg-bot-health.service
TAP_SECONDS=30 soon "restarts it" another_process "$process"
once "the timer of the health check starts" systemd_run systemctl start ipmsg-bot-health.timer

if [ "${IPMSG_SERVICES:-}" = long ]; then
    restarts=$(property NRestarts) memory=$(property MemoryCurrent) questions=0 answers=0 end=$((SECONDS + 600))
    while [ "$SECONDS" -lt "$end" ]; do
        questions=$((questions + 1))
        if asked disk free; then answers=$((answers + 1)); fi
        sleep 2
    done
    is "ten minutes: every question was answered" "$questions" echo "$answers"
    is "ten minutes: without a restart" "$restarts" property NRestarts
    echo "# $questions questions; memory $((memory / 1048576)) MiB before, $(($(property MemoryCurrent) / 1048576)) MiB after"
fi
tap_end
