#!/bin/bash
# Two members on Windows (wine) and two on Linux, on one LAN of network namespaces. Run as root.
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 IPMSG_NOSTORE=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/../interop/member.sh"
. "$here/wine.sh"

# A first start under wine takes a while.
TAP_SECONDS=30
lan_ready && member_shell && lan_up 4 && wine_ready || { skip "Windows: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end
once "the shell is built for Windows" wine_project src/IpMsg.Shell || { tap_end; exit; }

# windows_start <host> <name> [<arguments>]: member_start with the shell for Windows.
windows_start() {
    wine_prefix "$1" || return 1
    wine_env "$1"
    local MEMBER_SHELL=("${WINE_ENV[@]}" bash "$here/shell.sh")
    member_start "$@"
}
windows_start 1.1 anna "anna 'Ops 窓'"
# ming has its own folders for a log and for stored messages, with names in two scripts.
mkdir -p "$LAN_TMP/记录 ログ" "$LAN_TMP/ming-数据"
windows_start 1.3 ming "小明 研发 -LogPath '$(wine_path "$LAN_TMP/记录 ログ")' -DataPath '$(wine_path "$LAN_TMP/ming-数据")'"
member_start 1.2 suzuki "鈴木 '開発 部'"
member_start 1.4 dora "dora Ops"
once "two members start on Windows and two on Linux" member_ready anna ming suzuki dora ||
    { for name in anna ming; do member_log "$name"; done; tap_end; exit; }

lines() { printf '%s\n' "$@" | sort; }
see() { member_do "$1" 'Get-IpMsgMember -TimeoutSec 0 | ForEach-Object { "$($_.NickName)|$($_.GroupName)|$($_.Address)" }' | sort; }
anna="anna|Ops 窓|10.77.1.1" suzuki="鈴木|開発 部|10.77.1.2" ming="小明|研发|10.77.1.3" dora="dora|Ops|10.77.1.4"
is "it is Windows" "Win32NT" member_do anna '[Environment]::OSVersion.Platform'
is "scripts run there by default" "RemoteSigned" member_do anna 'Get-ExecutionPolicy'
same "anna (Windows) finds everyone" "$(lines "$suzuki" "$ming" "$dora")" see anna
same "小明 (Windows) finds everyone" "$(lines "$anna" "$suzuki" "$dora")" see ming
same "鈴木 (Linux) finds everyone" "$(lines "$anna" "$ming" "$dora")" see suzuki
same "dora (Linux) finds everyone" "$(lines "$anna" "$suzuki" "$ming")" see dora

# talk <from> <nickname> <to> <nickname>: a message, encrypted and signed, and its answer.
talk() {
    is "$1 writes to $3, who confirms" "$4 Confirmed True" \
        member_do "$1" "Send-IpMsg $4 '$1 から $3 へ 你好' | ForEach-Object { \"\$(\$_.To) \$(\$_.Status) \$(\$_.Encrypted)\" }"
    is "$3 has it, encrypted and signed" "$2|$1 から $3 へ 你好|True|Valid" member_do "$3" \
        '$got = Receive-IpMsg -TimeoutSec 20 -Count 1; "$($got.From)|$($got.Text)|$($got.IsEncrypted)|$($got.Signature)"'
    is "$3 answers" "$2 Confirmed" member_do "$3" "Send-IpMsg -InReplyTo \$got '返事' | ForEach-Object { \"\$(\$_.To) \$(\$_.Status)\" }"
    is "$1 has the answer" "$4|返事" member_do "$1" 'Receive-IpMsg -TimeoutSec 20 -Count 1 | ForEach-Object { "$($_.From)|$($_.Text)" }'
}
talk anna anna suzuki 鈴木
talk suzuki 鈴木 ming 小明
talk ming 小明 anna anna
once "suzuki (Linux) writes to everyone" member_do suzuki "Send-IpMsg -Broadcast '防災訓練'"
for name in anna ming dora; do
    is "$name has it" "防災訓練" member_do "$name" 'Receive-IpMsg -TimeoutSec 20 -Count 1 | ForEach-Object Text'
done
is "suzuki does not" 0 member_do suzuki '(Get-IpMsgListener).UnreadCount'

# Files, and folders with names in two scripts.
fill() { mkdir -p -- "$(dirname "$1")" && head -c "$2" /dev/urandom >"$1"; }
tree() { (cd -- "$1" && find . -type f -exec sha256sum -- {} + | sort); }
# place <name> <path>: the path as that member's system writes it.
place() { case $1 in anna | ming) wine_path "$2" ;; *) printf %s "$2" ;; esac; }
# give <from> <to> <nickname>
give() {
    local out=$LAN_TMP/$1-to-$2 in=$LAN_TMP/$2-from-$1
    fill "$out/简体和繁體 报告.txt" 70001
    fill "$out/资料夹/写真 フォルダ/ソ表.jpg" 300000
    fill "$out/资料夹/空 ファイル" 0
    mkdir -p "$in"
    is "$1 offers a file and a folder to $2" "Confirmed" member_do "$1" \
        "Send-IpMsg $3 files -Attachment '$(place "$1" "$out")/*' | ForEach-Object { \"\$(\$_.Status)\" }"
    is "$2 saves both" "$(ls -1 "$out" | sort)" same_names "$2" "$in"
    is "they are the same" "$(tree "$out")" tree "$in"
}
same_names() {
    member_do "$1" "Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment -Path '$(place "$1" "$2")' | ForEach-Object Name" | sort
}
give anna suzuki 鈴木
give suzuki anna anna
give ming anna anna
give dora ming 小明

# What is on the disk of a member on Windows.
stored() { member_do ming "Get-IpMsgHistory -DataPath '$(wine_path "$LAN_TMP/ming-数据")' | Where-Object From | ForEach-Object Text" | sort; }
is "小明 (Windows) has stored its messages" "$(lines 'suzuki から ming へ 你好' '防災訓練' '返事' 'files')" stored
logged() { grep -lr 'suzuki から ming へ 你好' "$LAN_TMP/记录 ログ" | wc -l; }
is "and written its log" "1" logged
protected() { grep -l 'BEGIN IPMSG PROTECTED KEY' "$LAN_TMP"/keys-ming/own-key-*.pem | wc -l; }
is "its two keys are on the disk, encrypted for the account" "2" protected
once "anna (Windows) stops" member_do anna 'Stop-IpMsgListener'
same "and is gone from suzuki's list" "$(lines "$ming" "$dora")" see suzuki
once "the shell of 小明 (Windows) ends" member_end ming
same "and is gone from dora's list" "$(lines "$suzuki")" see dora
tap_end
