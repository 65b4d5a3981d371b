#!/usr/bin/env python3
"""Encrypted messages that somebody has overheard are sent again (R43, R116). Needs root.

usage: replay.py [undecryptable messages] [copies of each kind] [store|memory]

A member sends normal and sealed messages, and some with a file. All of them are recorded and come again: as they were, from other addresses
and ports, under other host and user names, with another number, without the signature, with RETRYOPT, and with NULs at the end. They come at
once, after messages that nobody can decrypt, and after the listener was killed and started again.

Prints counts and latencies. The exit code is 1 when a message is shown again, or a message of the member is not shown or not confirmed.
"""
import contextlib
import itertools
import sys
import tempfile
import time

import attack
import forged_member

VICTIM, MEMBER = '127.0.74.10', '127.0.74.20'
RETRY, SENDS = 0x4000, ("'normal {0}'", "'sealed {0}' -Sealed", "'file {0}' -Attachment $folder/offer.txt")


@contextlib.contextmanager
def recorded(source, target):
    """The UDP datagrams from one address to another, while the block runs."""
    found = []

    def keep(receiver, _, data):
        if receiver == target:
            found.append(data)

    with attack.sniffed(source, keep):
        yield found


def copies(datagram, times):
    """What somebody who has recorded a datagram can make of it: (source, data, port)."""
    version, number, user, host, command, body = datagram.rstrip(b'\0').split(b':', 5)

    def made(number=number, user=user, host=host, command=command, body=body, end=b'\0'):
        return b':'.join((version, number, user, host, command, body)) + end

    strangers = (f'10.5.{each // 250}.{1 + each % 250}' for each in itertools.count())
    for each in range(times):
        other, later = b'OTHER-%d' % each, b'%d' % (int(number) + 1 + each)
        for data in (datagram, made(host=other), made(user=other), made(user=other, host=other), made(number=later),
                     made(number=later, host=other), made(command=b'%d' % (int(command) | RETRY)), made(end=b'\0' * 65),
                     made(body=body.rsplit(b':', 1)[0])):
            yield MEMBER, data, attack.PORT
            yield MEMBER, data, 30_000 + each
            yield next(strangers), data, attack.PORT


def shown(victim):
    """The texts that are new in the inbox; a sealed one is opened."""
    script = ("Receive-IpMsg -Count 100000 -TimeoutSec 1 -ErrorAction SilentlyContinue | "
              "ForEach-Object { if ($_.IsSealed) { Open-IpMsg $_ } else { $_ } } | ForEach-Object { $_.Text }")
    found = []
    while got := victim.run(script):
        found += got
    return found


def replay(limits, victim, label, overheard, times):
    raw, count = attack.Raw(), 0
    for datagram in overheard:
        for source, data, port in copies(datagram, times):
            raw.send(source, VICTIM, data, port)
            count += 1
            # The receive buffer must not overflow: a copy that is lost shows nothing.
            if count % 20 == 0:
                time.sleep(0.01)
    again = shown(victim)
    print(f'{label}: {count:,} copies, {len(again)} shown; {victim.counters()["Duplicates"]:,} duplicates counted', flush=True)
    limits.check(label + ': copies that were shown', len(again), 0)


def send(limits, victim, member, first, count):
    sent = []
    for number in range(first, first + count):
        for each in SENDS:
            script = f"Send-IpMsg '{VICTIM}:{attack.PORT}' {each.format(number)} -Encryption Required"
            sent += member.run(script + " | ForEach-Object { \"$($_.Status)\" }")
    texts = shown(victim)
    print(f'{len(sent)} messages sent, {len(texts)} shown', flush=True)
    limits.check('messages without confirmation', sum(each != 'Confirmed' for each in sent), 0)
    limits.check('missing messages', len(sent) - len(set(texts)), 0)
    limits.check('messages shown twice', len(texts) - len(set(texts)), 0)


def main(noise='72000', times='4', store='store'):
    attack.isolate()
    limits = attack.Limits()
    start = '' if store == 'store' else '-NoStore'
    with tempfile.TemporaryDirectory() as folder, attack.Shell('member', MEMBER, [VICTIM]) as member:
        member.run("'content' | Set-Content $folder/offer.txt")
        with attack.Shell('victim', VICTIM, [MEMBER], start, folder=folder) as victim:
            with recorded(MEMBER, VICTIM) as datagrams:
                send(limits, victim, member, 0, 8)
            overheard = [each for each in datagrams if each.count(b':') > 4 and int(each.split(b':')[4]) & 0xFF == attack.SENDMSG]
            replay(limits, victim, 'at once', overheard, int(times))
            with attack.flood(3_000, forged_datagram, total=int(noise)) as (_, wait):
                wait()
            shown(victim)
            replay(limits, victim, f'after {int(noise):,} messages that nobody can decrypt', overheard, int(times))
            victim.kill()
        with attack.Shell('victim', VICTIM, [MEMBER], start, folder=folder) as victim:
            replay(limits, victim, 'after a kill and a start', overheard, int(times))
            send(limits, victim, member, 100, 2)
    return limits.end()


def forged_datagram(number):
    _, _, data = forged_member.datagram('undecryptable', number)[:3]
    return f'10.6.{number // 250 % 250}.{1 + number % 250}', VICTIM, data


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
