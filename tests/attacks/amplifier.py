#!/usr/bin/env python3
"""Questions in the name of addresses that have not answered (R111, R117): a listener must not be an amplifier. Needs root.

usage: amplifier.py questions [seconds] | keys [seconds] [questions a second]

questions: 1,000 members are listed and the listener is absent with a long text. Then every question of the protocol comes from an address of
its own, ten times a second. Counted are the bytes that each address sends and gets: at most three times as many, public keys apart.
keys: requests for the key from thousands of addresses. One address gets a key a second, all together 1,024, and a member gets its key.

Prints the bytes, latencies and counters. The exit code is 1 when a limit is exceeded.
"""
import collections
import contextlib
import sys
import time

import attack

VICTIM, MEMBER, ASKER = '127.0.73.10', '127.0.73.20', '10.9.0.1'
UTF8, ENCRYPTS = attack.CAPUTF8, 0x0D640000
LISTED, MOST_TIMES, KEYS_A_SECOND, ABSENCE = 1_000, 3, 1_024, 'away until Monday, ' * 40
QUESTIONS = {
    'BR_ENTRY': (0x01 | ENCRYPTS, b'nick\0group\0'),
    'BR_ABSENCE': (0x04 | ENCRYPTS, b'nick\0group\0'),
    'BR_ISGETLIST': (0x10 | UTF8, b''),
    'OKGETLIST': (0x11 | UTF8, b''),
    'GETLIST': (0x12 | UTF8, b''),
    'BR_ISGETLIST2': (0x18 | UTF8, b''),
    'SENDMSG': (attack.MESSAGE, b'a'),
    'SENDMSG, encrypted': (attack.MESSAGE | attack.ENCRYPT, b'41900004:00:00'),
    'SENDMSG, empty': (attack.SENDMSG | attack.SENDCHECK, b''),
    'READMSG': (attack.READMSG | attack.SENDCHECK, b'1'),
    'GETINFO': (0x40, b''),
    'GETABSENCEINFO': (0x50 | UTF8, b''),
    'GETPUBKEY': (attack.GETPUBKEY, b'41900004'),
    'RELEASEFILES': (0x61, b'1'),
}


@contextlib.contextmanager
def counted(source):
    """Counts what leaves an address by UDP: datagrams, bytes and public keys for each receiver."""
    totals = collections.defaultdict(lambda: [0, 0, 0])

    def count(target, port, data):
        if port != attack.PORT:
            return
        fields = data.split(b':', 5)
        is_key = len(fields) > 4 and fields[4].isdigit() and int(fields[4]) & 0xFF == attack.ANSPUBKEY
        total = totals[target]
        total[0] += 1
        total[1] += 0 if is_key else len(data)
        total[2] += is_key

    with attack.sniffed(source, count):
        yield totals


def listed(number):
    address = f'10.1.{number // 250}.{1 + number % 250}'
    return address, VICTIM, attack.packet(10 ** 9 + number, f'listed{number}', f'PC{number}', attack.ANSENTRY | UTF8, b'nick%d\0group\0' % number)


def questions(limits, victim, member, seconds):
    while victim.run('$listener.MemberCount')[0] < LISTED:
        with attack.flood(5_000, listed, total=LISTED) as (_, wait):
            wait()
    victim.run(f"Set-IpMsgPresence -Absent '{ABSENCE}' | Out-Null")
    # The entry of the absence goes to nobody here, and those before are not to be counted.
    time.sleep(2)
    raw, sent, start = attack.Raw(), collections.Counter(), time.monotonic()
    with counted(VICTIM) as totals:
        while (passed := time.monotonic() - start) < seconds:
            for index, (name, (command, body)) in enumerate(QUESTIONS.items()):
                address, number = f'10.9.1.{index + 1}', 10 ** 9 + int(passed * 10) * 100 + index
                data = attack.packet(number, f'asker{index}', f'ASKER{index}', command, body)
                raw.send(address, VICTIM, data)
                sent[name, address] += len(data)
            time.sleep(0.1)
        limits.times('beside them', member.measure(VICTIM, 10))
        time.sleep(1)
    for (name, address), count in sent.items():
        datagrams, size, keys = totals[address]
        print(f'{name}: {count:,} bytes in, {size:,} in {datagrams} datagrams out, {size / count:.2f} times; {keys} keys', flush=True)
        limits.check(name, size / count, MOST_TIMES)
        limits.check(name + ': keys', keys, time.monotonic() - start + 1)
    limits.check('addresses that got nothing at all, of all questions', sum(totals[each][0] == 0 for _, each in sent), len(sent) / 2)
    withheld = victim.counters()['Withheld']
    print(f'{withheld:,} answers withheld', flush=True)
    limits.check('missing in the counter of withheld answers', 1 - min(withheld, 1), 0)


def keys(limits, victim, member, seconds, rate):
    def asked(number):
        address = f'10.{2 + number // 62_500 % 100}.{number // 250 % 250}.{1 + number % 250}'
        return address, VICTIM, attack.packet(10 ** 9 + number, 'asker', 'ASKER', *QUESTIONS['GETPUBKEY'])

    with counted(VICTIM) as totals, attack.flood(rate, asked) as (count, _):
        start = time.monotonic()
        limits.times(f'beside {rate:.0f} requests a second', member.measure(VICTIM, int(seconds * 8)))
        with attack.Shell('newcomer', MEMBER, [VICTIM]) as newcomer:
            limits.times('encrypted messages of a newcomer', attack.measure_shell(newcomer, VICTIM, 4), 1_000, 10_000)
        passed, questions_sent = time.monotonic() - start, count()
    given = sum(each[2] for each in totals.values())
    print(f'{questions_sent:,} requests in {passed:.1f} s, {given:,} keys, {given / passed:.0f} a second; {victim.memory()} MB', flush=True)
    # A bucket that is full at the start gives a second's worth more.
    limits.check('keys', given, KEYS_A_SECOND * (passed + 1))
    limits.check('missing in the counter of withheld keys', 1 - min(victim.counters()['KeysWithheld'], 1), 0)


def main(kind='questions', seconds='10', rate='3000'):
    attack.isolate()
    limits = attack.Limits()
    with attack.Shell('victim', VICTIM, [MEMBER, ASKER], reads=True) as victim, attack.Peer('127.0.73.30', 'member') as member:
        member.enter(VICTIM)
        limits.times('before', member.measure(VICTIM, 10))
        if kind == 'questions':
            questions(limits, victim, member, float(seconds))
        else:
            keys(limits, victim, member, float(seconds), float(rate))
    return limits.end()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
