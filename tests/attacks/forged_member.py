#!/usr/bin/env python3
"""Datagrams with the forged address of a member, beside the member's own encrypted messages (R110, R111). Loopback only; needs root.

usage: forged_member.py [undecryptable|keys] [datagrams a second] [seconds] [highest median in ms]

undecryptable: messages that nobody can decrypt. Measured is the round trip of the member's own messages, four a second.
keys: requests for the key from other ports. Measured is the time of a message whose sender has to ask for the key first.

Prints latencies, processor time and memory. The exit code is 1 when a message is not confirmed, or the median is too high.
"""
import base64
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time

VICTIM, MEMBER, PORT = '127.0.71.10', '127.0.71.20', 2425
HERE = os.path.dirname(os.path.abspath(__file__))
LIMITS = {'undecryptable': 10, 'keys': 1_000}


def body(kind):
    if kind == 'keys':
        return b'114:65920006\0'
    key, text, signature = (base64.b64encode(b'\0' + os.urandom(length)) for length in (255, 31, 255))
    return b'12583200:41900004:%s:%s:%s\0' % (key, text, signature)


def flood(kind, rate, seconds):
    """Sends in a process of its own, so that the measurement does not wait for it."""
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    start, count = time.monotonic(), 0
    while (passed := time.monotonic() - start) < seconds:
        while count < passed * rate:
            data = b'1:%d:member:MEMBER-PC:%s' % (10 ** 9 + count, body(kind))
            port = 20_000 + count % 1_000 if kind == 'keys' else PORT
            udp = struct.pack('!HHHH', port, PORT, 8 + len(data), 0) + data
            head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), count & 0xFFFF, 0, 64, 17, 0,
                               socket.inet_aton(MEMBER), socket.inet_aton(VICTIM))
            raw.sendto(head + udp, (VICTIM, 0))
            count += 1
        time.sleep(0.001)


class Shell:
    """A pwsh with a member."""

    def __init__(self, role, address, other, folder):
        script = os.path.join(HERE, 'member.ps1')
        self.process = subprocess.Popen(['pwsh', '-NoProfile', '-NonInteractive', '-File', script, role, address, other, folder],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.id = int(self.read()[1])

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit('pwsh has ended')
        return line.split()

    def write(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def ask(self, line):
        self.write(line)
        return self.read()

    def cpu(self):
        with open(f'/proc/{self.id}/stat') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def memory(self):
        with open(f'/proc/{self.id}/status') as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith('VmRSS'))


def measure(kind, member, count):
    """Milliseconds of each message; None for one without confirmation."""
    times = []
    for number in range(count):
        if kind == 'keys':
            member.write('forget')
        status, _, round_trip, whole = member.ask(f'word {number}')
        times.append(int(whole if kind == 'keys' else round_trip) if status == 'Confirmed' else None)
        time.sleep(0.25)
    return times


def report(label, times):
    known = sorted(each for each in times if each is not None)
    median = known[len(known) // 2] if known else None
    print(f'{label}: {len(known)} confirmed, {len(times) - len(known)} not, median {median} ms, '
          f'95% {known[int(len(known) * 0.95)] if known else None} ms, highest {known[-1] if known else None} ms', flush=True)
    return median


def main(kind='undecryptable', rate='600', seconds='20', limit=None):
    if kind == '_flood':
        return flood(rate, float(seconds), float(limit))
    limit = float(limit or LIMITS[kind])
    with tempfile.TemporaryDirectory() as folder:
        victim, member = Shell('victim', VICTIM, MEMBER, folder), Shell('member', MEMBER, VICTIM, folder)
        try:
            report('before', measure(kind, member, 8))
            cpu, start = victim.cpu(), time.monotonic()
            attack = subprocess.Popen([sys.executable, __file__, '_flood', kind, rate, str(float(seconds) + 60)])
            # The address of the member is limited from the ninth failure on.
            time.sleep(1)
            try:
                times = measure(kind, member, int(float(seconds) * (1 if kind == 'keys' else 4)))
            finally:
                attack.kill()
                attack.wait()
            median = report(f'{rate} {kind} datagrams a second', times)
            share = (victim.cpu() - cpu) / (time.monotonic() - start)
            print(f'victim: {share:.0%} of a processor, {victim.memory()} MB', flush=True)
        finally:
            victim.process.kill()
            member.process.stdin.close()
            member.process.wait(30)
            victim.process.wait(30)
    return 0 if None not in times and median <= limit else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
