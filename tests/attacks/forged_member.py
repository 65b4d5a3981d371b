#!/usr/bin/env python3
"""Datagrams with the forged address of a member, beside the member's own encrypted messages (R110, R111). Needs root.

usage: forged_member.py [undecryptable|keys] [datagrams a second] [seconds] [highest median in ms]

undecryptable: messages that nobody can decrypt. Measured is the round trip of the member's own messages, four a second.
keys: requests for the key from other ports. Measured is the time of a message whose sender has to ask for the key first.

Prints latencies, processor time and memory. The exit code is 1 when a message is not confirmed, or the median is too high.
"""
import base64
import os
import sys
import time

import attack

VICTIM, MEMBER = '127.0.71.10', '127.0.71.20'
LIMITS = {'undecryptable': 10, 'keys': 1_000}


def body(kind):
    if kind == 'keys':
        return b'114:65920006\0'
    key, text, signature = (base64.b64encode(b'\0' + os.urandom(length)) for length in (255, 31, 255))
    return b'12583200:41900004:%s:%s:%s\0' % (key, text, signature)


def datagram(kind, number):
    port = 20_000 + number % 1_000 if kind == 'keys' else attack.PORT
    return MEMBER, VICTIM, b'1:%d:member:MEMBER-PC:%s' % (10 ** 9 + number, body(kind)), port


def measure(kind, member, count):
    """Milliseconds of each message; None for one without confirmation."""
    times = []
    for _ in range(count):
        if kind == 'keys':
            member.run('Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false')
        times += attack.measure_shell(member, VICTIM, 1, 0.25, 'WholeMs' if kind == 'keys' else 'RoundTripMs')
    return times


def main(kind='undecryptable', rate='600', seconds='20', limit=None):
    attack.isolate()
    limits = attack.Limits()
    with attack.Shell('victim', VICTIM, [MEMBER], reads=True) as victim, attack.Shell('member', MEMBER, [VICTIM]) as member:
        attack.report('before', measure(kind, member, 8))
        cpu, start = victim.cpu(), time.monotonic()
        with attack.flood(float(rate), lambda number: datagram(kind, number)):
            # The address of the member is limited from the ninth failure on.
            time.sleep(1)
            times = measure(kind, member, int(float(seconds) * (1 if kind == 'keys' else 4)))
        limits.times(f'{rate} {kind} datagrams a second', times, float(limit or LIMITS[kind]), 30_000)
        share = (victim.cpu() - cpu) / (time.monotonic() - start)
        print(f'victim: {share:.0%} of a processor, {victim.memory()} MB', flush=True)
    return limits.end()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
