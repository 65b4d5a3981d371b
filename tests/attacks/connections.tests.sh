#!/bin/bash
# Connections without a request do not close the file port to recipients of open offers. Needs root. connections.py has the measurements.
# IPMSG_ATTACKS=full: each of the floods lasts two minutes.
. "$(dirname "${BASH_SOURCE[0]}")/needs.sh"

seconds=$(full 120 6)
connections() { python3 "$here/connections.py" "$@"; }

measured "a recipient gets its file beside 40 addresses that hold idle connections" connections hold idle 40 "$seconds"
measured "and beside 400" connections hold idle 400 "$seconds" 3000
measured "a recipient gets its file beside 40 addresses that send one byte" connections hold byte 40 "$seconds"
measured "a recipient gets its file beside 40 addresses that send a byte ten times a second" connections hold trickle 40 "$seconds"
measured "and beside 400" connections hold trickle 400 "$seconds" 3000
measured "5,000 connections at once, with garbage, and reset" connections thousands
measured "recipients that read nothing leave places to others" connections readers 100
measured "a download from a server that sends next to nothing ends" connections server
tap_end
