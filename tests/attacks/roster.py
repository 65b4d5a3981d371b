#!/usr/bin/env python3
"""Members that do not exist, in entries and in host lists, beside a normal member (R26, R120). Needs root.

usage: roster.py entries [members] [seconds of each flood] [datagrams a second]
       roster.py lists [rows of the longest list]

entries: fills the list of members with forged ones. A newcomer has to be listed and get a message while more of them come. Then, with the
full list, come questions for the host list, broadcast messages and entries; measured are the messages of a normal member.
lists: fetches host lists that have no end, or that name strangers. Counted are the pages that the listener asks for, and what it sends.

Prints latencies, processor time, memory and counts. The exit code is 1 when a limit is exceeded.
"""
import socket
import sys
import threading
import time

import attack

VICTIM, MEMBER, NEWCOMER, ASKER, LIAR = '127.0.71.10', '127.0.71.20', '127.0.71.22', '127.0.71.30', '127.0.71.40'
GETLIST, ANSLIST = 0x12, 0x13
PLACES, PAGES, ROWS, ASKED, PER_SECOND, AT_ONCE = 65_536, 512, 16_384, 4_096, 640, 64
CONFIRMED_MS, QUIET_MS = 1_000, 3


def stranger(number):
    return f'10.{number // 62_500 % 250}.{number // 250 % 250}.{1 + number % 250}'


def forged(command, number, body=b''):
    """Every number is another member at another address; an entry, or an answer to one."""
    names = f'forged{number}', f'PC{number}'
    return stranger(number), VICTIM, attack.packet(10 ** 9 + number, *names, command | attack.CAPUTF8, body or b'nick%d\0group\0' % number)


def in_name_of(address, user, command, number, body=b''):
    return address, VICTIM, attack.packet(10 ** 9 + number, user, user.upper() + '-PC', command, body)


FLOODS = {
    'questions for the list, each from another address':
        lambda number: (stranger(number), VICTIM, attack.packet(number, 's', 'S', GETLIST | attack.CAPUTF8)),
    'questions for the list in the name of a member that has answered':
        lambda number: in_name_of(ASKER, 'asker', GETLIST | attack.CAPUTF8, number, b'%d' % (number % PLACES)),
    'broadcast messages of strangers':
        lambda number: in_name_of(stranger(number), f'nobody{number}', attack.SENDMSG | attack.BROADCAST, number, b'text %d' % number),
    'entries of newcomers': lambda number: forged(attack.ENTRY, 200_000 + number),
    'answers of newcomers': lambda number: forged(attack.ANSENTRY, 200_000 + number),
}


def fill(victim, count):
    """Datagrams may get lost, so more follow until all places are taken."""
    first, listed, start = 0, 0, time.monotonic()
    while listed < min(count, PLACES) and first < 4 * count:
        with attack.flood(10_000, lambda number: forged(attack.ANSENTRY, first + number), total=count) as (_, wait):
            wait()
        first += count
        listed = victim.run('$listener.MemberCount')[0]
    print(f'{first} forged members in {time.monotonic() - start:.1f} s, {listed} listed, {victim.memory()} MB', flush=True)
    return listed


def limits_of(member):
    """The highest median and the highest time that count: 10 ms and a second, or more on a machine that is slow without an attack."""
    slowness = max(1, attack.report('before', member.measure(VICTIM, 20))[0] / QUIET_MS)
    return 10 * slowness, CONFIRMED_MS * slowness


def timed(victim, what):
    milliseconds = victim.run(f'(Measure-Command {{ {what} }}).TotalMilliseconds')[0]
    if not isinstance(milliseconds, float):
        raise SystemExit(f'{what}: {milliseconds}')
    print(f'{what}: {milliseconds:.0f} ms', flush=True)
    return milliseconds


def join(limits, victim, number, longest):
    """A newcomer enters while forged members come. Its message has to be confirmed within so many milliseconds."""
    address = f'127.0.72.{number}'
    first = 10 ** 6 + number * 10 ** 5
    with attack.flood(3_000, lambda each: forged(attack.ENTRY, first + each)), attack.Peer(address, f'new{number}') as peer:
        time.sleep(1)
        start = time.monotonic()
        peer.enter(VICTIM)
        found = f'$found = Get-IpMsgMember new{number} -TimeoutSec 0 -ErrorAction Ignore'
        listed = victim.run(f'$n = 0; while (-not ({found}) -and $n++ -lt 50) {{ Start-Sleep -Milliseconds 20 }}; @($found).Count')[0]
        print(f'newcomer {number}: listed {listed}, after {(time.monotonic() - start) * 1_000:.0f} ms', flush=True)
        sent = victim.run(f"Measure-Message new{number} hello Auto")[0]
        print(f'a message to it: {sent}', flush=True)
        limits.check(f'newcomer {number}: not listed or not confirmed', int(listed != 1) + int(sent['Status'] != 'Confirmed'), 0)
        limits.check('the round trip of its message', sent['RoundTripMs'] or longest + 1, longest)
        time.sleep(5)
        listed = victim.run(f'@(Get-IpMsgMember new{number} -TimeoutSec 0 -ErrorAction Ignore).Count')[0]
        limits.check(f'newcomer {number}: not listed 5 s later', 1 - listed, 0)


