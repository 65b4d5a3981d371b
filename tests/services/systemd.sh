# A systemd of its own in a host of lan.sh, with the units and scripts of examples/services; to be sourced after lan.sh.
#
#   systemd_up <host>          start it, with pwsh, the module and the bot where docs/services.md puts them
#   systemd_run <command...>   run a command there, such as systemctl or journalctl
#   systemd_down               end it; for lan_on_exit
# LAN_WHY says why systemd_up failed. It has mounts of its own, and the rest is read-only for it.

SYSTEMD_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SYSTEMD_ROOT=$(cd "$SYSTEMD_HERE/../.." && pwd)
SYSTEMD_PID=

systemd_up() {
    local pwsh dotnet out=$LAN_TMP/systemd.log end
    [ -x /lib/systemd/systemd ] && command -v journalctl nsenter >/dev/null || { lan_say_why "no systemd"; return 1; }
    [ -d /sys/fs/cgroup ] || { lan_say_why "no control groups"; return 1; }
    pwsh=$(readlink -f "$(command -v pwsh)") || { lan_say_why "no pwsh"; return 1; }
    dotnet=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
    # As root of namespaces of its own. Its first process ends the others.
    nsenter --net="/run/netns/$(lan_ns "$1")" \
        setsid unshare --fork --pid --mount --ipc --uts --cgroup --kill-child --mount-proc \
        bash "$SYSTEMD_HERE/boot.sh" "$SYSTEMD_ROOT" "$(dirname "$pwsh")" "$dotnet" "$(lan_name "$1")" \
        </dev/null >"$out" 2>&1 &
    SYSTEMD_PID=$!
    lan_on_exit systemd_down
    end=$((SECONDS + 30))
    until systemd_run systemctl is-system-running --quiet 2>/dev/null || systemd_run systemctl list-units >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$SYSTEMD_PID" 2>/dev/null; then
            lan_say_why "systemd did not start: $(tail -n 2 "$out" | tr '\n' ' ')"
            return 1
        fi
        sleep 0.2
    done
}

# The first process of the namespaces is the only child of unshare.
systemd_run() {
    local first
    first=$(pgrep -P "$SYSTEMD_PID" | head -n 1) && [ -n "$first" ] || return 1
    nsenter --target "$first" --mount --pid --net --uts --ipc --cgroup -- "$@" </dev/null
}

systemd_down() {
    local first
    first=$(pgrep -P "$SYSTEMD_PID" | head -n 1)
    [ -z "$first" ] || kill -KILL "$first" 2>/dev/null
    kill -KILL "$SYSTEMD_PID" 2>/dev/null
    wait "$SYSTEMD_PID" 2>/dev/null
}
