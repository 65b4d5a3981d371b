#!/usr/bin/env python3
"""Connections to the file port that ask for nothing, beside a recipient of an open offer that fetches its file (R90).

Needs root, for a network namespace.

usage: connections.py hold KIND ADDRESSES [seconds] [highest ms]     KIND: idle, byte or trickle
       connections.py thousands [connections] [highest ms]
       connections.py readers [recipients] [highest ms]
       connections.py server [seconds]

hold: as many connections of each address as the listener takes, made again as soon as one is closed.
thousands: connections all at once, then garbage on each of them, then connections that are reset.
readers: recipients of the same offers that read nothing, each with all the connections that it gets.
server: the module downloads from a server that sends a byte a second, and from one that sends nothing.

Prints fetch times, connections made, processor time, memory and handles. The exit code is 1 beyond a limit.
"""
import os
import re
import resource
import selectors
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import attack

VICTIM, BOB, CAROL, SERVER, PORT = '10.0.0.10', '10.0.0.20', '10.0.0.21', '10.0.0.30', attack.PORT
PER_ADDRESS = 16
# Beyond the memory before. Each of 1,024 connections and 512 transfers has a handle, and pwsh has about 160.
MAX_MEMORY, MAX_HANDLES = 100, 1_750


def many_handles():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def strangers(count):
    return [f'10.0.{1 + index // 250}.{1 + index % 250}' for index in range(count)]


def use(victim):
    """Memory in MB, the highest so far, and handles."""
    with open(f'/proc/{victim.id}/status') as status:
        sizes = dict(re.findall(r'^(VmRSS|VmHWM):\s+(\d+)', status.read(), re.M))
    return int(sizes['VmRSS']) // 1024, int(sizes['VmHWM']) // 1024, len(os.listdir(f'/proc/{victim.id}/fd'))


class Recipients:
    """Addresses that confirm messages and keep the offers in them."""

    def __init__(self, addresses):
        self.offers = {address: [] for address in addresses}
        self.selector = selectors.DefaultSelector()
        for address in addresses:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.bind((address, PORT))
            self.selector.register(udp, selectors.EVENT_READ, address)
        threading.Thread(target=self.receive, daemon=True).start()

    def receive(self):
        while True:
            for key, _ in self.selector.select():
                data, sender = key.fileobj.recvfrom(65536)
                fields = data.split(b':', 5)
                if len(fields) < 6 or int(fields[4]) & 0xFF != 0x20:
                    continue
                number = fields[1]
                key.fileobj.sendto(b'1:%d:%s:%s:33:%s\0' % (time.time_ns() % 10**9, b'user', b'HOST', number), sender)
                if int(fields[4]) & 0x200000 and all(int(number) != each[0] for each in self.offers[key.data]):
                    for entry in fields[5].split(b'\0')[1].split(b'\a'):
                        if b':' in entry:
                            name = entry.split(b':')
                            self.offers[key.data].append((int(number), int(name[0]), int(name[2], 16)))


def connect(address, timeout=30):
    made = socket.socket()
    made.settimeout(timeout)
    made.bind((address, 0))
    made.connect((VICTIM, PORT))
    return made


def request(offer):
    number, identity, _ = offer
    return b'1:%d:user:HOST:%d:%x:%x:0:\0' % (time.time_ns() % 10**9, 0x60, number, identity)


def fetch(address, offer):
    """Milliseconds of a fetch of a file; None when it fails."""
    start = time.monotonic()
    try:
        with connect(address) as made:
            made.sendall(request(offer))
            missing = offer[2]
            while missing > 0 and (data := made.recv(65536)):
                missing -= len(data)
    except OSError as error:
        print(f'# {error}')
        return None
    return None if missing else (time.monotonic() - start) * 1000


