# .NET's Windows build under Debian's wine, in the hosts of interop/lan.sh; to be sourced after it.
#
#   wine_ready                  installs wine, builds the test projects for Windows; 0 = usable, otherwise LAN_WHY says why not
#   wine_project <project>...   builds these projects for Windows into WINE_OUT
#   wine_run <host> <program> [<arguments>]   runs a Windows program in a host
#   wine_publish                publishes the shell for Windows to WINE_OUT/shell
#   wine_terminal <host> <file> <program> [<arguments>]   the same as wine_run with a terminal; the output goes to a file
#   wine_env <host>             sets WINE_ENV, the environment of Windows programs in that host
#   wine_loopback <host> [<networks>]   lets UDP sockets at 127.<a>.<b>.1 to 127.<a>.<b>.63 share a port, in so many networks (default: 1)
#   wine_any_loopback <host>    the same for all loopback addresses; before the first program of the host
#
# A wineserver belongs to one namespace and opens its sockets there, so each host has a folder for wine (WINEPREFIX) of its own.

WINE_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WINE_ROOT=$(cd "$WINE_HERE/../.." && pwd)
WINE_OUT=$WINE_ROOT/out/windows
WINE_BIN=$WINE_OUT/build/bin

# Like tests/runtimes: a build of its own. The staged module is one too, because xUnit's runner ends in wine when a stack trace has lines.
WINE_BUILD=(-v quiet --artifacts-path "$WINE_OUT/build" -p:DebugType=none -p:RunAnalyzers=false -p:StageFolder="$WINE_OUT/out/IpMsg/"
    -p:ShellFolder="$WINE_BIN/IpMsg.Shell/debug_win-x64/")

wine_path() { printf 'Z:%s' "${1//\//\\}"; }

# The Windows build has the pages and the examples beside it, as the repository has them beside the build for Linux.
wine_links() {
    local each
    for each in docs examples README.md README.zh-CN.md README.ja.md; do ln -sfn "$WINE_ROOT/$each" "$WINE_OUT/$each" || return 1; done
}

wine_ready() {
    [ "$(uname -m)" = x86_64 ] || { lan_say_why "wine runs programs for x64 here only"; return 1; }
    lan_need wine=wine || return 1
    dotnet build "$WINE_HERE/wine" "${WINE_BUILD[@]}" -p:DotNetFolder="$WINE_OUT/dotnet" >"$LAN_TMP/build" 2>&1 ||
        { lan_say_why ".NET for Windows: $(grep -m 1 error "$LAN_TMP/build")"; return 1; }
    wine_links || lan_say_why "no links in $WINE_OUT"
}

wine_project() {
    local project
    for project in "$@"; do
        dotnet build "$WINE_ROOT/$project" -r win-x64 --no-self-contained "${WINE_BUILD[@]}" || return 1
    done
}

# The shell as its users have it: the module inside, and pwsh.exe, which Start-Job starts.
wine_publish() {
    dotnet publish "$WINE_ROOT/src/IpMsg.Shell" -r win-x64 --no-self-contained "${WINE_BUILD[@]}" -p:PublishReadyToRun=false \
        -p:PublishDir="$WINE_OUT/shell/"
}

# Wine 8 needs the hook (wine/StartupHook.cs). With write-xor-execute .NET maps its code twice, and dynamic methods that are collected end
# the process in wine. Wine starts explorer.exe for the first window of all; it would inherit pipes of a test, and keep them open.
wine_env() {
    WINE_ENV=(env -u DISPLAY -u LANGUAGE LC_ALL=C.UTF-8 WINEPREFIX="$LAN_TMP/wine-$1" WINEDEBUG=-all
        WINEDLLOVERRIDES=winemenubuilder.exe,explorer.exe=d DOTNET_ROOT="$(wine_path "$WINE_OUT/dotnet")"
        DOTNET_EnableWriteXorExecute=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1
        DOTNET_STARTUP_HOOKS="$(wine_path "$WINE_BIN/IpMsg.Wine/debug/IpMsg.Wine.dll")")
}

# The first host's folder takes seconds; the others get copies.
wine_prefix() {
    local made=$LAN_TMP/wine-template
    [ -d "$LAN_TMP/wine-$1" ] && return 0
    if [ ! -d "$made" ]; then
        WINEPREFIX=$made WINEDEBUG=-all timeout 120 wineboot -i >"$LAN_TMP/wineboot" 2>&1 </dev/null
        WINEPREFIX=$made timeout 60 wineserver -w
        [ -s "$made/system.reg" ] || { lan_say_why "wineboot: $(tail -n 1 "$LAN_TMP/wineboot")"; return 1; }
    fi
    cp -a "$made" "$LAN_TMP/wine-$1"
}

# Wine 8 binds a UDP socket at an address without an interface to all addresses, and one at an interface's address to that interface. It
# binds to the address itself when the address has the label of an interface that does not exist.
wine_loopback() {
    local net last
    for ((net = 0; net < ${2:-1}; net++)); do
        for ((last = 1; last <= 63; last++)); do
            [ "$net.$last" = 0.1 ] ||
                printf 'addr add 127.%s.%s.%s/8 dev lo label lo-%s\n' $((net >> 8)) $((net & 255)) "$last" "$net-$last"
        done
    done | ip -n "$(lan_ns "$1")" -batch -
}

# Starts the wineserver of a host with wine/no-interfaces.c in it: for more addresses than wine can list in a reasonable time.
wine_any_loopback() {
    local library=$LAN_TMP/no-interfaces.so
    lan_need gcc=gcc && wine_prefix "$1" || return 1
    gcc -shared -nostdlib -fPIC -o "$library" "$WINE_HERE/wine/no-interfaces.c" || { lan_say_why "gcc failed"; return 1; }
    wine_env "$1"
    lan_run "$1" "${WINE_ENV[@]}" LD_PRELOAD="$library" wineserver -p
}

wine_run() {
    local host=$1
    shift
    wine_prefix "$host" || return 1
    wine_env "$host"
    lan_run "$host" "${WINE_ENV[@]}" timeout -k 5 "${WINE_SECONDS:-120}" wine "$@"
}

# Console programs of wine get a console only where there is a terminal. The output goes to the file all the same.
wine_terminal() {
    local host=$1 log=$2
    shift 2
    wine_prefix "$host" || return 1
    wine_env "$host"
    set -- timeout -k 5 "${WINE_SECONDS:-120}" wine "$@"
    lan_run "$host" "${WINE_ENV[@]}" script -qfec "$(printf '%q ' "$@") >$(printf %q "$log") 2>&1" /dev/null </dev/null >/dev/null
}
