#!/bin/bash
# Enter-IpMsgChat over SSH: a terminal of another machine, with a server of this script's own on loopback.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/terminal.sh"
TAP_SECONDS=30

terminal_ready || { skip "terminal: $LAN_WHY"; tap_end; exit; }
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    terminal_close_all
}
trap finish EXIT
sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$sshd" ] && command -v ssh >/dev/null || lan_need ssh=openssh-client sshd=openssh-server || { skip "SSH: $LAN_WHY"; tap_end; exit; }
sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ "$(id -u)" = 0 ] && mkdir -p /run/sshd

port=$((20000 + $$ % 10000))
ssh-keygen -q -t ed25519 -N '' -f "$TERMINAL_TMP/host"
ssh-keygen -q -t ed25519 -N '' -f "$TERMINAL_TMP/user"
cat > "$TERMINAL_TMP/sshd_config" <<END
ListenAddress 127.0.0.1:$port
HostKey $TERMINAL_TMP/host
AuthorizedKeysFile $TERMINAL_TMP/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
END
"$sshd" -D -e -f "$TERMINAL_TMP/sshd_config" 2>"$TERMINAL_TMP/sshd.log" &
server=$!
client="ssh -F /dev/null -i $TERMINAL_TMP/user -p $port -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
soon "a server" $client 127.0.0.1 true || { sed 's/^/#   /' "$TERMINAL_TMP/sshd.log"; tap_end; exit; }

run() { terminal_type "$1" "$2"; terminal_key "$1" Enter; }
pwsh=$(command -v pwsh)
folders="IPMSG_KEYPATH=$TERMINAL_TMP/keys-ssh IPMSG_CONTACTS=$TERMINAL_TMP/contacts-ssh.json POWERSHELL_UPDATECHECK=Off"
listen() {
    run "$1" "Import-Module '$TERMINAL_MODULE'; Start-IpMsgListener $1 -UserName $1 -Address $2 -Port $port -BroadcastAddress $3 -NoStore"
    run "$1" "Enter-IpMsgChat $4"
}
terminal_open tanaka
terminal_tmux new-session -d -s suzuki -x 80 -y 24 \
    "$client -t 127.0.0.1 'export LC_ALL=C.UTF-8 $folders DOTNET_ROOT=${DOTNET_ROOT-}; cd $TERMINAL_TMP && $pwsh -NoProfile -NoLogo'"
soon "a prompt" terminal_see tanaka 'PS>'
soon "a prompt over SSH" terminal_see suzuki "PS $TERMINAL_TMP>"
listen suzuki 127.0.0.86 127.0.0.85 ''
soon "a conversation over SSH" terminal_see suzuki 'lists the commands'
listen tanaka 127.0.0.85 127.0.0.86 suzuki
soon "and one here" terminal_see tanaka 'suzuki>'
run suzuki '/to tanaka'
soon "somebody is chosen" terminal_see suzuki 'tanaka>'
run suzuki '昼食 🍱'
soon "what is typed arrives" terminal_see tanaka '<suzuki> 昼食 🍱'
terminal_type suzuki '半分'
run tanaka 'はい'
soon "what comes is shown" terminal_see suzuki '<tanaka> はい'
last() { terminal_text suzuki | tail -n 1; }
same "above what is typed" 'tanaka> 半分' last
column() { terminal_tmux display-message -p -t suzuki '#{cursor_x}'; }
same "with the cursor behind it" 12 column
terminal_tmux resize-window -t suzuki -x 60 -y 20
terminal_type suzuki ' and a text that is longer than what sixty columns have room for'
soon "the size of the window is known there" terminal_see suzuki 'tanaka> <'
run tanaka 'a message that is longer than sixty columns, so that it has two rows'
soon "messages are broken for it" terminal_see suzuki '               so that it has two rows'
terminal_key suzuki C-c
same "Ctrl+C leaves" "PS $TERMINAL_TMP>" last
run suzuki '"still " + "here"'
soon "and the prompt works" terminal_see suzuki 'still here'
tap_end
