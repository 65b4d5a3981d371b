#!/bin/bash
# Our own members with iptux, which others wrote, on a LAN of network namespaces. Run as root.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.sh"
. "$here/lan.sh"
. "$here/iptux.sh"
. "$here/member.sh"

iptux_attempts

lan_ready && member_shell && lan_up 4 && iptux_ready || { skip "iptux: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end

tux=$(lan_addr 1.1)
# known <name>: what it knows of iptux.
known() {
    member_do "$1" "Get-IpMsgMember -Name $tux -TimeoutSec 0 | ForEach-Object {
        \"\$(\$_.NickName)|\$(\$_.GroupName)|\$(\$_.Client)|\$(\$_.ObservedEncoding)|\$(\$_.IsAbsent)|\$(\$_.AbsenceTitle)\" }"
}
expected="tux 兔|組 グループ|Iptux|Utf8|False|"
confirmed='ForEach-Object { "$($_.To) $($_.Status) $($_.Attempts)" }'
# It lists itself as well.
pals() { iptux_pals | grep -v "$tux\$" | sort; }

# One of us is there before iptux, which then announces itself; the other comes later, and iptux answers.
member_start 1.2 early "'early 早' Lab"
once "a member starts" member_ready early || { tap_end; exit; }
once "iptux starts" iptux_start 1.1 "tux 兔" "組 グループ" || iptux_finish
same "it is found by its entry" "$expected" known early
member_start 1.3 late "'late 遅' Lab"
once "another member starts" member_ready late || iptux_finish
same "it is found by its answer" "$expected" known late
same "it lists both of us" "$(printf 'early 早\t10.77.1.2\nlate 遅\t10.77.1.3')" pals

# settled <name>: its entry has been repeated, after five seconds; iptux's chat windows do not always
# survive an entry packet.
settled() {
    member_do "$1" 'if (([DateTimeOffset]::Now - (Get-IpMsgListener).StartedAt).TotalSeconds -lt 6) { throw "not yet" }'
}

once "one of us changes its name" member_do late "Set-IpMsgPresence -NickName '晚 late'"
same "which it shows" "$(printf 'early 早\t10.77.1.2\n晚 late\t10.77.1.3')" pals

# Messages to it
is "a Chinese message is confirmed" "tux 兔 Confirmed 1" member_do early "Send-IpMsg 'tux 兔' '你好，世界：简体和繁體' | $confirmed"
once "and shown" iptux_wait_log '你好，世界：简体和繁體'
is "a Japanese message is confirmed" "$tux Confirmed 1" member_do late "Send-IpMsg $tux 'こんにちは、ﾊﾝｶｸ 髙﨑' | $confirmed"
once "and shown" iptux_wait_log 'こんにちは、ﾊﾝｶｸ 髙﨑'
# It confirms a number that does not rise and shows nothing of it.
is "ten messages in a row are confirmed at once" "$(for i in {1..10}; do echo "tux 兔 Confirmed 1"; done)" \
    member_do early "1..10 | ForEach-Object { \"row \$_ ☃ \$_ row\" } | Send-IpMsg 'tux 兔' | $confirmed"
row() { grep -oE 'row [0-9]+ ☃ [0-9]+ row' "$(iptux_log)"; }
same "and all shown, in order, once" "$(for i in {1..10}; do echo "row $i ☃ $i row"; done)" row
is "a message from a fresh process is confirmed" "$tux Confirmed 1" \
    member_once 1.4 step "Send-IpMsg $tux 'build 42 完成' | $confirmed"
once "and shown" iptux_wait_log 'build 42 完成'
is "the next process's, too" "$tux Confirmed 1" member_once 1.4 step "Send-IpMsg $tux 'build 43 完成' | $confirmed"
once "and shown" iptux_wait_log 'build 43 完成'

# Messages from it
soon "the entries are over" settled late
once "text is typed in iptux to a nickname" iptux_say "early 早" "回答 返事です a/b 100% \"q\""
is "it arrives, once" 'tux 兔|回答 返事です a/b 100% "q"|True' member_do early \
    '& { Receive-IpMsg -TimeoutSec 5 -Count 1; Receive-IpMsg -TimeoutSec 3 } | ForEach-Object { "$($_.From)|$($_.Text)|$($_.IsConfirmed)" }'
once "text is typed in iptux to an address" iptux_say "$(lan_addr 1.3)" "第二封"
is "it arrives, and the answer is confirmed" "tux 兔 Confirmed 1" member_do late \
    "Receive-IpMsg -TimeoutSec 5 -Count 1 | Send-IpMsg -Message '收到：第二封' | $confirmed"
once "and shown" iptux_wait_log '收到：第二封'
shown() { iptux_history "$1" | grep -F -- "$2"; }
soon "its chat window shows what was said" shown "early 早" '你好，世界：简体和繁體'

iptux_bound || { once "iptux is still there" false; iptux_finish; }

# Leaving
once "one of us leaves" member_do late 'Stop-IpMsgListener'
once "iptux leaves" iptux_quit
same "and is gone from the list" "" member_do early 'Get-IpMsgMember -TimeoutSec 0 | ForEach-Object { "$_ $($_.Address)" }'
tap_end
