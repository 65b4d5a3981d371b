#!/bin/bash
# A stranger that announces the name of a pinned member from an address of its own gets nothing of that member. Needs root. moves.py has the
# measurements. IPMSG_ATTACKS=full takes ten minutes.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

seconds=$(full 600 20)
measured "100 entries, exits and releases a second in a pinned member's name leave it its messages, its place and its offers" \
    python3 "$here/moves.py" 100 $seconds
tap_end
