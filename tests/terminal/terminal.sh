# PowerShell in a real terminal, tmux; to be sourced after tap.sh and lan.sh.
#
#   terminal_ready                 install tmux and find pwsh; 0 = usable, otherwise LAN_WHY says why not
#   terminal_open <name> [<w>x<h>] a window with pwsh, in a folder with the module imported and a short prompt
#   terminal_type <name> <text>    type text;  terminal_key <name> <key>...  press keys as tmux names them: Enter, Tab, C-c
#   terminal_text <name>           the text of the screen, without blank lines at its end
#   terminal_see <name> <text>     0 when the screen has the text, letter by letter
#   terminal_size <name> <w> <h>   change the size of the window
#   terminal_close_all             end everything; for the exit of the script
# TERMINAL_TMP is a folder for this run.

TERMINAL_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TERMINAL_MODULE=$TERMINAL_HERE/../../out/IpMsg/IpMsg.psd1
TERMINAL_TMP=
TERMINAL_SOCKET=ipmsg-$$

terminal_ready() {
    command -v tmux >/dev/null || lan_need tmux=tmux || return 1
    command -v pwsh >/dev/null || { lan_say_why "no pwsh"; return 1; }
    [ -f "$TERMINAL_MODULE" ] || { lan_say_why "the module is not built"; return 1; }
    TERMINAL_TMP=$(mktemp -d)
}

terminal_tmux() { tmux -L "$TERMINAL_SOCKET" -f /dev/null "$@"; }

terminal_open() {
    local size=${2:-100x30}
    terminal_tmux new-session -d -s "$1" -x "${size%x*}" -y "${size#*x}" \
        "env -u LANGUAGE LC_ALL=C.UTF-8 IPMSG_KEYPATH='$TERMINAL_TMP/keys-$1' IPMSG_DATAPATH='$TERMINAL_TMP/data-$1' \
        IPMSG_CONTACTS='$TERMINAL_TMP/contacts-$1.json' POWERSHELL_UPDATECHECK=Off \
        pwsh -NoProfile -NoLogo -NoExit -WorkingDirectory '$TERMINAL_TMP' \
        -Command \"Import-Module '$TERMINAL_MODULE'; function prompt { 'PS> ' }; \
            Set-PSReadLineOption -HistorySaveStyle SaveNothing -PredictionSource None\""
    # The window stays as large as it is told, whoever looks at it.
    terminal_tmux set-option -t "$1" window-size manual >/dev/null
    terminal_tmux set-option -w -t "$1" monitor-bell on >/dev/null
}

terminal_type() { terminal_tmux send-keys -t "$1" -l -- "$2"; }
terminal_key() { local name=$1; shift; terminal_tmux send-keys -t "$name" "$@"; }
terminal_text() { terminal_tmux capture-pane -p -t "$1" | sed -e 's/[[:space:]]*$//' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; }
terminal_see() { terminal_text "$1" | grep -qF -- "$2"; }
terminal_size() { terminal_tmux resize-window -t "$1" -x "$2" -y "$3"; }
# The flags of the window: ! after a bell.
terminal_flags() { terminal_tmux list-windows -t "$1" -F '#{window_bell_flag}'; }

terminal_close_all() {
    terminal_tmux kill-server 2>/dev/null
    [ -z "$TERMINAL_TMP" ] || rm -rf "$TERMINAL_TMP"
}
