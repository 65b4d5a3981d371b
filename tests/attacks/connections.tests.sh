#!/bin/bash
# Connections without a request do not close the file port to recipients of open offers. Needs root. connections.py has the measurements.
# ATTACK_SECONDS=120 is the full size: each of the floods lasts that long. The default is 6 seconds.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"

why=
unshare -n true 2>/dev/null || why="cannot make network namespaces"
for tool in python3 pwsh ip; do command -v "$tool" >/dev/null || why="no $tool"; done
[ -f "$here/../../out/IpMsg/IpMsg.psd1" ] || why="the module is not built"
[ -z "$why" ] || { skip "attacks: $why"; tap_end; exit; }

seconds=${ATTACK_SECONDS:-6}
connections() { python3 "$here/connections.py" "$@"; }

once "a recipient gets its file beside 40 addresses that hold idle connections" connections hold idle 40 "$seconds"
once "and beside 400" connections hold idle 400 "$seconds" 3000
once "a recipient gets its file beside 40 addresses that send one byte" connections hold byte 40 "$seconds"
once "a recipient gets its file beside 40 addresses that send a byte ten times a second" connections hold trickle 40 "$seconds"
once "and beside 400" connections hold trickle 400 "$seconds" 3000
once "5,000 connections at once, with garbage, and reset" connections thousands
once "recipients that read nothing leave places to others" connections readers 100
once "a download from a server that sends next to nothing ends" connections server
tap_end
