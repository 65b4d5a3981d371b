#!/bin/bash
# A listener is no amplifier for questions in the name of others. Needs root. amplifier.py has the measurements.
# IPMSG_ATTACKS=full: each form lasts two minutes.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

seconds=$(full 120 6)
measured "Answers to addresses that have not answered are at most three times as long as all questions" \
    python3 "$here/amplifier.py" questions "$seconds"
measured "3,000 requests for the key a second bring 1,024 keys a second, and a newcomer gets one" \
    python3 "$here/amplifier.py" keys "$seconds" 3000
tap_end
