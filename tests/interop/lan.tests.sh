#!/bin/bash
# Our own members on a LAN of network namespaces with real broadcasts and a router. Run as root.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.sh"
. "$here/lan.sh"
. "$here/member.sh"

lan_ready && member_shell && lan_up 5 1 || { skip "LAN: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end

# see <name> [<format>]: whom it sees, without asking anybody, in a fixed order.
see() {
    member_do "$1" "Get-IpMsgMember -TimeoutSec 0 | ForEach-Object { \"${2:-$names}\" }" | sort
}
names='$($_.NickName)|$($_.GroupName)|$($_.HostName)|$($_.Address)'
absences='$($_.NickName) $($_.IsAbsent) $($_.AbsenceTitle)'
lines() { printf '%s\n' "$@" | sort; }
# inbox <name> <count>: takes so many messages as they come, and any others that come right behind them.
inbox() {
    member_do "$1" "& { Receive-IpMsg -TimeoutSec 5 -Count $2; Receive-IpMsg -TimeoutSec 0.3 } |
        ForEach-Object { \"\$(\$_.From.NickName): \$(\$_.Text)\" }"
}

anna="anna|Ops|host-1-1|10.77.1.1"
suzuki="鈴木|開発 部|host-1-2|10.77.1.2"
ming="小明|研发|host-1-3|10.77.1.3"
# Who is bound to one address says so in the host name.
dora="dora|Ops|host-1-4-10.77.1.4|10.77.1.4"
scout="scout||host-1-5|10.77.1.5"
far="far|Branch|host-2-1|10.77.2.1"

member_start 1.1 anna "anna Ops"
member_start 1.2 suzuki "鈴木 '開発 部'"
member_start 1.3 ming "小明 研发"
member_start 1.4 dora "dora Ops -Address 10.77.1.4"
member_start 2.1 far "far Branch"
once "five members start" member_ready anna suzuki ming dora far || { tap_end; exit; }

# Discovery
same "anna finds everyone of the segment" "$(lines "$suzuki" "$ming" "$dora")" see anna
same "suzuki finds everyone of the segment" "$(lines "$anna" "$ming" "$dora")" see suzuki
same "ming finds everyone of the segment" "$(lines "$anna" "$suzuki" "$dora")" see ming
same "dora, bound to one address, finds everyone" "$(lines "$anna" "$suzuki" "$ming")" see dora
same "the second segment is out of reach of a broadcast" "" see far
is "a name is found in a fresh process" "鈴木 10.77.1.2" \
    member_once 1.5 scout 'Get-IpMsgMember 鈴木 | ForEach-Object { "$_ $($_.Address)" }'

# Messages
confirmed='ForEach-Object { "$($_.To) $($_.Status) $($_.Attempts)" }'
many() { member_do anna "Get-IpMsgMember | Send-IpMsg '大家好 みなさん hello' | $confirmed" | sort; }
is "a message to many is confirmed by each" "$(lines "鈴木 Confirmed 1" "小明 Confirmed 1" "dora Confirmed 1")" many
for name in suzuki ming dora; do
    is "$name has it once" "anna: 大家好 みなさん hello" inbox "$name" 1
done
# Nothing but a broadcast can bring this one.
once "a message to everyone within reach" member_do suzuki "Send-IpMsg -Broadcast 'fire drill 防災訓練'"
for name in anna ming dora; do
    is "$name hears it, once" "鈴木: fire drill 防災訓練" inbox "$name" 1
done
is "nobody of the second segment does" "" member_do far 'Receive-IpMsg -TimeoutSec 0.3 | ForEach-Object Text'

# Who broadcasts does not hear it, so a program that answers everything does not answer itself.
once "a member broadcasts" member_do anna "Send-IpMsg -Broadcast 'bot calling 呼出'"
for name in suzuki ming dora; do
    is "which $name hears" "anna: bot calling 呼出" inbox "$name" 1
done
member_send anna '& { Receive-IpMsg -TimeoutSec 20 -Count 1; Receive-IpMsg -TimeoutSec 1 } | ForEach-Object {
    $null = $_ | Send-IpMsg -Message "re: $($_.Text)"; "$($_.From.NickName): $($_.Text)" }'
once "somebody writes to it" member_do suzuki "Send-IpMsg anna 'who is there?'"
is "it answers that, and not its own broadcast" "鈴木: who is there?" member_answer anna
is "the answer arrives" "anna: re: who is there?" inbox suzuki 1
once "it broadcasts a command that the example bot knows" member_do anna "Send-IpMsg -Broadcast help"
for name in suzuki ming dora; do
    is "which $name hears" "anna: help" inbox "$name" 1
done
member_send anna "& '$here/../../examples/bot.ps1' -Count 1"
once "somebody sends it that command" member_do suzuki "Send-IpMsg anna help"
is "the example bot takes that message, and not its own broadcast" "鈴木 asked for help." member_answer anna
is "and answers" "anna: I know: date, uptime, disk, help" inbox suzuki 1

# Absence
once "ming goes absent" member_do ming "Set-IpMsgPresence -Absent -Title 会議 -Message '会議中です 三時まで'"
for name in anna suzuki dora; do
    same "$name sees the absence, and the bare nickname" "小明 True 会議" \
        member_do "$name" "Get-IpMsgMember 小明 -TimeoutSec 0 | ForEach-Object { \"$absences\" }"
done
is "the absence text is told to who asks" "会議中です 三時まで" \
    member_do dora 'Get-IpMsgMember 小明 -Detailed | ForEach-Object { $_.AbsenceMessage }'
is "messages to the absent are confirmed" "$(lines "小明 Confirmed 1" "小明 Confirmed 1")" \
    member_do anna "'one', 'two' | Send-IpMsg 小明 | $confirmed"
is "and answered automatically, once" "True 小明: 会議中です 三時まで" \
    member_do anna 'Receive-IpMsg -TimeoutSec 1 | ForEach-Object { "$($_.IsAutomatic) $($_.From.NickName): $($_.Text)" }'
is "the absent gets them all the same" "$(lines "anna: one" "anna: two")" inbox ming 2
once "ming comes back" member_do ming 'Set-IpMsgPresence -Present'
same "which everyone sees" "小明 False " \
    member_do suzuki "Get-IpMsgMember 小明 -TimeoutSec 0 | ForEach-Object { \"$absences\" }"

# A new name
once "anna changes nickname and group" member_do anna "Set-IpMsgPresence -NickName 安娜 -GroupName Fête"
anna="安娜|Fête|host-1-1|10.77.1.1"
same "suzuki sees the new name and not the old one" "$(lines "$anna" "$ming" "$dora")" see suzuki
same "dora, bound to one address, too" "$(lines "$anna" "$suzuki" "$ming")" see dora

# The second segment
if [ "$LAN_BCFWD" = 1 ]; then
    beyond=$(lan_bcast 2.1)
else
    beyond=$(lan_addr 2.1)
    skip "directed broadcast through the router: this kernel has no bc_forwarding; using unicast"
fi
member_start 1.5 scout "scout -BroadcastAddress $beyond"
once "a member with -BroadcastAddress $beyond starts" member_ready scout
same "it finds its own segment and the one behind the router" "$(lines "$anna" "$suzuki" "$ming" "$dora" "$far")" see scout
same "and is found there" "$scout" see far
once "its broadcast message reaches the second segment" member_do scout "Send-IpMsg -Broadcast 'through the router'"
is "far hears it, once" "scout: through the router" inbox far 1
is "suzuki finds the far one by scout's host list" "far 10.77.2.1" \
    member_do suzuki "Get-IpMsgMember far -HostList $(lan_addr 1.5) | ForEach-Object { \"\$_ \$(\$_.Address)\" }"
same "which soon has spoken for itself" "False" member_do suzuki 'Get-IpMsgMember far -TimeoutSec 0 | ForEach-Object IsFromHostList'
same "and knows suzuki" "$(lines "$scout" "$suzuki")" see far
listed() { member_do far "Get-IpMsgMember -HostList $(lan_addr 1.1) | ForEach-Object { \"$names\" }" | sort; }
is "far finds everyone by a host list from beyond the router" "$(lines "$anna" "$suzuki" "$ming" "$dora" "$scout")" \
    listed
is "far writes to a name" "小明 Confirmed 1" member_do far "Send-IpMsg 小明 'from afar' | $confirmed"

# Leaving
# The exit of a member whose key is known counts when the member does not answer for some seconds (R123).
gone() { ! see "$1" | grep -qF "$2"; }
once "ming leaves" member_do ming 'Stop-IpMsgListener'
for name in anna suzuki dora scout far; do
    soon "and is gone from the list of $name" gone "$name" "$ming"
done
# An exit goes beyond the segment to members that have answered, an entry or a message (R120).
is "dora writes to far" "far Confirmed 1" member_do dora "Send-IpMsg far bye | $confirmed"
once "dora's shell ends" member_end dora
for name in anna suzuki scout far; do
    soon "and dora is gone from the list of $name" gone "$name" "$dora"
done
tap_end
