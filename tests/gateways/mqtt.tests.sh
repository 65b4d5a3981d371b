#!/bin/bash
# The bridges of two sites over Debian's mosquitto, in network namespaces. Run as root. IPMSG_GATEWAYS=long sends ten times as much.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/tap.sh"
. "$here/../interop/lan.sh"
. "$here/../interop/member.sh"

lan_ready && member_shell && lan_need mosquitto=mosquitto mosquitto_pub=mosquitto-clients && lan_up 2 2 1 ||
    { skip "mqtt: $LAN_WHY"; tap_end; exit; }
lan_on_exit members_end
# Directed broadcasts would join the segments without a bridge.
for n in all seg1 seg2 seg3; do lan_set "$(lan_ns router)" "net.ipv4.conf.$n.bc_forwarding" 0 2>/dev/null; done

count=20
[ "${IPMSG_GATEWAYS:-}" = long ] && count=200

broker_start() {
    mkdir -p "$LAN_TMP/broker" && chmod 777 "$LAN_TMP" "$LAN_TMP/broker"
    cat >"$LAN_TMP/broker.conf" <<END
listener 1883
allow_anonymous true
persistence true
persistence_location $LAN_TMP/broker/
autosave_interval 1
END
    lan_spawn 3.1 mosquitto -c "$LAN_TMP/broker.conf" </dev/null >>"$LAN_TMP/broker.log" 2>&1
    broker=$LAN_PID
}
broker_kill() { kill -9 "$broker"; wait "$broker" 2>/dev/null; }

declare -A bridge
bridge_start() {
    member_argv "bridge-$1"
    lan_spawn "$2" "${MEMBER_ARGV[@]}" -Command "& '$here/../../examples/mqtt-bridge.ps1' -Site $1 -Path '$LAN_TMP/bridge-$1' \
        -BrokerOption '-h', '$(lan_addr 3.1)'" </dev/null >>"$LAN_TMP/bridge-$1.log" 2>&1
    bridge[$1]=$LAN_PID
}
bridge_kill() { kill -9 "${bridge[$1]}"; wait "${bridge[$1]}" 2>/dev/null; }
sees() { member_do "$1" 'Get-IpMsgMember -TimeoutSec 1 | ForEach-Object NickName | Sort-Object'; }
# What a member has received from a bridge, with its sender.
received() {
    member_do "$1" '(Get-IpMsgHistory -First 10000 | Where-Object Direction -eq Received | ForEach-Object Text) -join "|"'
}
numbers() {
    member_do "$1" "(Get-IpMsgHistory -First 10000 | Where-Object { \$_.Direction -eq 'Received' -and \$_.Text -match '^$2: number' } |
        ForEach-Object { \$_.Text -replace '\\D+', '' }) -join ','"
}

broker_start
member_once 1.1 bridge-tokyo 'Set-IpMsgContact tanaka -UserName tanaka' >/dev/null
member_once 2.1 bridge-osaka 'Set-IpMsgContact suzuki -UserName suzuki' >/dev/null
bridge_start tokyo 1.1
bridge_start osaka 2.1
member_start 1.2 tanaka 'tanaka -UserName tanaka'
member_start 2.2 suzuki 'suzuki -UserName suzuki'
once "the members start" member_ready tanaka suzuki
TAP_SECONDS=60 same "tanaka sees the bridge of the own site only" "bridge-tokyo" sees tanaka
TAP_SECONDS=60 same "suzuki as well" "bridge-osaka" sees suzuki

once "tanaka writes to suzuki in osaka" member_do tanaka '$null = Send-IpMsg bridge-tokyo "suzuki@osaka: こんにちは" -ErrorAction Stop'
TAP_SECONDS=30 same "it comes out under name and site" "tanaka@tokyo: こんにちは" received suzuki
once "suzuki quotes it in the answer" member_do suzuki '$null = Send-IpMsg bridge-osaka ">tanaka@tokyo: こんにちは`nHello" -ErrorAction Stop'
TAP_SECONDS=30 same "the answer comes out" '>tanaka@tokyo: こんにちは\nHello' \
    eval 'received tanaka | sed "s/^suzuki@osaka: //"'
