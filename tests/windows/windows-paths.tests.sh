#!/bin/bash
# Paths of Windows in every parameter that takes one, names that only Windows reserves, one log of two processes, and who may read what
# is written. One member on Windows (wine) and one on Linux. Run as root.
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/../interop/member.sh"
. "$here/wine.sh"

TAP_SECONDS=30
lan_ready && member_shell && lan_up 2 && wine_ready && wine_prefix 1.1 || { skip "Windows: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end
once "the shell is built for Windows" wine_project src/IpMsg.Shell tests/IpMsg.Node.TestChild || { tap_end; exit; }

# C:\lane, as Linux sees it.
lane=$LAN_TMP/wine-1.1/drive_c/lane
mkdir -p "$lane"
wine_env 1.1
linux_shell=("${MEMBER_SHELL[@]}")
MEMBER_SHELL=("${WINE_ENV[@]}" bash "$here/shell.sh")
member_start 1.1 anna
MEMBER_SHELL=("${linux_shell[@]}")
member_start 1.2 suzuki "鈴木"
once "a member starts on Windows and one on Linux" member_ready anna suzuki || { member_log anna; tap_end; exit; }
once "anna is in C:\\lane" member_do anna 'Set-Location C:\lane'

lines() { printf '%s\n' "$@" | sort; }
# failing <PowerShell>: the id, the category and the target of its error.
failing() {
    member_do anna "try { \$null = $1; 'no error' } catch {
        '{0} {1} {2}' -f \$_.FullyQualifiedErrorId.Split(',')[0], \$_.CategoryInfo.Category, \$_.TargetObject }"
}
failing_id() { failing "$1" | cut -d ' ' -f 1; }
# refuse <command> <id and category>: a device, a reserved name, a pipe, a stream and another provider.
refuse() {
    is "$1 refuses NUL" "$2 C:\\lane\\NUL" failing "$1 NUL"
    is "$1 refuses aux.txt" "$2 C:\\lane\\aux.txt" failing "$1 C:\\lane\\aux.txt"
    is "$1 refuses a serial port" "$2 \\\\.\\COM1" failing "$1 \\\\.\\COM1"
    is "$1 refuses a pipe" "$2 \\\\localhost\\pipe\\x" failing "$1 \\\\localhost\\pipe\\x"
    is "$1 refuses a stream" "$2 C:\\lane\\x:s" failing "$1 C:\\lane\\x:s"
    is "$1 refuses the registry" "$2 HKLM:\\x" failing "$1 HKLM:\\x"
}
refuse "Start-IpMsgListener -LogPath" "InvalidLogPath WriteError"
refuse "Start-IpMsgListener -KeyPath" "InvalidKeyPath WriteError"
refuse "Start-IpMsgListener -DataPath" "InvalidDataPath WriteError"
refuse "Get-IpMsgHistory -DataPath" "InvalidDataPath WriteError"
refuse "Clear-IpMsgHistory -Confirm:0 -DataPath" "InvalidDataPath WriteError"
refuse "Save-IpMsgAttachment -InputObject 1 -Path" "InvalidDestination InvalidArgument"
refuse "Save-IpMsgAttachment -InputObject 1 -LiteralPath" "InvalidDestination InvalidArgument"
for name in IPMSG_KEYPATH IPMSG_DATAPATH; do
    # The quotation marks that "set NAME="C:\lane"" leaves in the value.
    for value in NUL 'C:\lane\x:s' '"C:\lane"'; do
        is "$name refuses $value" "InvalidEnvironment InvalidArgument $name" failing \
            "(\$old = \$env:$name), (\$env:$name = '$value') | Out-Null; try { Start-IpMsgListener } finally { \$env:$name = \$old }"
    done
done

