# Debian's iptux, run without a screen in a host of lan.sh; to be sourced after lan.sh.
#
#   iptux_ready                                    install what is missing; 0 = usable, else LAN_WHY says why not
#   iptux_start <host> <nick> <group> [<encoding>] start it and wait for its window and its port
#   iptux_say <peer> <text>                        make it send text to a member (nick or IPv4 address)
#   iptux_wait_log <text> [<seconds>]              wait until its chat log has text (sent and received)
#   iptux_history <peer>                           print what the chat window shows
#   iptux_pals                                     print its member list: nick, TAB, address
#   iptux_accept <peer> [<folder>...]              make it fetch what the peer has offered, into iptux_inbox;
#                                                  name every folder and subfolder that is in the offer
#   iptux_offer <peer> <path>...                   make it offer files or folders (absolute paths)
#   iptux_inbox                                    print the folder for received files
#   iptux_log                                      print the path of the chat log
#   iptux_shot <file.png>                          screenshot, where ImageMagick is installed
#   iptux_attempts                                 run the script itself once, and again if iptux crashed (once more only)
#   iptux_finish                                   end the script, with what says so if iptux is no longer there
#   iptux_quit                                     leave as a user would: it announces that it goes
# One iptux per host; the calls go to the host in IPTUX_HOST, which iptux_start sets.

IPTUX_HOST=
IPTUX_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The bindings below belong to the distribution's own interpreter, not to another one on the PATH.
IPTUX_PYTHON=/usr/bin/python3

iptux_bindings() {
    "$IPTUX_PYTHON" -c 'import gi; gi.require_version("Atspi", "2.0"); from gi.repository import Atspi' 2>/dev/null
}

iptux_ready() {
    lan_need iptux=iptux Xvfb=xvfb dbus-daemon=dbus-daemon gdbus=libglib2.0-bin "$IPTUX_PYTHON=python3" || return 1
    iptux_bindings && [ -x /usr/libexec/at-spi-bus-launcher ] && return 0
    lan_install python3-gi gir1.2-atspi-2.0 at-spi2-core || return 1
    iptux_bindings || lan_say_why "python3-gi and gir1.2-atspi-2.0 are installed but do not work"
}

iptux_dir() { printf '%s/iptux-%s\n' "$LAN_TMP" "$IPTUX_HOST"; }
iptux_inbox() { printf '%s/inbox\n' "$(iptux_dir)"; }
iptux_log() { printf '%s/.config/iptux/log/communicate.log\n' "$(iptux_dir)"; }

# The desktop it sees: everything private to this run, English labels, no portals or remote file systems.
iptux_argv() {
    local dir
    dir=$(iptux_dir)
    IPTUX_ARGV=(env -u WAYLAND_DISPLAY -u XAUTHORITY -u LANGUAGE -u NO_AT_BRIDGE HOME="$dir" XDG_RUNTIME_DIR="$dir/run"
        XDG_CONFIG_HOME="$dir/.config" XDG_CACHE_HOME="$dir/.cache" XDG_DATA_HOME="$dir/.local/share"
        LC_ALL=C.UTF-8 GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 GSETTINGS_BACKEND=memory GIO_USE_VFS=local
        GTK_USE_PORTAL=0 DBUS_SESSION_BUS_ADDRESS="unix:path=$dir/run/bus"
        DISPLAY=":$(cat "$dir/display" 2>/dev/null)")
}

iptux_env() { iptux_argv; lan_run "$IPTUX_HOST" "${IPTUX_ARGV[@]}" "$@"; }
iptux_spawn() { iptux_argv; lan_spawn "$IPTUX_HOST" "${IPTUX_ARGV[@]}" "$@"; }

iptux_ui() { iptux_env timeout $((${IPTUX_WAIT:-20} + 10)) "$IPTUX_PYTHON" "$IPTUX_HERE/iptux_ui.py" "$@"; }
iptux_say() { iptux_ui say "$1" "$2"; }
iptux_history() { iptux_ui history "$1"; }
iptux_pals() { iptux_ui pals; }
iptux_offer() { iptux_ui offer "$@"; }

