#!/usr/bin/env python3
"""Writes the files and the folder that the members of a soak test offer. usage: offered.py <folder>"""
import os
import random
import sys


def main(folder):
    chance = random.Random(1)
    sizes = {'empty.txt': 0, 'small.txt': 100, 'build 試験.log': 5_000, 'image.bin': 40_000, 'long.bin': 150_000,
             'folder/a.txt': 300, 'folder/月/b.bin': 20_000, 'folder/月/empty.txt': 0}
    for name, size in sizes.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(chance.randbytes(size))


if __name__ == '__main__':
    main(*sys.argv[1:])
