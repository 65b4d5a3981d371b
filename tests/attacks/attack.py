"""Parts of the attack scripts: a network of loopback addresses, a listener to attack, members beside it, and datagrams with forged addresses.

A script has the shape

    attack.isolate()
    with attack.Shell('victim', VICTIM, others=[MEMBER]) as victim, attack.Peer(MEMBER, 'member') as member:
        victim.run('Receive-IpMsg -Count 1 | Out-Null')
        with attack.flood(3_000, datagram_of_number):
            times = member.measure(VICTIM, 20, gap=0.1)
        attack.report('during', times)

Everything is in the Python standard library and in pwsh. Needs root.
"""
import contextlib
import ctypes
import json
import multiprocessing
import os
import socket
import struct
import subprocess
import tempfile
import threading
import time

PORT = 2425
HERE = os.path.dirname(os.path.abspath(__file__))
ENTRY, EXIT, ANSENTRY, SENDMSG, RECVMSG, READMSG, GETPUBKEY, ANSPUBKEY = 0x01, 0x02, 0x03, 0x20, 0x21, 0x30, 0x72, 0x73
SENDCHECK, SECRET, BROADCAST, AUTORET = 0x100, 0x200, 0x400, 0x2000
NOADDLIST, READCHECK, FILEATTACH, ENCRYPT, UTF8, CAPUTF8 = 0x80000, 0x100000, 0x200000, 0x400000, 0x800000, 0x1000000
MESSAGE = SENDMSG | SENDCHECK | UTF8 | CAPUTF8


def isolate():
    """Moves this process into a network namespace of its own, so that scripts may run at the same time. All of 127.0.0.0/8 and 10.0.0.0/8
    is local there: addresses of the second one are those of other machines to a listener."""
    new_network = 0x4000_0000
    if ctypes.CDLL(None, use_errno=True).unshare(new_network) != 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    for command in ('link set lo up', 'route add local 10.0.0.0/8 dev lo'):
        subprocess.run(['ip', *command.split()], check=True)


def packet(number, user, host, command, body=b''):
    """A datagram of version 1; texts are written as UTF-8."""
    fields = [each if isinstance(each, bytes) else str(each).encode() for each in (1, number, user, host, command, body)]
    return b':'.join(fields) + b'\0'


