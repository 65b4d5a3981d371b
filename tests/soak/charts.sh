#!/bin/bash
# Draws the charts of docs/reliability.md.
#
# usage: charts.sh hour <folder of the results of soak.sh>
#        charts.sh month <folder with the month.csv of MonthTests>
#
# The CSV files beside the charts hold their figures.
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
images=$here/../../docs/images
mkdir -p "$images"
chart() { python3 "$here/chart.py" "$@"; }

if [ "$1" = month ]; then
    cp "$2/month.csv" "$images/soak-month.csv"
    chart "Memory of 60 members and the test, MB" "$images/soak-month-memory.svg" day day memory_kb/1024 "memory=$images/soak-month.csv"
    chart "Entries in tables, without those of messages, in 40 machines" "$images/soak-month-tables.svg" day day entries \
        "entries=$images/soak-month.csv"
    exit
fi

head -qn 1 "$2"/samples-*.csv | sort -u >"$images/soak-hour.csv"
tail -qn +2 "$2"/samples-*.csv >>"$images/soak-hour.csv"
lines=()
mark=
for process in $(cut -d, -f1 "$images/soak-hour.csv" | grep nodes | sort -u); do
    lines+=("${mark}nodes=$images/soak-hour.csv:$process")
    mark=+
done
mark=
for process in $(cut -d, -f1 "$images/soak-hour.csv" | grep shell | sort -u); do
    lines+=("${mark}shells=$images/soak-hour.csv:$process")
    mark=+
done
hour() { chart "$1" "$images/soak-hour-$2.svg" minutes second/60 "$3" "${lines[@]}"; }
hour "Resident memory of each process, MB" memory rss_kb/1024
hour "Managed memory of each process, MB" heap heap_kb/1024
hour "Threads of each process" threads threads
hour "Handles of each process" handles handles
