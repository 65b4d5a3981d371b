#!/usr/bin/env python3
"""The figures of a soak test. usage: report.py <folder> <minutes>

Reads what the members have written (SoakLog.cs describes the lines). The exit code is 1 when a confirmed message was not received, one was
received twice or never sent, a fetched file differs, or a process has grown: its median in the last quarter exceeds that of the second
quarter by more than the limit. Each member keeps the messages that it has sent, up to 16,384, and PowerShell those that it has received, up
to 1,000, so memory may grow by some bytes for each message.
"""
import collections
import csv
import glob
import json
import os
import statistics
import sys

# How much a median may grow: as a share or absolutely, whichever is more, and memory also by so many kB for each message that was received
# meanwhile. As many are sent. In a short run, caches and the runtime's compiled code still grow.
LIMITS = {'rss_kb': (0.10, 8_192), 'heap_kb': (0.05, 4_096), 'threads': (0.05, 5), 'handles': (0.05, 8)}
MESSAGE_KB = {'shell': 6, 'nodes': 1}
SHORT, SHORT_FACTOR = 20, 6
SHOWN = 10


def events(folder):
    for path in glob.glob(os.path.join(folder, 'events-*.txt')):
        with open(path, encoding='utf-8') as file:
            for line in file:
                kind, sender, sequence, recipient, detail = line.split()
                yield kind, (int(sender), int(sequence), int(recipient)), detail


class Messages:
    """What has become of each message to each recipient."""

    def __init__(self, folder):
        self.confirmed, self.unconfirmed, self.broadcasts = set(), set(), set()
        self.received, self.heard, self.counts = collections.Counter(), collections.Counter(), collections.Counter()
        self.trips = []
        for kind, message, detail in events(folder):
            self.counts[kind, detail if kind in 'fNR' else ''] += 1
            if kind == 'C':
                self.trips += [] if message in self.confirmed or not detail.isdigit() else [int(detail)]
                self.confirmed.add(message)
            elif kind in 'UN':
                self.unconfirmed.add(message)
            elif kind == 'R':
                self.received[message] += 1
            elif kind == 'B':
                self.broadcasts.add(message[:2])
            elif kind == 'b':
                self.heard[message] += 1
        self.unconfirmed -= self.confirmed
        self.trips.sort()

    def count(self, kind):
        return sum(count for key, count in self.counts.items() if key[0] == kind)

    def faults(self):
        """Each kind of fault with the messages that show it."""
        sent = self.confirmed | self.unconfirmed
        yield 'confirmed and not received', [each for each in self.confirmed if each not in self.received]
        yield 'received twice', [each for each, count in (self.received + self.heard).items() if count > 1]
        yield 'received and not sent', [each for each in self.received if each not in sent] + \
            [each for each in self.heard if each[:2] not in self.broadcasts]
        yield 'files that differ', ['see the lines f'] * self.counts['f', 'different']

    def rows(self):
        late = sum(1 for each in self.unconfirmed if each in self.received)
        yield 'messages, counted for each recipient', len(self.confirmed | self.unconfirmed)
        yield '  confirmed', len(self.confirmed)
        yield '  not confirmed', len(self.unconfirmed)
        yield '    of them received', late
        yield '  received encrypted', self.counts['R', 'encrypted']
        yield '  received in plaintext', self.counts['R', 'plain']
        yield 'sealed texts opened, as their senders know', self.count('O')
        yield 'broadcasts', len(self.broadcasts)
        yield '  received, by all members', sum(self.heard.values())
        yield 'automatic replies received', self.count('A')
        yield 'files and folders fetched', self.count('F')
        yield '  not fetched', self.count('f')
        yield 'members that left and entered again', self.count('D')
        if self.trips:
            yield 'median until the confirmation, ms', self.trips[len(self.trips) // 2]
            yield '95% of them, ms', self.trips[int(len(self.trips) * 0.95)]


def processes(folder):
    """The samples of each process, without the first one, which it takes when the traffic begins."""
    for path in sorted(glob.glob(os.path.join(folder, 'samples-*.csv'))):
        with open(path, encoding='utf-8') as file:
            rows = list(csv.DictReader(file))
        if len(rows) < 9:
            raise SystemExit(f'too few samples in {path}')
        yield rows[0]['process'], {name: [int(row[name]) for row in rows[1:]] for name in (*LIMITS, 'messages')}


def quarters(values):
    size = len(values) // 4
    return statistics.median(values[size:2 * size]), statistics.median(values[-size:])


def growth(folder, minutes):
    """Prints a line for each process, and returns what has grown."""
    grown = []
    factor = SHORT_FACTOR if minutes < SHORT else 1
    print(f'{"second and last quarter":24}' + ''.join(f'{name:>20}' for name in LIMITS))
    for process, samples in processes(folder):
        line = f'{process:24}'
        first, last = quarters(samples['messages'])
        messages_kb = (last - first) * MESSAGE_KB[process.split('-')[0]]
        for name, (share, least) in LIMITS.items():
            before, after = quarters(samples[name])
            line += f'{f"{before:,.0f} {after:,.0f}":>20}'
            if after - before > factor * max(share * before, least) + (messages_kb if name.endswith('_kb') else 0):
                grown.append(f'{process}: {name} from {before:,.0f} to {after:,.0f}')
        print(line)
    return grown


def main(folder, minutes):
    messages = Messages(folder)
    for name, value in messages.rows():
        print(f'{name:48}{value:>10,}')
    failures = []
    for name, found in messages.faults():
        print(f'{name:48}{len(found):>10,}')
        failures += [f'{name}: {found[:SHOWN]}'] if found else []
    for reason in sorted(key for key in messages.counts if key[0] in 'fN'):
        print(f'  {"not fetched" if reason[0] == "f" else "refused"}: {reason[1]}: {messages.counts[reason]}')
    with open(os.path.join(folder, 'bridge.json'), encoding='utf-8') as file:
        print('line: ' + ', '.join(f'{name} {value:,}' for name, value in json.load(file).items()))
    failures += growth(folder, float(minutes))
    if not messages.confirmed or not messages.heard or not messages.count('F'):
        failures.append('the traffic lacks messages, broadcasts or files')
    for failure in failures:
        print('FAILED ' + failure)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