class Raw:
    """Sends UDP datagrams from any IPv4 address and port."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.count = 0

    def send(self, source, target, data, source_port=PORT, target_port=PORT):
        udp = struct.pack('!HHHH', source_port, target_port, 8 + len(data), 0) + data
        head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), self.count & 0xFFFF, 0, 64, 17, 0,
                           socket.inet_aton(source), socket.inet_aton(target))
        self.count += 1
        self.socket.sendto(head + udp, (target, 0))


def _flood(rate, seconds, total, make, count):
    raw, start = Raw(), time.monotonic()
    while (passed := time.monotonic() - start) < seconds and count.value < total:
        while count.value < min(passed * rate, total):
            made = make(count.value)
            raw.send(*made)
            count.value += 1
        time.sleep(0.001)


@contextlib.contextmanager
def flood(rate, make, seconds=3_600.0, total=10 ** 12):
    """Sends datagrams, that many a second, in a process of its own until the block ends: a measurement must not wait for it.

    make(number) returns the arguments of Raw.send. The block gets a function that tells the number of datagrams so far, and one that waits
    until all are sent."""
    count = multiprocessing.get_context('fork').Value('q', 0, lock=False)
    process = multiprocessing.get_context('fork').Process(target=_flood, args=(rate, seconds, total, make, count), daemon=True)
    process.start()
    try:
        yield lambda: count.value, process.join
    finally:
        process.kill()
        process.join()


@contextlib.contextmanager
def sniffed(source, handle):
    """Calls handle(target, port, data) for each UDP datagram that leaves an IPv4 address while the block runs, in a thread of its own.
    port is that of the source."""
    every_protocol, ip, udp = 3, 0x0800, 17
    sniffer = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(every_protocol))
    sniffer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
    sniffer.bind(('lo', every_protocol))
    sniffer.settimeout(0.2)
    ended = threading.Event()

    def read():
        while not ended.is_set():
            try:
                data, (_, protocol, kind, *_) = sniffer.recvfrom(65_536)
            except TimeoutError:
                continue
            # The loopback interface shows each packet as outgoing and as incoming.
            if protocol != ip or kind != socket.PACKET_OUTGOING or data[9] != udp or data[12:16] != socket.inet_aton(source):
                continue
            head = (data[0] & 0xF) * 4
            handle(socket.inet_ntoa(data[16:20]), int.from_bytes(data[head:head + 2], 'big'), data[head + 8:])

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        sniffer.close()


class Shell:
    """A pwsh with a listener; a context manager. run() executes a line of script there, in which $listener is the listener."""

    def __init__(self, name, address, others=(), start='-NoStore', reads=False, folder=None):
        """others: the addresses that get its broadcasts. start: more arguments of Start-IpMsgListener; $folder is a folder for the test.
        reads: True to take every message from the inbox as it comes. folder: that folder, which stays then."""
        self.temporary = None if folder else tempfile.TemporaryDirectory()
        self.folder = folder or self.temporary.name
        command = ['pwsh', '-NoProfile', '-NonInteractive', '-File', os.path.join(HERE, 'member.ps1'), name, address,
                   ','.join(others) or '127.0.0.1', self.folder, str(int(reads)), start]
        environment = dict(os.environ, HOME=self.folder, POWERSHELL_TELEMETRY_OPTOUT='1', NO_COLOR='1')
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.id = self._read()[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.temporary:
            self.temporary.cleanup()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit('pwsh has ended')
        return json.loads(line)

    def run(self, script):
        """Runs one line of script. Returns the list of its outputs, from JSON."""
        self.process.stdin.write(script.replace('\n', ';') + '\n')
        self.process.stdin.flush()
        return self._read()

    def counters(self):
        return self.run('$listener.Counters')[0]

    def cpu(self):
        """Seconds of processor time."""
        with open(f'/proc/{self.id}/stat') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def memory(self):
        """Resident memory in MB."""
        with open(f'/proc/{self.id}/status') as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith('VmRSS'))


class Peer:
    """A member without encryption at its own address; a context manager. It answers entries and confirms messages."""

    def __init__(self, address, user, port=PORT):
        self.address, self.user, self.host, self.number = address, user, user.upper() + '-PC', int(time.time())
        self.confirmations, self.arrived, self.texts, self.closed = {}, threading.Condition(), [], False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.socket.bind((address, port))
        self.thread = threading.Thread(target=self._receive, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True
        self.socket.sendto(b'', self.socket.getsockname())
        self.thread.join()
        self.socket.close()

    def send(self, to, command, body=b'', number=None):
        if number is None:
            self.number += 1
            number = self.number
        self.socket.sendto(packet(number, self.user, self.host, command, body), (to, PORT))
        return number

    def enter(self, to, command=ENTRY):
        self.send(to, command | CAPUTF8, self.user.encode() + b'\0')

    def _receive(self):
        while not self.closed:
            data, source = self.socket.recvfrom(65_536)
            at, fields = time.monotonic(), data.split(b':', 5)
            if len(fields) < 6 or not fields[4].isdigit():
                continue
            number, command, body = fields[1], int(fields[4]), fields[5].split(b'\0')[0]
            if command & 0xFF == ENTRY:
                self.enter(source[0], ANSENTRY)
            elif command & 0xFF == SENDMSG:
                self.texts.append(body)
                if command & SENDCHECK and not command & (BROADCAST | AUTORET):
                    self.send(source[0], RECVMSG, number)
            elif command & 0xFF == RECVMSG:
                with self.arrived:
                    self.confirmations.setdefault(body, at)
                    self.arrived.notify_all()

    def say(self, to, text, tries=5):
        """Sends a message, and repeats it each second as a client does. Returns the milliseconds until its confirmation, or None."""
        self.number += 1
        number, start = str(self.number).encode(), time.monotonic()
        for attempt in range(tries):
            self.send(to, MESSAGE, text.encode(), self.number)
            with self.arrived:
                if self.arrived.wait_for(lambda: number in self.confirmations, max(0, start + attempt + 1 - time.monotonic())):
                    return (self.confirmations[number] - start) * 1_000
        return None

    def measure(self, to, count, gap=0.1, text='normal message'):
        """The times of that many messages, in milliseconds; None for each without confirmation."""
        times = []
        for number in range(count):
            times.append(self.say(to, f'{text} {number} {time.monotonic()}'))
            time.sleep(gap)
        return times


def measure_shell(member, to, count, gap=0.1, key='RoundTripMs'):
    """The same for the encrypted messages of a Shell: 'RoundTripMs', or 'WholeMs' for the time of Send-IpMsg."""
    times = []
    for number in range(count):
        sent = member.run(f"Measure-Message '{to}:{PORT}' 'normal message {number}'")[0]
        times.append(sent[key] if sent['Status'] == 'Confirmed' else None)
        time.sleep(gap)
    return times


def report(label, times):
    """Prints a line. Returns the median and the maximum, in milliseconds, which are infinite when a message was not confirmed."""
    known = sorted(each for each in times if each is not None)
    lost = len(times) - len(known)
    if known:
        print(f'{label}: {len(known)} confirmed, {lost} not, median {known[len(known) // 2]:.1f} ms, '
              f'95% {known[int(len(known) * 0.95)]:.1f} ms, highest {known[-1]:.1f} ms', flush=True)
    else:
        print(f'{label}: none of {lost} confirmed', flush=True)
    return (known[len(known) // 2] if known else float('inf')), (known[-1] if known and not lost else float('inf'))


class Limits:
    """Collects what exceeds its limit; the exit code of a script is that of end()."""

    def __init__(self):
        self.failed = 0

    def check(self, what, value, limit):
        """The value may be as high as the limit."""
        if value > limit:
            self.failed += 1
            print(f'FAILED: {what} is {value:.1f}, more than {limit}', flush=True)

    def times(self, label, times, median=10, highest=1_000):
        """Prints and checks latencies in milliseconds."""
        middle, maximum = report(label, times)
        self.check(label + ': the median', middle, median)
        self.check(label + ': the highest', maximum, highest)

    def end(self):
        return 1 if self.failed else 0
