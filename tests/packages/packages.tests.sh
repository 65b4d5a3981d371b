#!/bin/bash
# The packages as their users get them: packed from what is built, installed into empty folders, tried.
set -u
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/../interop/tap.sh"

built=$(ls -td "$root"/src/IpMsg.Shell/bin/*/net10.0 2>/dev/null | head -n 1)
[ -n "$built" ] || { skip "packages: src/IpMsg.Shell is not built"; tap_end; exit; }
configuration=$(basename "$(dirname "$built")")
version=$(sed -nE "s/^ *ModuleVersion *= *'([^']+)'.*/\1/p" "$root/IpMsg.psd1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export IPMSG_KEYPATH=$folder/keys
unset IPMSG_MODULE_PATH

for project in IpMsg.PowerShell IpMsg.Shell; do
    once "$project is packed" dotnet pack "$root/src/$project" --no-build --configuration "$configuration" -o "$folder/packages" -warnaserror ||
        { tap_end; exit; }
done

# --- the module
# content <package>: the files in it, without those that every package has.
content() { unzip -Z1 "$1" | grep -vE '^(_rels/|package/|\[Content_Types\])' | LC_ALL=C sort; }
nuspec() { unzip -p "$1" '*.nuspec'; }
has() { grep -qF -- "$2" <<<"$1"; }
module=$folder/packages/IpMsg.$version.nupkg
if command -v unzip >/dev/null; then
    staged() { (cd "$root/out/IpMsg" && find . -type f -printf '%P\n'; echo IpMsg.nuspec; echo icon.png) | LC_ALL=C sort; }
    is "the module's package has the staged files at its root, and nothing else" "$(staged)" content "$module"
    about=$(nuspec "$module")
    for part in '<id>IpMsg</id>' "<version>$version</version>" '<license type="expression">MIT</license>' '<icon>icon.png</icon>' \
        '<tags>PSModule PSIncludes_Cmdlet ' ' PSEdition_Core ' ' PSEdition_Desktop ' ' PSCmdlet_Send-IpMsg PSCommand_Send-IpMsg' '- Cmdlets: '; do
        once "it says $part" has "$about" "$part"
    done
    once "it depends on nothing" eval '! has "$about" "<dependenc"'
    mkdir -p "$folder/modules/IpMsg" && unzip -q "$module" -d "$folder/modules/IpMsg"
else
    skip "the module's package: no unzip to look into it"
fi
if ! command -v pwsh >/dev/null; then
    skip "the module's package in PowerShell: no pwsh"
elif [ -d "$folder/modules" ]; then
    in_pwsh() { PSModulePath="$folder/modules" pwsh -NoProfile -NonInteractive -Command "$1" </dev/null; }
    is "the unpacked module is imported by its name" "IpMsg $version" in_pwsh 'Import-Module IpMsg; Get-Module IpMsg | ForEach-Object { "$_ $($_.Version)" }'
    is "its cmdlets are found without an import, and have help" "True" \
        in_pwsh '(Get-Help Send-IpMsg).Synopsis -like "Sends a message*"'
fi

# --- the tool
once "the tool is installed" dotnet tool install IpMsg.Shell --tool-path "$folder/tool" --source "$folder/packages" --version "$version" || { tap_end; exit; }
tool=$folder/tool/ipmsg
is "it is called ipmsg" "IpMsg.Shell $version" "$tool" -Version
# Outside of the repository there is no other module that it could find.
elsewhere() { (cd "$folder" && "$@" </dev/null); }
is "it has the module inside" "$folder/tool/.store" elsewhere "$tool" -Command '(Get-Module IpMsg).ModuleBase -replace "(?<=\.store).*"'
count=$(sed -n "/CmdletsToExport/,/)/p" "$root/IpMsg.psd1" | grep -c "^ *'")
is "it has all $count cmdlets" "$count" elsewhere "$tool" -Command '(Get-Command -Module IpMsg).Count'
fails() { elsewhere "$tool" -Command 'exit 7'; [ $? = 7 ]; }
once "its exit code is the script's" fails
tap_end
