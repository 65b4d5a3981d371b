#!/bin/bash
# Encrypted messages that were overheard are not shown again. Needs root. replay.py has the checks.
# IPMSG_ATTACKS=full takes 72,000 other messages, and ten copies of each kind.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

size=("$(full 72000 6000)" "$(full 10 2)")
measured "No copy of an encrypted message is shown, also after a restart" python3 "$here/replay.py" "${size[@]}" store
measured "and none without a message store" python3 "$here/replay.py" "${size[@]}" memory
tap_end
