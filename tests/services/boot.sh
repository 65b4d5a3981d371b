#!/bin/bash
# Prepares the mounts of a systemd in namespaces, and becomes it. systemd.sh calls it.
# boot.sh <repository> <folder of pwsh> <DOTNET_ROOT> <host name>
set -eu
root=$1 pwsh=$2 dotnet=$3 at=/mnt
hostname "$4"
[ "$$" = 1 ] || { echo "boot.sh: not the first process of a namespace"; exit 1; }
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$at"
mkdir -p "$at"/opt/{ipmsg,pwsh,dotnet} "$at"/{bin,state,units} "$at/share/powershell/Modules/IpMsg"

# What docs/services.md copies.
cp "$root"/examples/bot.ps1 "$root"/examples/Demo.ps1 "$at/opt/ipmsg/"
cp -r "$root"/out/IpMsg/. "$at/share/powershell/Modules/IpMsg/"
cp -r "$root/examples/services" "$at/opt/ipmsg/"
cp "$at"/opt/ipmsg/services/ipmsg-bot{,-health}.service "$at/opt/ipmsg/services/ipmsg-bot-health.timer" "$at/units/"
printf '#!/bin/sh\nDOTNET_ROOT=/opt/dotnet exec /opt/pwsh/pwsh "$@"\n' >"$at/bin/pwsh"
chmod 755 "$at/bin/pwsh"
chmod -R a+rX "$at"/{opt,share,units}

# This is no whole system. Units that would set one up, such as those that clear /tmp, are masked.
for unit in /lib/systemd/system/{sysinit,basic,local-fs,sockets,timers,multi-user}.target.wants/*; do
    case ${unit##*/} in
        systemd-journald*) ;;
        *) ln -sf /dev/null "$at/units/${unit##*/}" ;;
    esac
done
ln -s /dev/null "$at/units/systemd-remount-fs.service"
printf '[Unit]\nDescription=The units of a test\nRequires=sysinit.target\nWants=systemd-journald.service\nAllowIsolate=yes\n' \
    >"$at/units/ipmsg-test.target"
printf '[Unit]\nDescription=Network is Online\n' >"$at/units/network-online.target"

mount --bind "$pwsh" "$at/opt/pwsh"
mount --bind "$dotnet" "$at/opt/dotnet"
mount --rbind "$at/opt" /opt
mount --bind "$at/bin" /usr/local/bin
mount --bind "$at/share" /usr/local/share
mount --bind "$at/state" /var/lib
mount --bind "$at/units" /etc/systemd/system
for folder in /run /tmp /var/tmp /var/log /var/cache; do
    mount -t tmpfs -o mode=755 tmpfs "$folder"
done
chmod 1777 /tmp /var/tmp
# What /etc/fstab names is mounted already.
mount -t tmpfs tmpfs /lib/systemd/system-generators
mkdir -p /run/lock /run/log/journal
# Nothing that runs here changes a file of the machine.
mount -o remount,bind,ro /
export container=ipmsg-test
exec /lib/systemd/systemd --system --unit=ipmsg-test.target --log-target=console --log-level=notice
