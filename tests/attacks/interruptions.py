#!/usr/bin/env python3
"""A listener whose network comes and goes, and one whose process stands still.

usage: interruptions.py network
       interruptions.py suspend [seconds]

network: it starts with the loopback interface alone; then an interface comes, loses its link, gets another address, and disappears.
suspend: SIGSTOP while messages and files are under way, longer than all repetitions of a message. From 70 seconds on, the listener
notices it by the clock and announces itself again, as after a sleep of the machine.

Needs root. The exit code is 1 when something is not as it must be.
"""
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import attack

PATIENCE = 60


class Checks:
    """What must hold."""

    def __init__(self):
        self.failed = 0

    def check(self, what, holds, seen=''):
        print(('ok ' if holds else 'FAILED ') + what, seen, flush=True)
        self.failed += 0 if holds else 1

    def soon(self, what, probe, expected):
        """Asks until the answer is the expected one."""
        start, seen = time.monotonic(), None
        while time.monotonic() - start < PATIENCE and (seen := probe()) != expected:
            time.sleep(0.2)
        self.check(f'{what} ({time.monotonic() - start:.1f} s)', seen == expected, '' if seen == expected else f'{seen}')


def quiet(*shells):
    """Warnings would come between the answers."""
    for each in shells:
        each.run("$global:WarningPreference = 'SilentlyContinue'")


def run(*command):
    subprocess.run(command, check=True)


def isolate():
    """A network of its own without IPv6, over which a member may be heard first."""
    attack.isolate()
    for each in 'all', 'default':
        with open(f'/proc/sys/net/ipv6/conf/{each}/disable_ipv6', 'w', encoding='ascii') as setting:
            setting.write('1')


def restart(shell, name):
    """Replaces the listener by one that is bound to no address."""
    shell.run(f"Stop-IpMsgListener; Start-IpMsgListener -NickName {name} -UserName {name} -KeyPath '{shell.folder}/key' -NoStore")


def problems(shell):
    return shell.run('(Get-IpMsgListener).Problems | ForEach-Object { $_.Part }')


def members(shell):
    return sorted(shell.run('Get-IpMsgMember -TimeoutSec 0 | ForEach-Object { "$($_.NickName) $($_.Address)" }'))


def send(shell, to, text):
    return shell.run(f"(Send-IpMsg -To {to} -Message '{text}' -ErrorAction SilentlyContinue).Status -as [string]")[0]


def network(checks):
    isolate()
    with attack.Shell('anna', '127.0.0.9') as anna:
        isolate()
        with attack.Shell('bert', '127.0.0.9') as bert:
            quiet(anna, bert)
            inside = ('nsenter', '-t', str(anna.id), '-n', 'ip')
            restart(anna, 'anna')
            checks.check('without a network the listener runs', anna.run('(Get-IpMsgListener).State')[0] is not None)
            checks.soon('and says so', lambda: problems(anna), ['Network'])
            run('ip', 'link', 'add', 'vb', 'type', 'veth', 'peer', 'name', 'va', 'netns', str(anna.id))
            run('ip', 'addr', 'add', '192.168.77.2/24', 'brd', '+', 'dev', 'vb')
            run('ip', 'link', 'set', 'vb', 'up')
            restart(bert, 'bert')
            run(*inside, 'addr', 'add', '192.168.77.1/24', 'brd', '+', 'dev', 'va')
            run(*inside, 'link', 'set', 'va', 'up')
            checks.soon('an interface comes: bert sees anna', lambda: members(bert), ['anna 192.168.77.1'])
            checks.soon('and the problem is over', lambda: problems(anna), [])
            checks.soon('anna sees bert', lambda: members(anna), ['bert 192.168.77.2'])
            checks.check('messages are confirmed', (send(anna, 'bert', 'a'), send(bert, 'anna', 'b')) == ('Confirmed', 'Confirmed'))

            run(*inside, 'link', 'set', 'va', 'down')
            checks.soon('the interface goes: a problem', lambda: problems(anna), ['Network'])
            status = send(anna, 'bert', 'lost')
            checks.check('a message is not confirmed', status in ('Refused', 'Unconfirmed'), status)
            run(*inside, 'link', 'set', 'va', 'up')
            checks.soon('the interface is back', lambda: problems(anna), [])
            checks.soon('a message is confirmed', lambda: send(anna, 'bert', 'c'), 'Confirmed')

            run(*inside, 'addr', 'del', '192.168.77.1/24', 'dev', 'va')
            run(*inside, 'addr', 'add', '192.168.77.99/24', 'brd', '+', 'dev', 'va')
            checks.soon('a new address: bert sees it', lambda: members(bert), ['anna 192.168.77.99'])
            checks.soon('and reaches anna there', lambda: send(bert, 'anna', 'd'), 'Confirmed')

            run('ip', 'link', 'del', 'vb')
            checks.soon('the interface is removed', lambda: (problems(anna), problems(bert)), (['Network'], ['Network']))

            def texts(shell):
                return shell.run('Receive-IpMsg | ForEach-Object Text')

            # A message that was not confirmed at first was sent again.
            seen = sorted(set(texts(bert)) - {'lost'}), sorted(set(texts(anna)))
            checks.check('everything confirmed has arrived', seen == (['a', 'c'], ['b', 'd']), seen)


