#!/usr/bin/env bash
# Ends a member's process in all ways on each runtime of PowerShell 7: .NET 8 (7.4), 9 (7.5) and 10 (7.6). The programs carry their runtime,
# which comes from the package registry. The last line is "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/../.." || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# SIGQUIT writes a core file otherwise.
ulimit -c 0
passed=0 failed=0 skipped=0
child=tests/IpMsg.Node.TestChild
out=out/runtimes
IPMSG_KEYPATH=$(mktemp -d)
export IPMSG_KEYPATH
trap 'rm -rf "$IPMSG_KEYPATH"' EXIT

dotnet build $child -v quiet || exit 1
witness=$child/bin/Debug/net10.0/IpMsg.Node.TestChild.dll
for version in 8 9 10; do
    # The processor's name as .NET writes it.
    case $(uname -m) in aarch64 | arm64) cpu=arm64 ;; *) cpu=x64 ;; esac
    if ! dotnet publish $child -v quiet -r linux-$cpu --self-contained -p:TestChildFramework=net$version.0 \
        --artifacts-path "$out/net$version" \
        -o "$out/net$version/program"; then
        echo "skipped: the runtime of .NET $version is not available"
        skipped=$((skipped + 1))
        continue
    fi
    dotnet $witness witness ".NET $version" "$out/net$version/program/IpMsg.Node.TestChild" </dev/null 2>&1 | tee "$IPMSG_KEYPATH/lines"
    passed=$((passed + $(grep -c '^ok ' "$IPMSG_KEYPATH/lines")))
    failed=$((failed + $(grep -c '^NOT OK ' "$IPMSG_KEYPATH/lines")))
    grep -q ' passed, ' "$IPMSG_KEYPATH/lines" || failed=$((failed + 1))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
