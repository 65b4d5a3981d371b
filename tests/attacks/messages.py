#!/usr/bin/env python3
"""Messages of strangers and forgers beside those of members (R43, R119): an inbox that nobody reads, and floods. Needs root.

usage: messages.py fill|flood one|many|member store|memory [seconds] [messages]

fill: that many one-line messages (11,000) at an inbox that nobody reads. Afterwards each message that is taken is replaced by another one.
flood: 3,000 messages a second at a listener whose messages are read, as long as the measurement lasts.
one, many, member: from one address; from 1,000 forged addresses; with the forged address of the member that signs its messages.
store, memory: the listener stores its messages on the disk, or has -NoStore.

Measured are two members that send a message about every 50 ms: one without encryption that has confirmed a message, and one with a pinned
key. Prints latencies, processor time and memory. The exit code is 1 when a message is not confirmed within a second, a median is 10 ms
above that before the attack, or the memory grows by more than 100 MB.
"""
import sys
import time

import attack

VICTIM, PLAIN, SIGNED, STRANGER = '10.0.0.10', '10.0.0.20', '10.0.0.21', '10.0.0.30'
RATE, ADDRESSES = 3_000, 1_000
GAP, MEDIAN_MS, HIGHEST_MS, GROWTH_MB = 0.05, 10, 1_000, 100


def source(kind, number):
    if kind == 'one':
        return STRANGER, 'stranger', 'STRANGER-PC'
    if kind == 'member':
        return SIGNED, 'signed', 'SIGNED-PC'
    return f'10.1.{number % ADDRESSES // 250}.{number % 250 + 1}', f'forged{number % ADDRESSES}', 'FORGED-PC'


def datagram(kind, number, first=10 ** 9):
    address, user, host = source(kind, number)
    return address, VICTIM, attack.packet(first + number, user, host, attack.MESSAGE, f'noise {first + number}')


class Members:
    """The two members beside the attack; both have answered the victim."""

    def __init__(self, victim, plain, signed, limits):
        self.victim, self.plain, self.signed, self.limits = victim, plain, signed, limits
        plain.enter(VICTIM)
        attack.measure_shell(signed, VICTIM, 3)
        for to in (PLAIN, SIGNED):
            status = victim.run(f"\"$((Send-IpMsg -To '{to}' -Message 'first').Status)\"")[0]
            if status != 'Confirmed':
                raise SystemExit(f'{to}: {status}')
        if not victim.run('@(Get-IpMsgKey | Where-Object UserName -Like signed*).Count')[0]:
            raise SystemExit('the key is not pinned')
        # The runtime compiles what is used often.
        plain.measure(VICTIM, 100, 0.01)
        attack.measure_shell(signed, VICTIM, 60, 0.01)
        self.plain_ms, _ = attack.report('before, member in plaintext', plain.measure(VICTIM, 40, GAP))
        self.signed_ms, _ = attack.report('before, member that signs', attack.measure_shell(signed, VICTIM, 40, GAP))

    def measure(self, label, seconds):
        plain, signed, end = [], [], time.monotonic() + seconds
        while time.monotonic() < end or len(plain) < 20:
            plain += self.plain.measure(VICTIM, 1, GAP / 2)
            signed += attack.measure_shell(self.signed, VICTIM, 1, GAP / 2)
        self.limits.times(f'{label}, member in plaintext', plain, self.plain_ms + MEDIAN_MS, HIGHEST_MS)
        self.limits.times(f'{label}, member that signs', signed, self.signed_ms + MEDIAN_MS, HIGHEST_MS)


def fill(kind, members, seconds, count):
    with attack.flood(RATE * 2, lambda number: datagram(kind, number), total=count) as (sent, wait):
        members.measure('while the inbox fills', min(seconds, count / RATE / 2))
        wait()
    print(f'{sent()} messages of the attack: {members.victim.run("$listener.UnreadCount")[0]} wait in the inbox', flush=True)
    members.measure('with a full inbox', seconds / 2)
    with attack.flood(RATE, lambda number: datagram(kind, number, 2 * 10 ** 9)):
        for _ in range(3):
            members.victim.run('Receive-IpMsg -Count 100 | Out-Null')
            members.measure('while messages are taken and the attack goes on', seconds / 6)


def flood(kind, members, seconds, _):
    with attack.flood(RATE, lambda number: datagram(kind, number)) as (sent, wait):
        start, before = time.monotonic(), sent()
        members.measure(f'beside {RATE} messages a second', seconds)
        print(f'{(sent() - before) / (time.monotonic() - start):.0f} messages a second were sent', flush=True)
    members.measure('afterwards', 1)


def main(case, kind, store, seconds='8', count='11000'):
    attack.isolate()
    limits = attack.Limits()
    start = '-NoStore' if store == 'memory' else '-DataPath "$folder/store"'
    print(f'{case} {kind} {store}', flush=True)
    with attack.Shell('victim', VICTIM, [PLAIN, SIGNED], start, reads=case == 'flood') as victim, \
            attack.Shell('signed', SIGNED, [VICTIM]) as signed, attack.Peer(PLAIN, 'plain') as plain:
        members = Members(victim, plain, signed, limits)
        memory, cpu, begin = victim.memory(), victim.cpu(), time.monotonic()
        {'fill': fill, 'flood': flood}[case](kind, members, float(seconds), int(count))
        share = (victim.cpu() - cpu) / (time.monotonic() - begin)
        print(f'victim: {share:.0%} of a processor, {memory} MB before, {victim.memory()} MB after; {victim.counters()}', flush=True)
        limits.check('the growth of the memory in MB', victim.memory() - memory, GROWTH_MB)
    return limits.end()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
