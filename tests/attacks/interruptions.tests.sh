#!/bin/bash
# A listener goes on when its network comes and goes, and when its process stands still. Needs root. interruptions.py has the checks.
# IPMSG_ATTACKS=full: the process stands still for 70 seconds, so the listener also notices the stop by the clock.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

measured "a listener starts without a network, and follows interfaces and addresses" python3 "$here/interruptions.py" network
measured "a process that stands still loses nothing that is confirmed" python3 "$here/interruptions.py" suspend "$(full 70 20)"
tap_end
