#!/bin/bash
# The staged libraries on Mono, the nearest to Windows PowerShell's .NET Framework that other systems have: discovery, messages in
# plaintext and in both families of ciphers, files and folders, a transfer that is resumed, the log, and the message store over a restart.
# What is missing of Debian's Mono is installed when run as root.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.sh"
. "$here/lan.sh"
project=$here/../IpMsg.Mono

mono_cannot() { skip "Mono: $1"; tap_end; exit; }

# Of Mono's libraries those that ours use; code pages of the Far East are a package of their own.
mono_ready() {
    local gac=/usr/lib/mono/gac
    command -v mono >/dev/null && [ -d $gac/System.Core ] && [ -d $gac/System.Numerics ] && [ -d $gac/System.Runtime.Serialization ] &&
        [ -d $gac/I18N.CJK ] && return 0
    lan_install mono-runtime libmono-system-core4.0-cil libmono-system-numerics4.0-cil \
        libmono-system-runtime-serialization4.0-cil libmono-i18n-cjk4.0-cil
}

# The two files that tell where the types of .NET Standard and System.Runtime are. Debian has them in a package with a hundred
# dependencies, so they are taken out of it.
mono_facades() {
    local inside=usr/lib/mono/4.5/Facades kept=$project/obj/facades folder
    for FACADES in "/$inside" "$kept"; do [ -s "$FACADES/netstandard.dll" ] && [ -s "$FACADES/System.Runtime.dll" ] && return 0; done
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || { lan_say_why "no netstandard.dll"; return 1; }
    folder=$(mktemp -d) && chmod 755 "$folder" && mkdir -p "$kept"
    (cd "$folder" && timeout 300 apt-get -q download mono-devel >/dev/null 2>&1 && dpkg --fsys-tarfile mono-devel_*.deb |
        tar -x --strip-components=6 -C "$kept" "./$inside/netstandard.dll" "./$inside/System.Runtime.dll" 2>/dev/null)
    rm -rf "$folder"
    [ -s "$kept/netstandard.dll" ] && [ -s "$kept/System.Runtime.dll" ] ||
        lan_say_why "netstandard.dll cannot be had from the package mono-devel"
}

program=$(ls -t "$project"/bin/*/net472/IpMsg.Mono.exe 2>/dev/null | head -n 1)
[ -n "$program" ] || mono_cannot "tests/IpMsg.Mono is not built"
mono_ready && mono_facades || mono_cannot "$LAN_WHY"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$here/../../out/IpMsg/." "$folder/module"
cp "$project/IpMsg.Node.dll.config" "$folder/module/"
mkdir "$folder/facades" && cp "$FACADES/netstandard.dll" "$FACADES/System.Runtime.dll" "$folder/facades/"

MONO_PATH=$folder/facades timeout 120 mono "$program" "$folder/module" >"$folder/said" 2>"$folder/errors" </dev/null
status=$?
while IFS= read -r line; do tap_ok "on Mono: $line"; done <"$folder/said"
is "on Mono: all of it, without a word of complaint" "0" printf '%s%s\n' "$status" "$(cat "$folder/errors")"
tap_end