def hog(kind, count):
    """Holds connections in a process of its own until it is killed. Prints how many it has made."""
    many_handles()
    selector, held, made = selectors.DefaultSelector(), {each: set() for each in strangers(count)}, 0
    shown = sent = time.monotonic()
    while True:
        for address, own in held.items():
            while len(own) < PER_ADDRESS:
                one = socket.socket()
                one.setblocking(False)
                one.bind((address, 0))
                one.connect_ex((VICTIM, PORT))
                selector.register(one, selectors.EVENT_READ | (selectors.EVENT_WRITE if kind != 'idle' else 0), address)
                own.add(one)
                made += 1
        for key, events in selector.select(0.02):
            try:
                if events & selectors.EVENT_WRITE:
                    key.fileobj.send(b'1')
                    selector.modify(key.fileobj, selectors.EVENT_READ, key.data)
                if events & selectors.EVENT_READ and not key.fileobj.recv(1):
                    raise ConnectionResetError
            except OSError:
                selector.unregister(key.fileobj)
                key.fileobj.close()
                held[key.data].discard(key.fileobj)
        now = time.monotonic()
        if kind == 'trickle' and now - sent > 0.1:
            sent = now
            for own in held.values():
                for one in own:
                    try:
                        one.send(b'1')
                    except OSError:
                        pass
        if now - shown > 0.5:
            shown = now
            print(made, flush=True)


