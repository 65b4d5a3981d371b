#!/bin/bash
# Members that do not exist, in entries and in host lists, beside a normal member. Needs root. roster.py has the measurements.
# IPMSG_ATTACKS=full takes 100,000 members and a minute for each flood.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

members=$(full 100000 70000) seconds=$(full 60 3)
measured "With $members forged members newcomers are listed and confirm, and 3,000 questions a second delay nobody" \
    python3 "$here/roster.py" entries $members $seconds 3000
measured "Host lists without an end, or of strangers, cause few entries, at a rate" python3 "$here/roster.py" lists
tap_end
