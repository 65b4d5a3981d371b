#!/bin/bash
# Messages of strangers and forgers do not keep those of members from being confirmed. Needs root. messages.py has the measurements.
# IPMSG_ATTACKS=full takes ten times as long: 80 s and 110,000 messages for each line.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

size=("$(full 80 6)" "$(full 110000 11000)")

messages() { python3 "$here/messages.py" "$@" "${size[@]}"; }

measured "11,000 messages of a stranger leave room for members in the store" messages fill one store
measured "and in memory" messages fill one memory
measured "11,000 messages with 1,000 forged addresses leave room in the store" messages fill many store
measured "and in memory" messages fill many memory
measured "11,000 messages with a member's address leave room in the store" messages fill member store
measured "and in memory" messages fill member memory
measured "3,000 messages a second of a stranger do not delay members" messages flood one store
measured "and none with 1,000 forged addresses" messages flood many store
measured "and none in memory" messages flood many memory
tap_end