iptux_accept() {
    local folder
    # iptux before 0.9.4 crashes when it has to create a received folder (its issue 472), but not if it is there.
    for folder in "${@:2}"; do mkdir -p -- "$(iptux_inbox)/$folder" || return 1; done
    iptux_ui accept "$1"
}

# iptux_until <seconds> <cmd...>: repeat cmd quietly until it succeeds.
iptux_until() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

iptux_wait_log() { iptux_until "${2:-10}" grep -qF -- "$1" "$(iptux_log)"; }

iptux_bound() { lan_run "$IPTUX_HOST" grep -qi ':0979 ' /proc/net/udp; }

iptux_start() {
    local nick=$2 group=$3 encoding=${4:-utf-8} dir
    IPTUX_HOST=$1
    dir=$(iptux_dir)
    # On a first start iptux opens its logs before it makes the folder for them, and then logs nothing.
    mkdir -p -m 700 "$dir/run" "$dir/inbox" "$dir/.iptux" "$dir/.config/iptux/log" || return 1
    # The chat window is made large enough to show all its parts, and is only opened on request: iptux 0.8
    # sometimes crashes when an entry packet comes while one is open.
    "$IPTUX_PYTHON" -c 'import json, sys; print(json.dumps(dict(version=1, nick_name=sys.argv[1],
        belong_group=sys.argv[2], preference_encode=sys.argv[3], archive_path=sys.argv[4], open_chat=False,
        record_log=True, peer_window_width=1000, peer_window_height=900, peer_main_paned_divide=500,
        peer_historyinput_paned_divide=600, peer_enclosure_paned_divide=500, peer_file_recieve_paned_divide=250)))' \
        "$nick" "$group" "$encoding" "$dir/inbox" >"$dir/.iptux/config.json" || return 1

    # The server picks a free display number itself and tells it when it accepts clients.
    iptux_spawn Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$dir/display" >"$dir/xvfb.out" 2>&1
    iptux_until 20 test -s "$dir/display" || { lan_say_why "no X server: $(tail -n 1 "$dir/xvfb.out")"; return 1; }
    # After the X server, because what the bus starts has to inherit DISPLAY from it.
    iptux_spawn dbus-daemon --session --nofork --nopidfile --address="unix:path=$dir/run/bus" >"$dir/bus.out" 2>&1
    iptux_until 20 test -S "$dir/run/bus" || { lan_say_why "no session bus: $(tail -n 1 "$dir/bus.out")"; return 1; }
    # It may crash, and a core file would only be in the way.
    iptux_spawn bash -c 'ulimit -c 0 && cd && exec iptux -l INFO' >"$dir/iptux.out" 2>&1
    iptux_until 20 iptux_bound && iptux_ui ready || {
        lan_say_why "iptux did not come up: $(tail -n 1 "$dir/iptux.out")"; return 1; }
}

iptux_shot() { command -v import >/dev/null 2>&1 && iptux_env import -window root "$1"; }

iptux_gone() { ! iptux_bound; }

iptux_quit() {
    iptux_env gdbus call --session --dest io.github.iptux_src.iptux --object-path /io/github/iptux_src/iptux \
        --method org.gtk.Actions.Activate quit '[]' '{}' >/dev/null 2>&1
    iptux_until 10 iptux_gone
}

# It now and then crashes of itself, which says nothing of us; so it gets a second chance, but no third.
IPTUX_CRASHED=75
iptux_attempts() {
    local said status
    [ -z "${IPTUX_ATTEMPT:-}" ] || return 0
    said=$(mktemp)
    for IPTUX_ATTEMPT in 1 2; do
        export IPTUX_ATTEMPT
        bash "$0" >"$said" 2>&1
        status=$?
        [ "$status" = "$IPTUX_CRASHED" ] && [ "$IPTUX_ATTEMPT" = 1 ] || break
        sed 's/^/# crashed: /' "$said"
    done
    cat "$said"
    rm -f "$said"
    exit "$status"
}

# The sums come from tap.sh.
iptux_finish() {
    iptux_bound || set -- "$IPTUX_CRASHED"
    tap_end || exit "${1:-1}"
    exit "${1:-0}"
}