class Hog:
    """A process of hog, and the number of connections that it has made."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([sys.executable, __file__, '_hog', *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        self.made, self.grown = 0, threading.Event()
        threading.Thread(target=self.read, daemon=True).start()
        if not self.grown.wait(30):
            raise SystemExit('the attack makes no connections')

    def read(self):
        for line in self.process.stdout:
            self.made = int(line)
            self.grown.set()

    def end(self):
        self.process.kill()
        self.process.wait()


def judge(victim, label, times, limit, baseline):
    """Prints what was measured. True when it is within the limits."""
    known = sorted(each for each in times if each is not None)
    memory, peak, handles = use(victim)
    print(f'{label}: {len(known)} fetched, {len(times) - len(known)} not, median {known[len(known) // 2] if known else -1:.0f} ms, '
          f'highest {known[-1] if known else -1:.0f} ms; {memory} MB (before {baseline} MB, highest {peak} MB), {handles} handles',
          flush=True)
    return len(known) == len(times) and known[-1] <= limit and memory - baseline <= MAX_MEMORY and handles <= MAX_HANDLES


def offered(victim, path, addresses, files=1):
    recipients = Recipients(addresses)
    to = ','.join(addresses)
    victim.run(f"1..{files} | ForEach-Object {{ $null = Send-IpMsg -To {to} -Message \"file $_\" -Attachment '{path}' "
               "-ErrorAction SilentlyContinue }")
    lacking = [each for each in addresses if len(recipients.offers[each]) != files]
    if lacking:
        raise SystemExit(f'no offer at {lacking}')
    return recipients.offers


def file_of(folder, size):
    path = os.path.join(folder, f'{size}.bin')
    with open(path, 'wb') as file:
        file.truncate(size)
    return path


def hold(victim, folder, kind, addresses, seconds='8', limit='1000'):
    offer = offered(victim, file_of(folder, 1_000_000), [BOB])[BOB][0]
    baseline = use(victim)[0]
    quiet = judge(victim, 'before', [fetch(BOB, offer) for _ in range(5)], 1_000, baseline)
    holder = Hog(kind, addresses)
    try:
        cpu, made, start, times = victim.cpu(), holder.made, time.monotonic(), []
        while time.monotonic() - start < float(seconds):
            times.append(fetch(BOB, offer))
            time.sleep(0.1)
        passed = time.monotonic() - start
        print(f'{holder.made} connections made, {(holder.made - made) / passed:.0f} a second; '
              f'victim: {(victim.cpu() - cpu) / passed:.0%} of a processor', flush=True)
        fits = judge(victim, f'{addresses} addresses, {kind}', times, float(limit), baseline)
    finally:
        holder.end()
    return judge(victim, 'after', [fetch(BOB, offer) for _ in range(5)], 1_000, baseline) and quiet and fits


def thousands(victim, folder, count='5000', limit='1000'):
    offer = offered(victim, file_of(folder, 1_000_000), [BOB])[BOB][0]
    baseline, held, own = use(victim)[0], [], strangers(200)
    for index in range(int(count)):
        one = socket.socket()
        one.setblocking(False)
        one.bind((own[index % len(own)], 0))
        one.connect_ex((VICTIM, PORT))
        held.append(one)
    fits = judge(victim, f'{count} connections at once', [fetch(BOB, offer) for _ in range(5)], float(limit), baseline)
    for one in held:
        try:
            one.send(os.urandom(2_000))
        except OSError:
            pass
    fits &= judge(victim, 'garbage on each', [fetch(BOB, offer) for _ in range(5)], float(limit), baseline)
    for one in held:
        one.close()
    for index in range(int(count)):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        one.setblocking(False)
        one.bind((own[index % len(own)], 0))
        one.connect_ex((VICTIM, PORT))
        one.close()
    fits &= judge(victim, f'{count} resets', [fetch(BOB, offer) for _ in range(5)], float(limit), baseline)
    sent = 0
    with connect(own[0], 5) as endless:
        try:
            endless.sendall(request(offer)[:-2])
            while sent < 10 ** 8:
                sent += endless.send(b'1:' * 32_000)
        except OSError:
            pass
    print(f'a request without an end: cut after {sent} bytes', flush=True)
    return fits and sent < 10 ** 7


def readers(victim, folder, count='40', limit='1000'):
    slow = [f'10.0.0.{100 + index}' for index in range(int(count))]
    offers = offered(victim, file_of(folder, 200_000_000), slow, 4)
    offer = offered(victim, file_of(folder, 1_000_000), [CAROL])[CAROL][0]
    baseline, held = use(victim)[0], []
    for address in slow:
        for each in offers[address]:
            for _ in range(4):
                held.append(connect(address))
                held[-1].sendall(request(each))
    # The byte shows that the transfer runs.
    running, end = 0, time.monotonic() + 10
    selector = selectors.DefaultSelector()
    for one in held:
        selector.register(one, selectors.EVENT_READ)
    while time.monotonic() < end and (ready := selector.select(1)):
        for key, _ in ready:
            selector.unregister(key.fileobj)
            try:
                running += len(key.fileobj.recv(1))
            except OSError:
                pass
    print(f'{running} transfers run of {len(held)} connections', flush=True)
    return judge(victim, f'{count} recipients that read nothing', [fetch(CAROL, offer) for _ in range(20)], float(limit), baseline)


def server(victim, folder, seconds='5'):
    fits, script = True, ("try { Receive-IpMsg -TimeoutSec 30 -Count 1 | "
                          f"Save-IpMsgAttachment -LiteralPath '{folder}' -TimeoutSec {seconds}; 'saved' }} "
                          "catch { $_.FullyQualifiedErrorId -split ',' | Select-Object -First 1; \"$_\" }")
    for kind in 'trickle', 'silent':
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((SERVER, PORT))
        listener.listen()

        def serve():
            made, _ = listener.accept()
            made.recv(8_192)
            try:
                while made.fileno() >= 0:
                    made.send(b'1' if kind == 'trickle' else b'')
                    time.sleep(0.2)
            except OSError:
                pass
            made.close()

        threading.Thread(target=serve, daemon=True).start()
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind((SERVER, PORT))
        udp.sendto(b'1:%d:user:HOST:%d:text\0' b'0:big.bin:%x:0:1:\a\0' % (time.time_ns() % 10**9, 0x200020, 10 ** 9), (VICTIM, PORT))
        start = time.monotonic()
        answer = victim.run(script)
        passed = time.monotonic() - start
        print(f'{kind}: {" ".join(map(str, answer))}, after {passed:.1f} s', flush=True)
        fits &= answer[0] == 'TransferTimedOut' and passed < float(seconds) + 5
        udp.close()
        listener.close()
    return fits


def main(case, *arguments):
    if case == '_hog':
        return hog(arguments[0], int(arguments[1]))
    many_handles()
    attack.isolate()
    with tempfile.TemporaryDirectory() as folder, attack.Shell('victim', VICTIM) as victim:
        return 0 if globals()[case](victim, folder, *arguments) else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
