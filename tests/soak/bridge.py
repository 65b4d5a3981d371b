#!/usr/bin/env python3
"""A switch that loses, delays, doubles and reorders the frames between its interfaces. Needs root. Some kernels have no netem.

usage: bridge.py <loss> <delay ms> <jitter ms> <duplication> <seed> <figures> <interface>...
       bridge.py plain <interface>...     turns off what interfaces leave to hardware, for the interfaces of the programs on the line

Loss and duplication are probabilities, drawn anew for each frame and each receiver. The delay of a frame lies within the jitter around the
mean, so later frames overtake it. ARP is spared: a host that finds no other host is not what is tested. The file of figures is written once
a second, and when SIGTERM ends the program.
"""
import array
import fcntl
import heapq
import json
import random
import select
import signal
import socket
import struct
import sys
import time

SIOCETHTOOL = 0x8946
# ETHTOOL_SRXCSUM, STXCSUM, SSG, STSO, SUFO, SGSO, SGRO. Without them every frame is complete and fits into the MTU.
OFFLOADS = (0x15, 0x17, 0x19, 0x1F, 0x22, 0x24, 0x2C)
PACKET_IGNORE_OUTGOING, SO_RCVBUFFORCE = 23, 33
ETH_P_ALL, SOL_PACKET = 3, 263
ARP = b'\x08\x06'
MAX_FRAME, BATCH = 2048, 256


def plain(names):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for name in names:
            for command in OFFLOADS:
                value = array.array('B', struct.pack('II', command, 0))
                request = struct.pack('16sP', name.encode(), value.buffer_info()[0])
                try:
                    fcntl.ioctl(control, SIOCETHTOOL, request)
                except OSError:
                    pass  # An interface without this feature does not leave it to hardware.


def open_port(name):
    port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    port.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    port.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
    port.bind((name, ETH_P_ALL))
    port.setblocking(False)
    return port


class Bridge:
    def __init__(self, conditions, seed, ports):
        self.loss, self.delay, self.jitter, self.duplication = conditions
        self.random = random.Random(seed)
        self.ports = ports
        self.places = {}
        self.waiting = []
        self.count = 0
        self.last = {}
        self.figures = dict(frames=0, carried=0, lost=0, doubled=0, overtaken=0, most_waiting=0, latest_ms=0)

    def take(self, port, frame):
        self.figures['frames'] += 1
        self.places[frame[6:12]] = port
        place = None if frame[0] & 1 else self.places.get(frame[0:6])
        for to in (place,) if place else self.ports:
            if to is not port:
                self.carry(to, frame)

    def carry(self, to, frame):
        chance = self.random.random
        if frame[12:14] == ARP:
            return self.put(to, frame, 0)
        if chance() < self.loss:
            self.figures['lost'] += 1
            return
        copies = 2 if chance() < self.duplication else 1
        self.figures['doubled'] += copies - 1
        for _ in range(copies):
            self.put(to, frame, self.delay + self.jitter * (2 * chance() - 1))

    def put(self, to, frame, seconds):
        self.count += 1
        heapq.heappush(self.waiting, (time.monotonic() + seconds, self.count, to, frame))

    def send_due(self):
        figures, now = self.figures, time.monotonic()
        figures['most_waiting'] = max(figures['most_waiting'], len(self.waiting))
        while self.waiting and self.waiting[0][0] <= now:
            due, number, to, frame = heapq.heappop(self.waiting)
            figures['latest_ms'] = max(figures['latest_ms'], round((now - due) * 1000))
            figures['overtaken'] += number < self.last.get(to, 0)
            self.last[to] = max(number, self.last.get(to, 0))
            try:
                to.send(frame)
                figures['carried'] += 1
            except OSError:
                figures['lost'] += 1  # The receiver's queue is full, or it is gone.

    def run(self, path):
        poll = select.epoll()
        by_handle = {port.fileno(): port for port in self.ports}
        for handle in by_handle:
            poll.register(handle, select.EPOLLIN)
        write_at = 0
        while True:
            now = time.monotonic()
            if now >= write_at:
                self.write(path)
                write_at = now + 1
            wait = min(write_at, self.waiting[0][0] if self.waiting else write_at) - now
            for handle, _ in poll.poll(max(wait, 0)):
                self.read(by_handle[handle])
            self.send_due()

    def read(self, port):
        for _ in range(BATCH):
            try:
                self.take(port, port.recv(MAX_FRAME))
            except BlockingIOError:
                return

    def write(self, path):
        with open(path, 'w') as file:
            json.dump(self.figures, file)


def main(arguments):
    if arguments[0] == 'plain':
        return plain(arguments[1:])
    loss, delay, jitter, duplication = map(float, arguments[:4])
    bridge = Bridge((loss, delay / 1000, jitter / 1000, duplication), arguments[4], [open_port(name) for name in arguments[6:]])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        bridge.run(arguments[5])
    finally:
        bridge.write(arguments[5])


if __name__ == '__main__':
    main(sys.argv[1:])