class Recording:
    """A socket that keeps the lists of offered files."""

    def __init__(self, wrapped):
        self.wrapped, self.offers = wrapped, []

    def recvfrom(self, size):
        data, source = self.wrapped.recvfrom(size)
        fields = data.split(b':', 5)
        command = int(fields[4]) if len(fields) == 6 and fields[4].isdigit() else 0
        if command & 0xFF == attack.SENDMSG and command & attack.FILEATTACH:
            entry = fields[5].split(b'\0')[1].split(b':')
            self.offers.append((int(fields[1]), int(entry[0]), int(entry[2], 16)))
        return data, source

    def __getattr__(self, name):
        return getattr(self.wrapped, name)


class Witness(attack.Peer):
    """A member that counts the entries that it answers, and keeps the offers that it gets."""

    def __init__(self, address, user):
        self.entries = 0
        super().__init__(address, user)
        self.socket = Recording(self.socket)
        # The thread still waits in the socket without the record.
        self.socket.sendto(b'', self.socket.getsockname())

    def enter(self, to, command=attack.ENTRY):
        self.entries += 1 if command == attack.ANSENTRY else 0
        super().enter(to, command)


def read_slowly(address, offer, seconds, result, begun):
    """Fetches a file while the server is stopped."""
    number, identity, missing = offer
    with socket.socket() as made:
        made.settimeout(seconds + PATIENCE)
        made.bind((address, 0))
        made.connect(('10.0.0.10', attack.PORT))
        made.sendall(b'1:%d:witness:WITNESS-PC:%d:%x:%x:0:\0' % (time.time_ns() % 10 ** 9, 0x60, number, identity))
        while missing > 0 and (data := made.recv(65_536)):
            missing -= len(data)
            begun.set()
            time.sleep(0.005)
    result.append(missing)


def suspend(checks, seconds='20'):
    seconds, victim, friend, third = float(seconds), '10.0.0.10', '10.0.0.20', '10.0.0.30'
    attack.isolate()
    with attack.Shell('anna', victim, [friend, third]) as anna, attack.Shell('bert', friend, [victim]) as bert, \
            Witness(third, 'witness') as witness:
        quiet(anna, bert)
        checks.soon('anna sees bert', lambda: f'bert {friend}' in members(anna), True)
        checks.soon('bert sees anna', lambda: f'anna {victim}' in members(bert), True)
        witness.enter(victim)
        checks.soon('anna sees the witness', lambda: f'witness {third}' in members(anna), True)
        entries, received = witness.entries, []
        path = os.path.join(anna.folder, 'large.bin')
        with open(path, 'wb') as file:
            file.truncate(20_000_000)
        anna.run(f"$null = Send-IpMsg -To witness -Message file -Attachment '{path}' -ErrorAction SilentlyContinue")
        checks.soon('the witness gets the offer', lambda: len(witness.socket.offers) > 0, True)
        begun = threading.Event()
        reader = threading.Thread(target=read_slowly, args=(third, witness.socket.offers[0], seconds, received, begun))
        reader.start()
        # A request that was not read before the stop is too late after it (R90).
        checks.check('the file is being fetched', begun.wait(PATIENCE), '')
        # Written and not read yet: the answer comes after the stop.
        anna.process.stdin.write("1..400 | ForEach-Object { Send-IpMsg -To witness -Message \"number $_\" -ErrorAction SilentlyContinue } |"
                                 " ForEach-Object { \"$($_.Status)\" }\n")
        anna.process.stdin.flush()
        while len(witness.texts) < 20:
            time.sleep(0.005)
        anna.process.send_signal(signal.SIGSTOP)
        try:
            start = time.monotonic()
            status = send(bert, 'anna', 'while you slept')
            checks.check('a message to the one that stands still is not confirmed', status == 'Unconfirmed', status)
            time.sleep(max(0, seconds - (time.monotonic() - start)))
        finally:
            anna.process.send_signal(signal.SIGCONT)
        results = anna._read()
        arrived = {each.decode() for each in witness.texts}
        lost = [f'number {index + 1}' for index, each in enumerate(results) if each == 'Confirmed' and f'number {index + 1}' not in arrived]
        counts = {each: results.count(each) for each in set(results)}
        checks.check('400 deliveries end', len(results) == 400 and 'Pending' not in results, counts)
        checks.check('nothing confirmed is lost', lost == [], lost[:5])
        reader.join()
        checks.check('the file arrives whole', received == [0], received)
        checks.soon('and the sender knows it', lambda: anna.run('(Get-IpMsgOffer).State'), ['Taken'])
        checks.soon('messages are confirmed again',
                    lambda: (send(bert, 'anna', 'later'), send(anna, 'bert', 'later')), ('Confirmed', 'Confirmed'))
        if seconds >= 70:
            checks.soon('the member announces itself again', lambda: witness.entries > entries, True)


def main(case, *arguments):
    checks = Checks()
    globals()[case](checks, *arguments)
    return 1 if checks.failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
