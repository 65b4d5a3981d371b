#!/bin/bash
# Start-IpMsgListener -Notify Line and Bell in a real terminal: what is typed stays, and the line stands above it.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/terminal.sh"
TAP_SECONDS=30

terminal_ready || { skip "terminal: $LAN_WHY"; tap_end; exit; }
trap terminal_close_all EXIT
port=$((20000 + $$ % 10000))
listen() {
    terminal_type "$1" "Start-IpMsgListener $1 -UserName $1 -Address $2 -Port $port -BroadcastAddress $3 -NoStore $4; 'is up'.ToUpper()"
    terminal_key "$1" Enter
}
send() { terminal_type suzuki "(Send-IpMsg tanaka '$1').Status"; terminal_key suzuki Enter; }
last_lines() { terminal_text tanaka | tail -n "$1"; }

terminal_open tanaka
terminal_open suzuki
soon "a prompt" terminal_see tanaka 'PS>'
soon "another prompt" terminal_see suzuki 'PS>'
listen tanaka 127.0.0.81 127.0.0.82 '-Notify Line, Bell'
soon "a listener with -Notify" terminal_see tanaka 'IS UP'
listen suzuki 127.0.0.82 127.0.0.81 ''
soon "a sender" terminal_see suzuki 'IS UP'

before=$(terminal_flags tanaka)
send 'lunch? 昼食 🍱'
same "a line stands above the prompt" "$(printf '%s\n' 'suzuki: lunch? 昼食 🍱' 'PS>')" last_lines 2

# On Unix, PSReadLine runs no action between the first key of an input and the next: it asks the terminal for the cursor.
terminal_type tanaka "'typed '"
soon "something is typed" terminal_see tanaka "PS> 'typed '"
send 'a second one'
# Notifications have three seconds between them, and nothing shows when this one is due.
sleep 4
terminal_type tanaka "+ 'on'"
same "the line stands above what is typed" "$(printf '%s\n' 'suzuki: a second one' "PS> 'typed '+ 'on'")" last_lines 2
terminal_key tanaka Enter
soon "which runs as it was typed" terminal_see tanaka 'typed on'

long="'over the edge of a narrow window: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789'"
terminal_type tanaka "$long"
soon "an input of two rows" terminal_see tanaka "9'"
send 'a third one'
sleep 4
terminal_type tanaka "+'x'"
soon "has the line above both" terminal_see tanaka 'suzuki: a third one'
both() { terminal_text tanaka | sed -n '/suzuki: a third one/,$p' | sed 1d | tr -d '\n'; }
same "and both rows are as they were" "PS> $long+'x'" both
terminal_key tanaka C-c

# While a command runs, the line comes after it.
terminal_type tanaka "Start-Sleep 2; 'slept'.ToUpper()"
terminal_key tanaka Enter
send 'while busy'
soon "a line after a command" terminal_see tanaka 'suzuki: while busy'
soon "the command was not disturbed" terminal_see tanaka 'SLEPT'

terminal_type tanaka "Receive-IpMsg | Measure-Object | % Count | % { 'got ' + \$_ }"
terminal_key tanaka Enter
soon "the messages are still to be received" terminal_see tanaka 'got 4'
terminal_type tanaka "Stop-IpMsgListener; (Get-EventSubscriber -Force | Measure-Object).Count"
terminal_key tanaka Enter
same "nothing is left of it" "$(printf '0\nPS>')" last_lines 2
# tmux records the bell of a window that nobody looks at.
[ "$before" = 1 ] || is "the bell rang" 1 terminal_flags tanaka
tap_end
