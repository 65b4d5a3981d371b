#!/bin/bash
# Files and folders between our own members and iptux, which others wrote, on a LAN of network namespaces. Run as root.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.sh"
. "$here/lan.sh"
. "$here/iptux.sh"
. "$here/member.sh"

iptux_attempts

lan_ready && member_shell && lan_up 5 && iptux_ready || { skip "iptux: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end

work=$LAN_TMP/work
mkdir "$work"

# fill <file> <bytes>: contents that no other file has.
fill() { mkdir -p -- "$(dirname "$1")" && head -c "$2" /dev/urandom >"$1"; }
# files <folder>: a file with a Chinese name, one with a Japanese name, and a folder with such names within.
files() {
    fill "$1/简体和繁體 报告.txt" 70001
    fill "$1/日本語の資料 髙い.bin" 1500000
    fill "$1/资料夹/说明 書.txt" 333
    fill "$1/资料夹/空 ファイル" 0
    fill "$1/资料夹/写真フォルダ/ソ表十 能.jpg" 200000
    fill "$1/资料夹/写真フォルダ/更深 もっと/終わり.dat" 4096
    mkdir "$1/资料夹/空文件夹"
}
names=$(printf '%s\n' "简体和繁體 报告.txt" "日本語の資料 髙い.bin" "资料夹" | sort)
# iptux has to find them in place.
folders=("资料夹" "资料夹/写真フォルダ" "资料夹/写真フォルダ/更深 もっと" "资料夹/空文件夹")
# tree <folder>: folders, and files with their hashes.
tree() { (cd -- "$1" && { find . -mindepth 1 -type d; find . -type f -exec sha256sum -- {} +; } | sort); }
# untouched <folder> <folder>: the names in the first folder of what is the same in the second.
untouched() {
    local name
    for name in "$1"/*; do diff -r "$name" "$2/${name##*/}" >/dev/null && printf '%s\n' "${name##*/}"; done | sort
}
# equal <file> <file>
equal() { cmp -- "$1" "$2"; }

# settled <name>: its entry has been repeated, after five seconds; iptux's chat windows do not always
# survive an entry packet.
settled() {
    member_do "$1" 'if (([DateTimeOffset]::Now - (Get-IpMsgListener).StartedAt).TotalSeconds -lt 6) { throw "not yet" }'
}

# states <name>: how its offers stand.
states() { member_do "$1" 'Get-IpMsgOffer | ForEach-Object { "$($_.Name) $($_.State) $($_.TimesTaken)" }' | sort; }
all_are() { sed "s/\$/ $1/" <<<"$names"; }
# folder_taken <name>: whether iptux took the folder within ten seconds of its request, by the events of the offer. It reads a folder until
# the connection ends.
folder_taken() {
    member_do "$1" '$events = @(Get-Event -SourceIdentifier offers | Where-Object { $_.SourceEventArgs.Offer.Kind -eq "Folder" });
        $taken = $events | Where-Object { $_.SourceEventArgs.State -eq "Taken" } | Select-Object -Last 1;
        $took = ($taken.TimeGenerated - $events[0].TimeGenerated).TotalSeconds;
        if ($taken -and $took -le 10) { "yes" } else { "$($events.Count) events, $took seconds" }'
}
# heard <name>: takes a message into its variable $got, and prints what it offers.
heard() { member_do "$1" '$got = Receive-IpMsg -TimeoutSec 10 -Count 1; $got.Attachments | ForEach-Object Name' | sort; }
# save <name> <folder> [<arguments>]: saves all of it, and prints the names on the disk.
save() { member_do "$1" "\$got | Save-IpMsgAttachment -Path '$2' ${3:-} | ForEach-Object Name" | sort; }

# within <seconds> <start>: yes, or the seconds that have passed since then.
within() { if ((SECONDS - $2 <= $1)); then echo yes; else echo "$((SECONDS - $2)) s"; fi; }

# both_ways <host of iptux> <encoding of iptux> <name> [<arguments for our listener>]
both_ways() {
    local host=$1 encoding=$2 name=$3 tux our=$work/$3/our its=$work/$3/its saved=$work/$3/saved
    tux=$(lan_addr "$host")
    mkdir -p "$saved"
    files "$our"
    files "$its"
    member_start 1.2 "$name" "'$name 送る人' Lab ${4:-}"
    once "$encoding: a member starts" member_ready "$name" || { tap_end; exit 1; }
    once "$encoding: iptux starts" iptux_start "$host" "tux 兔" "組 グループ" "$encoding" || iptux_finish
    same "$encoding: it is found" "tux 兔" member_do "$name" "Get-IpMsgMember -Name $tux -TimeoutSec 0 | ForEach-Object NickName"
    soon "$encoding: the entries are over" settled "$name"
    once "$encoding: its offers are watched" member_do "$name" \
        'Register-ObjectEvent (Get-IpMsgListener) OfferChanged -SourceIdentifier offers'

    is "$encoding: two files and a folder are offered" "tux 兔 Confirmed" member_do "$name" \
        "Send-IpMsg 'tux 兔' '附件 添付' -Attachment '$our/*' 3>&1 | ForEach-Object { \"\$(\$_.To) \$(\$_.Status)\" }"
    once "$encoding: the text is shown" iptux_wait_log '附件 添付'
    is "$encoding: nothing is taken yet" "$(all_are 'Waiting 0')" states "$name"
    once "$encoding: iptux fetches them" iptux_accept "$name 送る人" "${folders[@]}" || iptux_finish
    same "$encoding: it has what we have" "$(tree "$our")" tree "$(iptux_inbox)"
    same "$encoding: all is taken" "$(all_are 'Taken 1')" states "$name"
    same "$encoding: the folder within ten seconds" yes folder_taken "$name"

    once "$encoding: iptux offers two files and a folder" iptux_offer "$name 送る人" "$its"/* || iptux_finish
    is "$encoding: the message has their names" "$names" heard "$name"
    local start=$SECONDS
    is "$encoding: they are saved" "$names" save "$name" "$saved"
    is "$encoding: within ten seconds" yes within 10 "$start"
    is "$encoding: we have what it has" "$(tree "$its")" tree "$saved"
}

both_ways 1.1 utf-8 anna
tux=$(lan_addr 1.1) our=$work/anna/our its=$work/anna/its saved=$work/anna/saved inbox=$(iptux_inbox)

# Names that are taken
cp -r "$saved" "$work/first"
is "saved a second time they get free names" "$(printf '%s\n' "简体和繁體 报告 (2).txt" "日本語の資料 髙い (2).bin" "资料夹 (2)" | sort)" \
    save anna "$saved"
is "the first ones are as they were" "$names" untouched "$work/first" "$saved"
is "and these the same" "$(tree "$its/资料夹")" tree "$saved/资料夹 (2)"
once "files with such names as well" equal "$its/日本語の資料 髙い.bin" "$saved/日本語の資料 髙い (2).bin"

rm -r "$saved"
cp -r "$work/first" "$saved"
fill "$saved/日本語の資料 髙い.bin" 99
fill "$saved/资料夹/写真フォルダ/ソ表十 能.jpg" 300000
is "with -Force they replace what is there" "$names" save anna "$saved" -Force
is "and we have what it has" "$(tree "$its")" tree "$saved"

# What breaks off. iptux sends a file from its beginning, whatever it is asked for; so what came first is of no use.
big=$work/big
fill "$big/大きい 文件.bin" 20000000
# The same in every part that comes before the cut.
{ head -c 12000000 /dev/zero; head -c 8000000 /dev/urandom; } >"$big/零 ゼロ.bin"
once "iptux offers large files" iptux_offer "anna 送る人" "$big"/* || iptux_finish
is "the message has their names" "$(ls -1 "$big" | sort)" heard anna
once "it is exported" member_do anna "[IO.File]::WriteAllText('$work/big.xml', [Management.Automation.PSSerializer]::Serialize(\$got, 3))"
exported="[Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText('$work/big.xml'))"

# cut <what becomes of the signal> <name> <folder>: a process of its own, in a host that iptux does not know, fetches an exported
# attachment but can write no more than 8 MiB. A signal says so, of which it dies, or when it does not heed it gets an error.
cut() {
    local MEMBER_SHELL=(env DOTNET_EnableWriteXorExecute=0 bash -c "trap $1 XFSZ; ulimit -c 0 -f 8192; exec \"\$@\"" - "${MEMBER_SHELL[@]}")
    member_once 1.3 cutter "
        try { $exported | Save-IpMsgAttachment '$3' -Name '$2' -ErrorAction Stop | ForEach-Object Name }
        catch { \"\$(\$_.FullyQualifiedErrorId)\" }" 2>/dev/null
}
killed() { cut - "$@"; [ "$?" = 153 ]; }
# resumed <name> <folder>: how the rest was fetched, and the name on the disk.
resumed() {
    member_do anna "\$got | Save-IpMsgAttachment '$2' -Name '$1' -Resume 3>&1 |
        ForEach-Object { \$_ -replace \"^'(.*)' of \S+ (is fetched.*):.*\", '\$1 \$2' -replace '^.*/' }"
}
from_start() { printf '%s is fetched from the beginning\n%s\n' "$1" "$1"; }
# size <folder>: of what an unfinished fetch has left behind.
size() { find "$1" -path '*/.ipmsg-*/content' -printf '%s\n'; }

mkdir "$work/full" "$work/killed"
is "a file is cut off when no more can be written" \
    "TargetNotWritable,IpMsg.PowerShell.Commands.SaveIpMsgAttachmentCommand" cut "''" '大きい*' "$work/full"
is "the beginning stays" 8388608 size "$work/full"
is "-Resume fetches it anew, since iptux does not go on in the middle" "$(from_start "大きい 文件.bin")" resumed '大きい*' "$work/full"
once "it is whole" equal "$big/大きい 文件.bin" "$work/full/大きい 文件.bin"
is "and nothing else stays" "大きい 文件.bin" ls -A "$work/full"

is "a process dies in the middle of a file" "" killed '零*' "$work/killed"
is "the beginning stays" 8388608 size "$work/killed"
is "-Resume fetches it anew, since it begins like its middle" "$(from_start "零 ゼロ.bin")" resumed '零*' "$work/killed"
once "it is whole" equal "$big/零 ゼロ.bin" "$work/killed/零 ゼロ.bin"
is "and nothing else stays" "零 ゼロ.bin" ls -A "$work/killed"

# A step of a build, which ends when its files have been taken.
fill "$work/step/成果物 构建.zip" 300000
fill "$work/step/報告 目录/结果 一.xml" 5000
member_once 1.4 step "Send-IpMsg $tux '取ってください 请取' -Attachment '$work/step/*' -WaitDownload -TimeoutSec 60 -ErrorAction Stop |
    ForEach-Object { \"\$(\$_.Status) \$((\$_.Offers | ForEach-Object State) -join ' ')\" }" >"$work/step.out" 2>&1 &
step=$!
once "a process of its own offers files and waits" iptux_wait_log '取ってください 请取'
once "it is still there" kill -0 "$step"
once "iptux fetches them" iptux_accept "$(lan_addr 1.4)" "報告 目录" || iptux_finish
once "it ends without an error" wait "$step"
is "it says so" "Confirmed Taken Taken" cat "$work/step.out"
once "iptux has the file" equal "$work/step/成果物 构建.zip" "$inbox/成果物 构建.zip"
is "and the folder" "$(tree "$work/step/報告 目录")" tree "$inbox/報告 目录"

once "iptux leaves" iptux_quit
once "and so does the member" member_end anna

# An iptux that writes a Chinese code page says of itself that it writes UTF-8.
both_ways 1.5 gb18030 gabi "-Encoding gb18030"
tap_end