def entries(count='70000', seconds='4', rate='3000'):
    count, seconds, rate = int(count), float(seconds), float(rate)
    limits = attack.Limits()
    with attack.Shell('victim', VICTIM, [MEMBER, ASKER], reads=True) as victim, attack.Peer(MEMBER, 'member') as member, \
            attack.Peer(ASKER, 'asker') as asker:
        member.enter(VICTIM)
        asker.enter(VICTIM)
        times_limits = limits_of(member)
        # The answers to it show that the two exist.
        victim.run('Get-IpMsgMember -Refresh -TimeoutSec 3 | Out-Null')
        before = victim.memory()
        limits.check('places that are not taken', min(count, PLACES) - fill(victim, count), 0)
        limits.check('memory for the members in MB', victim.memory() - before, 400)
        limits.times('with a full list', member.measure(VICTIM, 20), *times_limits)
        for number in range(1, 4):
            join(limits, victim, number, times_limits[1])
        for what, limit in (('Get-IpMsgMember | Out-Null', 20_000), ("TabExpansion2 'Send-IpMsg nick6' 16 | Out-Null", 5_000),
                            ("Send-IpMsg member hi | Out-Null", times_limits[1])):
            limits.check(what, timed(victim, what), limit)
        for label, make in FLOODS.items():
            cpu, sent, start = victim.cpu(), victim.counters()['DatagramsSent'], time.monotonic()
            with attack.flood(rate, make) as (done, _):
                times = member.measure(VICTIM, int(seconds / 0.05), gap=0.05)
                came = done()
            passed = time.monotonic() - start
            limits.times(f'{rate:.0f} {label} a second', times, *times_limits)
            print(f'  {came / passed:.0f} a second came, {(victim.counters()["DatagramsSent"] - sent) / passed:.0f} a second were sent, '
                  f'{(victim.cpu() - cpu) / passed:.0%} of a processor, {victim.memory()} MB', flush=True)
        listed = victim.run("@(Get-IpMsgMember member, asker -TimeoutSec 0).Count")[0]
        limits.check('members that have answered and are not listed any more', 2 - listed, 0)
        print(victim.counters(), flush=True)
    return limits.end()


class Liar:
    """Answers questions for its list with pages that a function makes from the first index."""

    def __init__(self):
        self.pages, self.page, self.closed = 0, None, False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((LIAR, attack.PORT))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            data, source = self.socket.recvfrom(65_536)
            fields = data.split(b':', 5)
            if len(fields) < 6 or int(fields[4]) & 0xFF != GETLIST:
                continue
            self.pages += 1
            first = int(fields[5].strip(b'\0') or b'0')
            body = self.page(first)
            self.socket.sendto(attack.packet(self.pages + 10 ** 6, 'liar', 'LIAR-PC', ANSLIST | attack.UTF8, body), source)


def rows(first, total, per_page=300):
    count = min(per_page, total - first)
    after = first + count
    entry = (b'\a'.join((b's%d' % i, b'PC%d' % i, b'233046016', stranger(i).encode(), b'30985', b's%d' % i, b'g', b''))
             for i in range(first, after))
    return b'%5d\a%5d\a' % (after if after < total else 0, count) + b''.join(entry)


def lists(longest='1000000'):
    limits = attack.Limits()
    kinds = {
        'unasked': None,
        'endless': lambda first: b'%5d\a%5d\a' % (first + 1, 1) + b'not an entry\a' * 7,
        'strangers': lambda first: rows(first, 65_100),
        'longest': lambda first: rows(first, int(longest)),
    }
    with attack.Shell('victim', VICTIM, [MEMBER], reads=True) as victim, attack.Peer(MEMBER, 'member') as member:
        liar = Liar()
        member.enter(VICTIM)
        times_limits = limits_of(member)
        for kind, page in kinds.items():
            liar.page, liar.pages = page, 0
            sent, start, memory = victim.counters()['DatagramsSent'], time.monotonic(), victim.memory()
            if page is None:
                for i in range(50):
                    liar.socket.sendto(attack.packet(i + 1, 'liar', 'LIAR-PC', ANSLIST, rows(i * 200, 10_000, 200)), (VICTIM, attack.PORT))
                times = member.measure(VICTIM, 10)
                limits.check('members of lists that nobody asked for', victim.run('$listener.MemberCount')[0], 1)
            else:
                answer = victim.run(f"Get-IpMsgMember -HostList {LIAR} -ErrorAction SilentlyContinue -ErrorVariable e | Measure-Object | "
                                    '% Count; "$e"')
                took = time.monotonic() - start
                print(f'{kind}: {liar.pages} pages asked for in {took:.1f} s, {answer}', flush=True)
                limits.check(f'{kind}: pages', liar.pages, PAGES)
                limits.check(f'{kind}: members', victim.run('$listener.MemberCount')[0], ROWS + 1)
                limits.check(f'{kind}: seconds', took, 30)
                times = member.measure(VICTIM, 50)
            passed = time.monotonic() - start
            # The questions of the fetch are apart, and so are the confirmations.
            caused = victim.counters()['DatagramsSent'] - sent - liar.pages - len(times)
            print(f'{kind}: {caused} datagrams to others in {passed:.1f} s, {victim.memory() - memory} MB more', flush=True)
            limits.check(f'{kind}: datagrams to others', caused, min(2 * ASKED, PER_SECOND * passed + AT_ONCE) + 16)
            limits.check(f'{kind}: MB', victim.memory() - memory, 150)
            limits.times(f'{kind}: messages of the member', times, *times_limits)
        # Entries to the members of the lists, and their repetition ten seconds later.
        before, now = -1, victim.counters()['DatagramsSent']
        while before != now:
            time.sleep(12)
            before, now = now, victim.counters()['DatagramsSent']
        victim.run("Set-IpMsgPresence -Absent 'x'")
        time.sleep(2)
        caused = victim.counters()['DatagramsSent'] - now
        print(f'one change of the presence: {caused} datagrams', flush=True)
        limits.check('datagrams of one change of the presence', caused, 8)
    return limits.end()


if __name__ == '__main__':
    attack.isolate()
    sys.exit({'entries': entries, 'lists': lists}[sys.argv[1]](*sys.argv[2:]))