# logs_at <path> <file>: the listener writes that file in C:\lane.
logs_at() {
    once "a log at $1" member_do anna "Start-IpMsgListener -Port 0 -NoStore -LogPath '$1'; Stop-IpMsgListener"
    once "is the file $2" test -f "$lane/$2"
    rm -f "$lane/$2"
}
logs_at 'C:drive.jsonl' drive.jsonl
logs_at '\lane\root.jsonl' root.jsonl
logs_at 'C:/lane/slashes.jsonl' slashes.jsonl
logs_at '\\?\C:\lane\prefix.jsonl' prefix.jsonl
logs_at '\\?\C:\lane\con.jsonl' con.jsonl
logs_at 'FileSystem::C:\lane\provider.jsonl' provider.jsonl
logs_at 'C:\lane\[1].jsonl' '[1].jsonl'
logs_at 'C:\lane\dot.' dot
once "a drive of PowerShell" member_do anna '$null = New-PSDrive -Name Here -PSProvider FileSystem -Root C:\lane -Scope Global'
logs_at 'Here:\drive.jsonl' drive.jsonl

# 270 characters before the first name of our own.
deep=$(printf 'd%.0s' {1..130})/$(printf 'e%.0s' {1..130})
mkdir -p "$lane/$deep"
windows_deep=C:\\lane\\${deep//\//\\}
once "keys, messages and a log at long paths" member_do anna \
    "\$deep = '$windows_deep'; Start-IpMsgListener -Port 0 -WarningAction Stop \
        -KeyPath \$deep\\keys -DataPath \$deep\\data -LogPath \$deep\\log.jsonl"
is "hold nothing back" "" member_do anna 'Get-IpMsgListener | ForEach-Object { $_.StoreFailure; $_.KeyFailure; $_.LogFailure }'
once "and end" member_do anna 'Stop-IpMsgListener'
is "are on the disk" "$(lines data keys log.jsonl)" ls "$lane/$deep"
# A space at the end, as "set NAME=value && program" leaves it.
once "IPMSG_DATAPATH may end in a space" member_do anna \
    '$env:IPMSG_DATAPATH = "C:\lane\data "; Start-IpMsgListener -Port 0; Stop-IpMsgListener; $env:IPMSG_DATAPATH = "C:\lane\data"'
once "and is the folder without it" test -d "$lane/data/history"

# Files with names that Windows would change, and long paths. Each has its own content.
once "anna starts a listener" member_do anna 'Start-IpMsgListener anna -NoStore -KeyPath C:\lane\own'
refuse_file() {
    is "$1 refuses NUL" 'AttachmentNotSupported InvalidType C:\lane\NUL' failing "$1 NUL"
    is "$1 refuses a pipe" 'AttachmentNotSupported InvalidType \\localhost\pipe\x' failing "$1 \\\\localhost\\pipe\\x"
    is "$1 refuses a stream" 'AttachmentNotSupported InvalidType C:\lane\out\f.txt:s' failing "$1 C:\\lane\\out\\f.txt:s"
    is "$1 refuses the registry" 'AttachmentNotFound ObjectNotFound HKLM:\x' failing "$1 HKLM:\\x"
}
mkdir -p "$lane/out/sub." "$lane/in"
for each in out/f.txt out/aux.txt out/dot. out/sub./nul aux.txt exact.txt "$deep/long.txt"; do printf '%s' "$each" >"$lane/$each"; done
refuse_file 'Send-IpMsg 10.77.1.2 x -Attachment'
refuse_file 'Send-IpMsg 10.77.1.2 x -Image'
is "anna offers files and a folder" Confirmed member_do anna \
    "Send-IpMsg 10.77.1.2 x -Attachment C:\\lane\\out, aux.txt, '\\\\?\\C:\\lane\\ex*.txt', \$deep\\long.txt |
        ForEach-Object { \"\$(\$_.Status)\" }"
mkdir "$LAN_TMP/saved"
once "suzuki (Linux) saves them" member_do suzuki \
    "Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment -Path '$LAN_TMP/saved' -WarningAction Stop"
saved() { (cd "$LAN_TMP/saved" && find . -type f -printf '%P=' -exec cat {} \; -printf '\n' | sort); }
is "all are there, with their contents" "$(lines aux.txt=aux.txt exact.txt=exact.txt "long.txt=$deep/long.txt" out/aux.txt=out/aux.txt \
    out/dot.=out/dot. out/f.txt=out/f.txt out/sub./nul=out/sub./nul)" saved

# Names that would be a device, a stream or another file on Windows, below a long path.
hostile=$LAN_TMP/hostile
mkdir -p "$hostile/con"
for each in aux.txt nul.tar.gz 'f.txt:stream' 'C:x' 'name.' 'name ' 'name' 'con/COM1'; do printf x >"$hostile/$each"; done
is "suzuki (Linux) offers names that Windows reserves" Confirmed member_do suzuki \
    "Send-IpMsg 10.77.1.1 x -Attachment '$hostile' | ForEach-Object { \"\$(\$_.Status)\" }"
once "anna (Windows) saves them" member_do anna \
    "Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment -Path $windows_deep -WarningAction SilentlyContinue"
received() { (cd "$lane/$deep/hostile" && find . -type f -printf '%P\n' | sort); }
is "under other names" "$(lines C_x _aux.txt _con/_COM1 _nul.tar.gz f.txt_stream name 'name (2)' 'name (3)')" received

refuse "Get-IpMsgKey -Own -ExportPath" "InvalidKeyFile InvalidData"
refuse "Get-IpMsgKey -ImportPath" "InvalidKeyFile InvalidData"
once "keys go to a path with the prefix" member_do anna "Get-IpMsgKey -Own -ExportPath '\\\\?\\C:\\lane\\keys.jsonl'"
once "and come from a long path" member_do anna \
    "Copy-Item keys.jsonl $windows_deep; Get-IpMsgKey -ImportPath $windows_deep\\keys.jsonl; Stop-IpMsgListener"

# Wine shows the access control list as a mode: the last digit is what every other user may do. Wine passes no list on to the files of a
# folder.
modes() {
    find "$lane/keys" "$lane/private" "$lane/log.jsonl" \( -type d -o -not -path '*/private/*' \) -printf '%m\n' | cut -c 3 | sort -u
}
once "new folders of keys and messages" member_do anna \
    'Start-IpMsgListener -Port 0 -KeyPath C:\lane\keys -DataPath C:\lane\private -LogPath log.jsonl; Stop-IpMsgListener'
is "are closed to other users" "0" modes
chown 65534 "$lane/keys"
is "a key folder of another user is refused" 'InvalidKeyPath WriteError C:\lane\keys' failing \
    'Start-IpMsgListener -Port 0 -NoStore -KeyPath C:\lane\keys'
chown 0 "$lane/keys" && chown 65534 "$lane/keys/own-key-2048.pem"
is "and one with a key of another user" 'InvalidKeyPath WriteError C:\lane\keys\own-key-2048.pem' failing \
    'Start-IpMsgListener -Port 0 -NoStore -KeyPath C:\lane\keys'
chown 65534 "$lane/private/history/user-root"
is "a store of another user is refused" InvalidDataPath failing_id 'Start-IpMsgListener -Port 0 -DataPath C:\lane\private'

# Two processes that name one log by two paths. Each writes 500 lines.
write_log() { WINE_SECONDS=60 wine_run 1.1 "$WINE_BIN/IpMsg.Node.TestChild/debug_win-x64/IpMsg.Node.TestChild.exe" log "$1" 500 "$2"; }
write_log 'C:\lane\shared.jsonl' a- >"$LAN_TMP/a" 2>&1 </dev/null &
first=$!
write_log '\\?\c:\LANE\shared.jsonl' b- >"$LAN_TMP/b" 2>&1 </dev/null
wait "$first"
whole() { grep -cE '^\{"ReceivedAt":.*"PacketNumber":"[ab]-[0-9]+".*\}.?$' "$lane/shared.jsonl"; }
confirmed() { cat "$LAN_TMP/a" "$LAN_TMP/b" | grep -cE '^[ab]-[0-9]+'; }
is "two processes confirm what they log" 1000 confirmed
is "their log has a whole line for each message" 1000 whole
is "and nothing else" 1000 sed -n '$=' "$lane/shared.jsonl"
tap_end
