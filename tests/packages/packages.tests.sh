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
module_version=$(sed -nE "s/^ *ModuleVersion *= *'([^']+)'.*/\1/p" "$root/IpMsg.psd1")
# Without a section in the change log it is a preview.
version=$module_version
grep -qF "## [$module_version]" "$root/CHANGELOG.md" || version=$module_version-preview
address=https://example.com/ipmsg
folder=$(mktemp -d)
# Packing stages what depends on the address again; the build's is put back.
cp "$root/out/IpMsg/IpMsg.psd1" "$root/out/IpMsg/en-US/IpMsg.PowerShell.dll-Help.xml" "$folder"
put_back() {
    cp "$folder/IpMsg.psd1" "$root/out/IpMsg/"
    cp "$folder/IpMsg.PowerShell.dll-Help.xml" "$root/out/IpMsg/en-US/"
    rm -rf "$folder"
}
trap put_back EXIT
export IPMSG_KEYPATH=$folder/keys IPMSG_DATAPATH=$folder/data IPMSG_CONTACTS=$folder/contacts.json
unset IPMSG_MODULE_PATH

refuses() {
    local said
    said=$(dotnet pack "$root/src/IpMsg.Protocol" --no-build --configuration "$configuration" -o "$folder/none" \
        -p:ProjectUrl=https://project.invalid/ipmsg 2>&1) && return 1
    grep -q "'https://project.invalid/ipmsg' is a placeholder. Set ProjectUrl in Directory.Build.props" <<<"$said"
}
once "packing with a placeholder for the address is an error that says what to set" refuses

for project in IpMsg.PowerShell IpMsg.Shell IpMsg.Protocol; do
    once "$project is packed" \
        dotnet pack "$root/src/$project" --no-build --configuration "$configuration" -o "$folder/packages" -warnaserror \
        -p:ProjectUrl="$address" ||
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
        "<projectUrl>$address</projectUrl>" "<repository type=\"git\" url=\"$address\"" '<readme>README.md</readme>' \
        '<tags>PSModule PSIncludes_Cmdlet ' ' PSEdition_Core ' ' PSEdition_Desktop ' \
        ' PSCmdlet_Send-IpMsg PSCommand_Send-IpMsg' '- Cmdlets: '; do
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
    is "the unpacked module is imported by its name" "IpMsg $module_version" \
        in_pwsh 'Import-Module IpMsg; Get-Module IpMsg | ForEach-Object { "$_ $($_.Version)" }'
    is "its cmdlets are found without an import, and have help" "True" \
        in_pwsh '(Get-Help Send-IpMsg).Synopsis -like "Sends a message*"'
    is "its manifest has the address, and says that it is a preview" \
        "$address $address/raw/main/assets/icon.png ${version#"$module_version"}" \
        in_pwsh '$it = Get-Module IpMsg -ListAvailable
            "$($it.ProjectUri) $($it.IconUri) " + ($it.PrivateData.PSData.Prerelease -replace "^", "-")'
    is "its help has an address for every cmdlet" "$address/blob/main/docs/en-US/Send-IpMsg.md" \
        in_pwsh '$links = Get-Command -Module IpMsg | ForEach-Object { (Get-Help $_.Name).relatedLinks.navigationLink[0].uri }
            $links -like "*/Send-IpMsg.md"; if ($links.Count -ne @(Get-Command -Module IpMsg).Count) { "some have none" }'
    is "its examples run where it is installed" "suzuki tanaka" \
        in_pwsh '$it = Get-Module IpMsg -ListAvailable
            (& (Join-Path $it.ModuleBase examples/notify-group.ps1) -Demo | Sort-Object To).To -join " "'
fi

# --- the library
library=$folder/packages/IpMsg.Protocol.$version.nupkg
if command -v unzip >/dev/null; then
    is "the library's package has these files" \
        "$(printf '%s\n' IpMsg.Protocol.nuspec README.md icon.png lib/netstandard2.0/IpMsg.Protocol.{dll,xml})" \
        content "$library"
    about=$(nuspec "$library")
    for part in '<id>IpMsg.Protocol</id>' "<version>$version</version>" '<license type="expression">MIT</license>' \
        "<projectUrl>$address</projectUrl>" '<readme>README.md</readme>' '<tags>IPMsg ' \
        '<dependency id="System.Memory"' '<dependency id="BouncyCastle.Cryptography"' \
        '- `IpMsg.Protocol` as a NuGet library'; do
        once "its package says $part" has "$about" "$part"
    done
    once "it depends on nothing that only builds it" eval '! grep -qE "id=.(PolySharp|Microsoft[.]CodeAnalysis)" <<<"$about"'
fi
# The program in its README, in a project that knows the package alone.
mkdir "$folder/receiver" && awk '$0 == "```csharp" { on = 1; next } on && $0 == "```" { exit } on' \
    "$root/src/IpMsg.Protocol/README.md" >"$folder/receiver/Program.cs"
cat >"$folder/receiver/Receiver.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="IpMsg.Protocol" Version="$version" /></ItemGroup>
</Project>
XML
once "a program is built with it" dotnet build "$folder/receiver" -p:RestoreAdditionalProjectSources="$folder/packages" \
    -p:RestorePackagesPath="$folder/restored" -p:RestoreFallbackFolders="${NUGET_PACKAGES:-$HOME/.nuget/packages}"

# --- the tool
if command -v unzip >/dev/null; then
    about=$(nuspec "$folder/packages/IpMsg.Shell.$version.nupkg")
    for part in '<license type="expression">MIT</license>' '<icon>icon.png</icon>' '<readme>README.md</readme>' \
        '<packageType name="DotnetTool" />' '- Cmdlets: '; do
        once "its package says $part" has "$about" "$part"
    done
    packed=$(content "$folder/packages/IpMsg.Shell.$version.nupkg")
    inside=tools/net10.0/any
    for file in Modules/IpMsg/IpMsg.psd1 Modules/PSReadLine/PSReadLine.psd1 \
        Modules/Microsoft.PowerShell.ThreadJob/Microsoft.PowerShell.ThreadJob.psd1 \
        ref/System.Runtime.dll runtimes/{unix,win}/lib/net10.0/Modules/Microsoft.PowerShell.{Utility,Management,Security}/ \
        runtimes/unix/lib/net10.0/pwsh \
        Modules/PSReadLine/License.txt Modules/Microsoft.PowerShell.ThreadJob/LICENSE Modules/IpMsg/THIRD-PARTY-NOTICES.md \
        PowerShell.LICENSE.txt PowerShell.ThirdPartyNotices.txt; do
        once "it contains $file" has "$packed" "$inside/$file"
    done
    is "Windows runs local scripts with it" '"RemoteSigned"' \
        eval 'unzip -p "$folder/packages/IpMsg.Shell.$version.nupkg" "$inside/runtimes/win/lib/net10.0/powershell.config.json" |
            grep -o "\"RemoteSigned\""'
    is "it contains no library whose terms forbid that" "$inside/Microsoft.Management.Infrastructure.dll" \
        eval 'grep -iE "/(Microsoft\.Management\.Infrastructure[^/]*|mi|miutils|sni)\.dll$" <<<"$packed"'
    runtime=("${NUGET_PACKAGES:-$HOME/.nuget/packages}"/microsoft.management.infrastructure.runtime.unix/*/runtimes/unix)
    is "the library for CIM is the one under MIT" same \
        eval 'unzip -p "$folder/packages/IpMsg.Shell.$version.nupkg" "$inside/Microsoft.Management.Infrastructure.dll" |
            cmp - "${runtime[0]}"/lib/netstandard1.6/Microsoft.Management.Infrastructure.dll && echo same'
fi
once "the tool is installed" \
    dotnet tool install IpMsg.Shell --tool-path "$folder/tool" --source "$folder/packages" --version "$version" || { tap_end; exit; }
tool=$folder/tool/ipmsg
is "it is called ipmsg" "PowerShell $(sed -nE 's/.*<PowerShellVersion>([^<]+).*/\1/p' "$root/Directory.Packages.props")" "$tool" -Version
# Outside of the repository there is no other module that it could find.
elsewhere() { (cd "$folder" && "$@" </dev/null); }
is "it has the module inside" "$folder/tool/.store" elsewhere "$tool" -Command '(Get-Module IpMsg).ModuleBase -replace "(?<=\.store).*"'
count=$(sed -n "/CmdletsToExport/,/)/p" "$root/IpMsg.psd1" | grep -c "^ *'")
is "it has all $count cmdlets" "$count" elsewhere "$tool" -Command '(Get-Command -Module IpMsg).Count'
fails() { elsewhere "$tool" -Command 'exit 7'; [ $? = 7 ]; }
once "its exit code is the script's" fails
is "it has PowerShell's modules" "1" elsewhere "$tool" -Command '1, 2 | Select-Object -First 1 | ConvertTo-Json'
is "a thread job finds the module by its name" "IpMsg" \
    elsewhere "$tool" -Command 'Start-ThreadJob { (Get-Command Send-IpMsg).ModuleName } | Receive-Job -Wait'
is "so does a process job" "IpMsg" elsewhere "$tool" -Command 'Start-Job { (Get-Command Send-IpMsg).ModuleName } | Receive-Job -Wait'

# --- published for one runtime, from a copy: the build stays as it is
mkdir "$folder/copy" && (cd "$root" &&
    git ls-files -z .editorconfig src '*.props' '*.md' IpMsg.psd1 LICENSE global.json en-US examples assets |
    xargs -0 cp --parents -t "$folder/copy")
runtime=$(dotnet --info | sed -nE 's/^ *RID: +//p')
# Compiling ahead takes minutes and changes no layout.
once "the shell is published for $runtime" dotnet publish "$folder/copy/src/IpMsg.Shell" --runtime "$runtime" --self-contained false \
    -p:PublishReadyToRun=false -o "$folder/published"
published() { elsewhere "$folder/published/IpMsg.Shell" -NoProfile -Command "$1"; }
is "what is published has PowerShell's modules" "1" published '1, 2 | Select-Object -First 1 | ConvertTo-Json'
is "it has the module inside" "$folder/published/Modules/IpMsg" published '(Get-Module IpMsg).ModuleBase'
is "its process jobs find the module" "IpMsg" published 'Start-Job { (Get-Command Send-IpMsg).ModuleName } | Receive-Job -Wait'
is "it edits lines with PSReadLine" "PSReadLine" published '(Get-Module PSReadLine -ListAvailable).Name'

# --- docs/ci.md, as it stands, with the tool
# blocks <language>: the blocks of the page in that language, each ended by a NUL.
blocks() { awk -v want="\`\`\`$1" '$0 == want { on = 1; next } on && $0 == "```" { on = 0; printf "%c", 0; next } on' "$root/docs/ci.md"; }
while IFS= read -r -d '' block; do
    once "a block of the page is a shell script: ${block%% *}" bash -n <(echo "$block")
done < <(blocks sh)
step=$(grep -m 1 '^\.tools/ipmsg ' "$root/docs/ci.md")
is "the page and the four services say the same" 5 eval 'grep -cF -- "$step" "$root/docs/ci.md"'
# Python reads the YAML where it has a parser; ${{ }} and $( ) are plain text in it.
if python3 -c 'import yaml' 2>/dev/null; then
    while IFS= read -r -d '' block; do
        once "a block of the page is YAML: $(echo "$block" | grep -m 1 -o '[^ -].*')" \
            python3 -c 'import sys, yaml; yaml.safe_load(sys.argv[1])' "$block"
    done < <(blocks yaml; printf '%s\0' "$(cat "$root/action.yml")")
else
    skip "the YAML of the page: nothing to read it with"
fi

mkdir -p "$folder/job/saved" && cd "$folder/job" && ln -s "$folder/tool" .tools && echo 'error 42' >build.log
IPMSG_PORT=$((20000 + RANDOM % 10000)) to=127.$((RANDOM % 200 + 1)).$((RANDOM % 200 + 1)).9
export IPMSG_PORT NOTIFY_TO="$to" NOTIFY_TEXT="Build \"42\" failed, it's red"
# Somebody who takes two messages, and what is attached to them.
"$tool" -Command "Start-IpMsgListener bob -Address $to; 'ready'; Receive-IpMsg -Wait -Count 2 -TimeoutSec 60 | ForEach-Object {
    \$null = \$_ | Save-IpMsgAttachment saved; \"\$(\$_.From): \$(\$_.Text)\" }" >bob.txt 2>&1 </dev/null &
soon "a member listens" grep -q ready bob.txt
export IPMSG_NICKNAME=CI
once "the step sends the message and the log" bash -c "$step"
once "so does the action" env PATH="$folder/tool:$PATH" NOTIFY_FILE=build.log NOTIFY_SECONDS=20 \
    GITHUB_OUTPUT=outputs.txt "$root/.ci/notify"
is "its outputs say who has confirmed" "$(printf 'confirmed=%s\nunconfirmed=' "$to:$IPMSG_PORT")" cat outputs.txt
wait $!
is "both have come" "$(printf '%s\n' ready "CI: $NOTIFY_TEXT" "CI: $NOTIFY_TEXT")" cat bob.txt
is "with their logs" "$(printf 'error 42\nerror 42')" eval 'cat saved/*'
unheard() { "$@"; [ $? = 1 ]; }
once "the step fails when nobody confirms" unheard bash -c "$step"
once "so does the action" unheard env PATH="$folder/tool:$PATH" "$root/.ci/notify"
tap_end
