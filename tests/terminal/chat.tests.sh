#!/bin/bash
# Enter-IpMsgChat in real terminals: what is typed and received, with CJK and emoji, in windows that change their size.
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
run() { terminal_type "$1" "$2"; terminal_key "$1" Enter; }
listen() {
    run "$1" "Start-IpMsgListener $1 -UserName $1 -Address $2 -Port $port -BroadcastAddress $3 -NoStore -Notify Line; 'is up'.ToUpper()"
    soon "a listener" terminal_see "$1" 'IS UP'
}
# What is said is compared without its time of day.
said() { terminal_text "$1" | sed -E 's/^[0-9]{2}:[0-9]{2} //' | grep -vE '^PS>|IS UP|^$'; }
last() { said "$1" | tail -n "$2"; }
cursor() { terminal_tmux display-message -p -t "$1" '#{cursor_x}'; }
under_cursor() { terminal_tmux display-message -p -t "$1" '#{cursor_character}'; }
# The column in which a text begins on the screen, by asking tmux for cells: the part before it is cut off and counted.
column_of() { terminal_text "$1" | grep -F -- "$2" | tail -n 1 | sed -e "s/$2.*//" | wc -L; }

terminal_open tanaka
terminal_open suzuki
soon "a prompt" terminal_see tanaka 'PS>'
soon "another prompt" terminal_see suzuki 'PS>'
listen tanaka 127.0.0.83 127.0.0.84
listen suzuki 127.0.0.84 127.0.0.83

run suzuki '$talk = Enter-IpMsgChat tanaka -PassThru'
soon "a conversation" terminal_see suzuki 'tanaka>'
soon "says with whom" terminal_see suzuki 'Talking with tanaka (127.0.0.83:'
run tanaka 'Enter-IpMsgChat suzuki'
soon "the other side" terminal_see tanaka 'suzuki>'

run suzuki 'lunch? 昼食 🍱'
soon "what is typed arrives" terminal_see tanaka '<suzuki> lunch? 昼食 🍱'
soon "and stands in the own conversation" terminal_see suzuki '>        lunch? 昼食 🍱'

terminal_type tanaka 'はい、食べ🍣'
soon "a text is being typed" terminal_see tanaka 'suzuki> はい、食べ🍣'
same "the cursor is behind it" 20 cursor tanaka
run suzuki 'a second one'
soon "a message comes meanwhile" terminal_see tanaka '<suzuki> a second one'
same "above what is typed" "$(printf '%s\n' '<suzuki> a second one' 'suzuki> はい、食べ🍣')" last tanaka 2
terminal_type tanaka 'たい'
soon "typing goes on" terminal_see tanaka 'suzuki> はい、食べ🍣たい'
terminal_key tanaka Left Left Left BSpace
soon "keys take whole characters" terminal_see tanaka 'suzuki> はい、食🍣たい'
terminal_type tanaka 'べ'
terminal_key tanaka Enter
soon "and it is sent as it was edited" terminal_see suzuki '<tanaka> はい、食べ🍣たい'
same "both texts begin in one column" "$(column_of suzuki 'lunch?')" column_of suzuki 'はい'

# One picture, a symbol with a selector, a skin tone, a flag, a letter with a mark: the cursor is where tmux has it.
terminal_type tanaka '👩‍🚀❤️👍🏽🇯🇵é|'
soon "emoji of several code points are typed" terminal_see tanaka '|'
terminal_key tanaka Left
same "the cursor is on the bar" '|' under_cursor tanaka
terminal_key tanaka Escape
same "and is back at the prompt" 8 cursor tanaka

long='This text is longer than a window of sixty columns, and 日本語の文章も続きます、 so it is broken between words.'
terminal_size suzuki 60 30
run tanaka "$long"
soon "a long text arrives" terminal_see suzuki 'between words'
same "its rows begin in one column" "$(column_of suzuki 'This text')" column_of suzuki 'is broken'

terminal_type suzuki 'an input that is longer than forty columns will be'
soon "an input of one row" terminal_see suzuki 'tanaka> an input that is longer than forty columns will be'
terminal_size suzuki 40 30
soon "scrolls in a narrower window" terminal_see suzuki 'tanaka> <forty columns will be'
alone() { said suzuki | grep -c '^tanaka> '; }
same "and is there once" 1 alone
run tanaka 'are you there?'
soon "messages still come above it" terminal_see suzuki '<tanaka> are you there?'
same "once" 1 alone
terminal_size suzuki 100 30
soon "a wider window shows all of it" terminal_see suzuki 'tanaka> an input that is longer than forty columns will be'
terminal_key suzuki C-u