once "tanaka writes to somebody unknown" member_do tanaka '$null = Send-IpMsg bridge-tokyo "nobody@osaka hello" -ErrorAction Stop'
answered() { received tanaka | grep -q "$1"; }
TAP_SECONDS=30 soon "and is told so" answered 'Not delivered to nobody@osaka: osaka has no contact'
once "tanaka writes a date" member_do tanaka '$null = Send-IpMsg bridge-tokyo "suzuki@osaka: 2026-11-28T10:00:00Z" -ErrorAction Stop'
dated() { received suzuki | grep -qF 'tanaka@tokyo: 2026-11-28T10:00:00Z'; }
TAP_SECONDS=30 soon "which comes out as it is" dated
once "tanaka writes what is not to be logged" member_do tanaka \
    '$null = Send-IpMsg bridge-tokyo "suzuki@osaka: secret" -NoLog -ErrorAction Stop'
TAP_SECONDS=30 soon "and is told that it is not sent on" answered 'not to be logged is not sent on'
# What no bridge sends: no JSON, another form, too much, a name of lines, an id that is a path.
for packet in '{' '[1]' '5' '{}' '{"id":"../x","to":"suzuki","text":">x"}' '{"id":"7-1","to":"suzuki","text":"x"}' \
    '{"id":"7-2","to":["suzuki","*"],"text":">lie"}' '{"id":"7-3","to":"*","name":">*","text":">lie"}' \
    "{\"id\":\"7-4\",\"to\":\"suzuki\",\"text\":\">$(head -c 20000 /dev/zero | tr '\0' x)\"}"; do
    lan_run 3.1 mosquitto_pub -q 1 -t ipmsg/osaka/from/kyoto/message -m "$packet"
done
lan_run 3.1 mosquitto_pub -q 1 -t ipmsg/osaka/from/kyoto/message -m '{"id":"7-9","to":"suzuki","name":">a\nb@c: d","text":">truth"}'
truth() { received suzuki | grep -qF '@kyoto: truth'; }
TAP_SECONDS=30 soon "what another site publishes comes out" truth
is "under a name in one line" "a b c  d@kyoto: truth" eval 'received suzuki | tr "|" "\n" | grep -F "@kyoto"'
once "tanaka writes without a site" member_do tanaka '$null = Send-IpMsg bridge-tokyo "hello" -ErrorAction Stop'
TAP_SECONDS=30 soon "and is told how" answered 'Begin with name@site'

# Under load
expected=$(seq -s , 1 "$count")
flood() {
    member_send "$1" "1..$count | ForEach-Object { \$null = Send-IpMsg bridge-$2 \"$3: number \$_\" -ErrorAction Stop }"
}
flood tanaka tokyo suzuki@osaka
flood suzuki osaka tanaka@tokyo
arrived() { [ "$(grep -c ' to suzuki: ' "$LAN_TMP/bridge-osaka.log")" -ge "$1" ]; }
TAP_SECONDS=60 soon "some of them have arrived" arrived 4
broker_kill
broker_start
TAP_SECONDS=120 soon "after the broker was killed, more arrive" arrived 8
bridge_kill osaka
bridge_start osaka 2.1
once "all of tanaka's messages are confirmed by the bridge" member_answer tanaka
once "and those of suzuki" member_answer suzuki
TAP_SECONDS=240 same "a bridge was killed, too: all messages come to suzuki, in order and once" "$expected" numbers suzuki 'tanaka@tokyo'
TAP_SECONDS=240 same "and to tanaka" "$expected" numbers tanaka 'suzuki@osaka'

# To one who is away
member_end suzuki
once "tanaka writes to suzuki, who is away" member_do tanaka '$null = Send-IpMsg bridge-tokyo "suzuki@osaka later" -ErrorAction Stop'
queued() { grep -q 'tanaka@tokyo to suzuki: .*Queued' "$LAN_TMP/bridge-osaka.log"; }
TAP_SECONDS=60 soon "the bridge of osaka has it in its queue" queued
rm "$LAN_TMP"/suzuki.{in,out}
member_start 2.2 suzuki 'suzuki -UserName suzuki'
once "suzuki is back" member_ready suzuki
later() { received suzuki | grep -q 'tanaka@tokyo: later'; }
TAP_SECONDS=90 soon "and gets it" later
if [ "$TAP_FAILED" != 0 ]; then for each in tokyo osaka; do sed "s/^/# $each: /" "$LAN_TMP/bridge-$each.log" | tail -n 30; done; fi
for each in "${bridge[@]}"; do kill "$each" 2>/dev/null; done
tap_end
