#!/bin/bash
# A member master and its users in three segments behind a router that forwards no broadcast. Run as root.
# Members poll every 5 seconds (-MasterPollSec), so that a cycle has 15 seconds in place of 180.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.sh"
. "$here/lan.sh"
. "$here/member.sh"

lan_ready && member_shell && lan_up 2 2 2 || { skip "LAN: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end
for each in all seg1 seg2 seg3; do
    lan_set "$(lan_ns router)" "net.ipv4.conf.$each.bc_forwarding" 0 2>/dev/null
done

see() { member_do "$1" 'Get-IpMsgMember -TimeoutSec 0 | ForEach-Object NickName' | sort | paste -sd ' '; }
state() { member_do "$1" '(Get-IpMsgListener).MasterState'; }
segments() {
    member_do boss '(Get-IpMsgListener).MasterSegments |
        ForEach-Object { "$($_.Segment) $($_.MemberCount) $($_.Agents.Count)" }'
}

member_start 1.1 boss "boss -AsMaster -MasterPollSec 5"
once "the master starts" member_ready boss || { tap_end; exit; }
digits=$(member_do boss '(Get-IpMsgKey -Own)[0].Digits')
user="-Master 10.77.1.1 -MasterPollSec 5 -MasterKey '$digits'"
member_start 1.2 anna "anna $user"
member_start 2.1 bob "bob $user"
member_start 2.2 cleo "cleo $user"
member_start 3.1 dora "dora $user"
member_start 3.2 eve "eve -Master 10.77.1.1 -MasterPollSec 5"
once "five users start" member_ready anna bob cleo dora eve || { tap_end; exit; }

# Two polls, and the answer of the segments.
TAP_SECONDS=30 same "anna sees everyone" "bob boss cleo dora eve" see anna
TAP_SECONDS=10 same "bob sees everyone" "anna boss cleo dora eve" see bob
TAP_SECONDS=10 same "cleo sees everyone" "anna bob boss dora eve" see cleo
TAP_SECONDS=10 same "dora sees everyone" "anna bob boss cleo eve" see dora
TAP_SECONDS=10 same "the master sees everyone" "anna bob cleo dora eve" see boss
is "bob follows the master" "Following" state bob
TAP_SECONDS=20 same "each other segment has its agents" "$(printf '%s\n' "10.77.1.0/24 2 0" "10.77.2.0/24 2 2" "10.77.3.0/24 2 2")" segments
is "a message crosses the router" "dora Confirmed" member_do bob "Send-IpMsg dora hello | ForEach-Object { \"\$(\$_.To) \$(\$_.Status)\" }"

# A key that nobody has confirmed
is "without a confirmed key the list is not used" "Unconfirmed 0" \
    member_do eve '$own = Get-IpMsgListener; "$($own.MasterState) $($own.MasterListCount)"'
once "eve confirms the key" member_do eve "Confirm-IpMsgKey boss -Digits '$digits'"
TAP_SECONDS=15 same "and follows" "Following" state eve

# A leaver, and a crash
once "cleo leaves" member_end cleo
TAP_SECONDS=15 same "dora sees that cleo is gone" "anna bob boss eve" see dora
member_kill bob
TAP_SECONDS=50 same "dora sees that bob is gone after a cycle" "anna boss eve" see dora

# The master dies and comes back.
member_kill boss
rm -f "$LAN_TMP"/boss.in "$LAN_TMP"/boss.out
is "its death loses nobody" "anna boss eve" see dora
member_start 1.1 boss "boss -AsMaster -MasterPollSec 5"
once "the master starts again" member_ready boss
# It may have saved its list before bob was gone.
TAP_SECONDS=50 same "and has its list, where bob is gone after a cycle" "anna dora eve" see boss
TAP_SECONDS=15 same "dora follows it again" "Following" state dora
tap_end