# A text of several lines is one message; the terminal marks what is pasted.
terminal_tmux set-buffer -b lines "$(printf 'first line\nsecond line\n ')"
terminal_tmux paste-buffer -p -b lines -t suzuki
soon "pasted lines wait for Enter" terminal_see suzuki 'tanaka> first line⏎second line'
terminal_key suzuki Enter
soon "and are one message" terminal_see tanaka '<suzuki> first line'
same "with its lines in one column" "$(column_of tanaka 'first line')" column_of tanaka 'second line'

run suzuki '/seal a secret'
soon "a sealed message hides its text" terminal_see tanaka '<suzuki> (sealed: /open 1)'
run tanaka '/open'
soon "until it is opened" terminal_see tanaka '<suzuki> a secret'
soon "and the sender is told" terminal_see suzuki 'tanaka has opened: a secret'

mkdir "$TERMINAL_TMP/my files" "$TERMINAL_TMP/saved"
echo 'some content' > "$TERMINAL_TMP/my files/報告 1.txt"
terminal_type suzuki '/file my'
terminal_key suzuki Tab
soon "Tab completes a folder" terminal_see suzuki 'tanaka> /file "my files/"'
terminal_key suzuki Tab
soon "and a file in it" terminal_see suzuki 'tanaka> /file "my files/報告 1.txt"'
run suzuki ' the report'
soon "a file is offered" terminal_see tanaka '報告 1.txt (13 B): /save 2'
run tanaka '/save 2 saved'
soon "and saved" terminal_see tanaka 'Saved as '
same "as it was" 'some content' cat "$TERMINAL_TMP/saved/報告 1.txt"
soon "the sender is told" terminal_see suzuki 'tanaka has taken 報告 1.txt'

terminal_type suzuki '/wh'
terminal_key suzuki Tab
soon "Tab completes a command" terminal_see suzuki 'tanaka> /who'
terminal_key suzuki Enter
soon "which shows who is there" terminal_see suzuki 'tanaka@'
run suzuki '/nosuch'
soon "an unknown command is not sent" terminal_see suzuki 'There is no command /nosuch'
run suzuki '//nosuch'
soon "unless it is meant" terminal_see tanaka '<suzuki> /nosuch'
run tanaka '/away at lunch'
soon "an absence is told" terminal_see tanaka 'You are away: at lunch'
run suzuki 'hello?'
soon "to who writes" terminal_see suzuki 'at lunch'

terminal_type tanaka 'not sent'
terminal_key tanaka C-c
at_prompt() { [ "$(terminal_text "$1" | tail -n 1)" = 'PS>' ]; }
soon "Ctrl+C leaves" at_prompt tanaka
run tanaka "'typed ' + 'on'"
soon "and the prompt works" terminal_see tanaka 'typed on'
run tanaka "'sleeps'.ToUpper(); Start-Sleep 60"
soon "a command runs" terminal_see tanaka SLEEPS
terminal_key tanaka C-c
run tanaka "'still ' + 'here'"
soon "as does Ctrl+C there" terminal_see tanaka 'still here'
announced() { said "$1" | grep -c '^suzuki: ' || :; }
is "what the conversation has shown gets no line of -Notify" 0 announced tanaka
run tanaka 'Stop-Process -Id $PID -Force'
gone() { ! terminal_tmux has-session -t tanaka 2>/dev/null; }
soon "a member is killed" gone
run suzuki 'anybody?'
soon "what nobody confirms is said" terminal_see suzuki 'did not confirm the message'
soon "with what to do" terminal_see suzuki '/again'
run suzuki 'and now?'
soon "another one is sent" terminal_see suzuki '>        and now?'
run suzuki '/exit'
soon "/exit leaves" at_prompt suzuki
soon "and says what is not confirmed" terminal_see suzuki 'Get-IpMsgDelivery shows what becomes of'
run suzuki "'typed ' + 'on'"
soon "and the prompt works there too" terminal_see suzuki 'typed on'
run suzuki "(\$talk | Where-Object Text -Match '^(lunch|はい)' | ForEach-Object { \$_.GetType().Name }) -join '+'"
soon "-PassThru has written what was said" terminal_see suzuki 'IpMsgDelivery+IpMsgMessage'

# In a session of its own, as a script or a job runs.
run suzuki "Clear-Host; \$try = 'Import-Module $TERMINAL_MODULE; try { Enter-IpMsgChat tanaka } catch { \$_.ErrorDetails.Message }'"
run suzuki "'x' | pwsh -NoProfile -Command \$try"
soon "without a terminal there is an error" terminal_see suzuki 'the input is redirected'
soon "and then a prompt" at_prompt suzuki
run suzuki "Clear-Host; pwsh -NoProfile -NonInteractive -Command \$try"
soon "and where nobody may be asked" terminal_see suzuki 'PowerShell was started with -NonInteractive'
tap_end
