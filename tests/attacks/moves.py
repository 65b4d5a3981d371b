#!/usr/bin/env python3
"""A stranger announces the names of a pinned member from an address of its own, and sends its exit and RELEASEFILES (R121 to R124). It forges
exits with the member's address as well. Needs root.

usage: moves.py [rounds a second] [seconds]

Measured is the round trip of encrypted messages to the member, four a second. The exit code is 1 when one is not confirmed or too slow, when
the stranger gets a message or a release ends an offer, or when the member leaves the list or its address.
"""
import sys
import threading
import time

import attack

BOB, ALICE, MALLORY = '127.0.72.10', '127.0.72.20', '127.0.72.66'
RELEASEFILES, ENCRYPTS = 0x61, 0x0D640000


class Stranger:
    """Answers entries in the member's names, and records what else it gets."""

    def __init__(self, user, host):
        self.peer = attack.Peer(MALLORY, user)
        self.peer.host, self.peer.enter = host, self.enter
        self.user, self.host, self.stop = user, host, threading.Event()

    def enter(self, to, command=attack.ENTRY):
        lines = f'\0\0\nUN:{self.user}\nHN:{self.host}\nNN:{self.user}\nGN:\nPF:1'
        self.peer.send(to, command | ENCRYPTS, self.user.encode() + lines.encode())

    def attack(self, rate, offer):
        raw, start, rounds = attack.Raw(), time.monotonic(), 0
        exit_packet = attack.packet(9, self.user, self.host, attack.EXIT | ENCRYPTS)
        while not self.stop.is_set():
            while rounds < (time.monotonic() - start) * rate:
                self.enter(BOB)
                self.peer.send(BOB, attack.EXIT | ENCRYPTS)
                self.peer.send(BOB, RELEASEFILES, offer)
                raw.send(ALICE, BOB, exit_packet)
                rounds += 1
            time.sleep(0.002)
        return rounds


def main(rate='100', seconds='20'):
    attack.isolate()
    limits = attack.Limits()
    with attack.Shell('bob', BOB, [ALICE, MALLORY]) as bob, attack.Shell('alice', ALICE, [BOB], reads=True) as alice:
        attack.report('before', attack.measure_shell(bob, ALICE, 8, 0.25))
        own = bob.run('Get-IpMsgMember | Select-Object UserName, HostName, Fingerprint, EndPoint')[0]
        stranger = Stranger(f"{own['UserName']}-<{own['Fingerprint']}>", own['HostName'])
        with stranger.peer:
            bob.run("'content' | Set-Content $folder/offer.txt")
            offer = bob.run(f"Send-IpMsg '{own['EndPoint']}' 'a file' -Attachment $folder/offer.txt | Select-Object PacketNumber")[0]
            thread = threading.Thread(target=stranger.attack, args=(float(rate), offer['PacketNumber']))
            cpu, start = bob.cpu(), time.monotonic()
            thread.start()
            try:
                times = attack.measure_shell(bob, ALICE, int(float(seconds) * 4), 0.25)
                members = bob.run('Get-IpMsgMember | Select-Object EndPoint, IsAddressUnproved')
                offers = bob.run('Get-IpMsgOffer | Select-Object State')
            finally:
                stranger.stop.set()
                thread.join()
            share = (bob.cpu() - cpu) / (time.monotonic() - start)
            limits.times(f'{rate} rounds a second', times, 10, 1_000)
            print(f'bob: {share:.0%} of a processor, {bob.memory()} MB; the stranger got {len(stranger.peer.texts)} messages', flush=True)
            limits.check('messages to the stranger', len(stranger.peer.texts), 0)
            limits.check('members elsewhere', sum(each['EndPoint'] != own['EndPoint'] for each in members), 0)
            limits.check('unproved members', sum(each['IsAddressUnproved'] for each in members), 0)
            limits.check('missing members', 1 - len(members), 0)
            limits.check('ended offers', sum(each['State'] != 'Waiting' for each in offers) + 1 - len(offers), 0)
    return limits.end()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
