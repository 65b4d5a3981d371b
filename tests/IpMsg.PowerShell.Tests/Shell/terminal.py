"""Plays a person at a terminal: runs a command under a pseudo-terminal, waits for texts and types.

usage: terminal.py <seconds> <command> [arguments]
Steps come on standard input, one a line: "expect <text>", "type <text>" with \\r, \\t, \\x03 and the like for keys.
Writes everything the terminal showed; exits with the command's code, or with 90 if an expected text never came.
"""
import os, pty, select, signal, struct, sys, time, fcntl, termios

seconds, command = float(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

shown, seen, ending = b"", 0, time.time() + seconds


def read():
    """One more piece of output; False at its end."""
    global shown
    ready, _, _ = select.select([terminal], [], [], max(0, ending - time.time()))
    try:
        piece = os.read(terminal, 65536) if ready else b""
    except OSError:
        piece = b""
    shown += piece
    # The editor asks where the cursor is and waits for the answer. Any place does: nobody looks.
    for _ in range(piece.count(b"\x1b[6n")):
        os.write(terminal, b"\x1b[1;1R")
    return bool(piece)


def finish(code):
    sys.stdout.buffer.write(shown)
    sys.exit(code)


for step in sys.stdin.read().splitlines():
    verb, _, text = step.partition(" ")
    text = text.encode().decode("unicode_escape").encode("latin-1")
    if verb == "type":
        os.write(terminal, text)
    else:
        while (at := shown.find(text, seen)) < 0:
            if not read():
                shown += b"\n[never came: " + text + b"]\n"
                os.kill(child, signal.SIGKILL)
                finish(90)
        seen = at + len(text)

while read():
    pass
if time.time() >= ending:
    os.kill(child, signal.SIGKILL)
finish(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
