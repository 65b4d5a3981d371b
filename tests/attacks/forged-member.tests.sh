#!/bin/bash
# Datagrams with the forged address of a member do not silence that member. Needs root. forged_member.py has the measurements.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

measured "600 undecryptable messages a second in a member's address do not delay its own messages" \
    python3 "$here/forged_member.py" undecryptable 600 10 200
measured "3,000 undecryptable messages a second leave it the repetition" python3 "$here/forged_member.py" undecryptable 3000 10 1500
measured "100 requests a second for the key, from other ports of a member's address, do not keep it from the member" \
    python3 "$here/forged_member.py" keys 100 8 1000
tap_end
