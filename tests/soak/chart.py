#!/usr/bin/env python3
"""Draws a column of CSV files as an SVG line chart.

usage: chart.py <title> <file.svg> <label of x> <column>[/divisor] <column>[/divisor] <name>=<file.csv>[:process]...

The columns are those for x and y. With a process, only its rows count. A name that begins with + has the colour of the line before it and
no place in the legend, so that processes of one kind look alike. The vertical axis begins at zero: a chart that is cut off makes a small
growth look like a large one.
"""
import csv
import sys
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 260, 60, 34, 16, 40
COLOURS = ('#1f6fb2', '#c2541b', '#2e8540', '#7a4fa3')
LINE = '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}"/>'
TEXT = '<text x="{:.1f}" y="{:.1f}" text-anchor="{}"{}>{}</text>'


def value(row, column):
    name, _, divisor = column.partition('/')
    return float(row[name]) / float(divisor or 1)


def read(source, x, y):
    path, _, process = source.partition(':')
    with open(path, encoding='utf-8') as file:
        return [(value(row, x), value(row, y)) for row in csv.DictReader(file) if process in ('', row.get('process'))]


def step(most, ticks=5):
    """A round distance between ticks."""
    size = 1.0
    while size * ticks < most:
        size *= 2.5 if str(size)[0] == '2' else 2
    while size * ticks / 2 >= most:
        size /= 2
    return size


def chart(title, label, lines):
    most_x = max(point[0] for _, points in lines for point in points)
    most_y = max(point[1] for _, points in lines for point in points)
    step_x, step_y = step(most_x, 10), step(most_y * 1.05)
    top_y = step_y * (int(most_y * 1.05 / step_y) + 1)

    def at(point):
        return (LEFT + point[0] / most_x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - point[1] / top_y * (HEIGHT - TOP - BOTTOM))

    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">'
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>')
    yield TEXT.format(LEFT, 20, 'start', ' font-weight="bold"', escape(title))
    for number in range(int(top_y / step_y) + 1):
        left, height = at((0, number * step_y))
        yield LINE.format(left, height, WIDTH - RIGHT, height, '#ddd')
        yield TEXT.format(left - 6, height + 4, 'end', '', f'{number * step_y:g}')
    for number in range(int(most_x / step_x) + 1):
        yield TEXT.format(at((number * step_x, 0))[0], HEIGHT - BOTTOM + 16, 'middle', '', f'{number * step_x:g}')
    yield TEXT.format(WIDTH - RIGHT, HEIGHT - 6, 'end', '', escape(label))
    colour, place = -1, WIDTH - RIGHT
    for name, points in lines:
        colour += not name.startswith('+')
        stroke = COLOURS[colour % len(COLOURS)]
        path = ' '.join('{:.1f},{:.1f}'.format(*at(point)) for point in points)
        yield f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="1.5"/>'
        if not name.startswith('+'):
            yield TEXT.format(place, 20, 'end', f' style="fill:{stroke}"', escape(name))
            place -= 8 * len(name) + 16
    yield '</svg>'


def main(title, target, label, x, y, *sources):
    lines = [(name, read(source, x, y)) for name, source in (each.split('=', 1) for each in sources)]
    with open(target, 'w', encoding='utf-8') as file:
        file.write('\n'.join(chart(title, label, lines)) + '\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
