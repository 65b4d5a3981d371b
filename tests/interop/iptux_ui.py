"""Works iptux's windows through the accessibility bus, so no window manager, focus or key presses are needed.

usage: iptux_ui.py pals                     list the members it shows: nick, TAB, address
       iptux_ui.py say <peer> <text>        put text into the peer's chat window and press Send
       iptux_ui.py history <peer>           print the chat history as it is shown
       iptux_ui.py accept <peer>            fetch all files the peer has offered, into the configured folder
       iptux_ui.py offer <peer> <path>...   attach files or folders and press Send
       iptux_ui.py press <peer> <button>    press a button in the peer's chat window
       iptux_ui.py ready                    wait for the main window
Chat windows are closed afterwards: iptux 0.8 sometimes crashes when an entry packet comes while one is open.
A peer is a nick or an IPv4 address. Everything waits at most IPTUX_WAIT seconds (default 20).
"""
import os
import re
import subprocess
import sys
import time
import warnings

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter("ignore")
LIMIT = time.monotonic() + float(os.environ.get("IPTUX_WAIT", "20"))


def wait(what, get):
    """The first true result of get(); windows come and go, so errors only mean 'not yet'."""
    while True:
        try:
            found = get()
        except GLib.Error:
            found = None
        if found:
            return found
        if time.monotonic() > LIMIT:
            sys.exit("iptux_ui: timed out waiting for " + what)
        time.sleep(0.1)


def windows():
    desktop = Atspi.get_desktop(0)
    # Another process owns the widgets: anything cached here would be stale while polling.
    desktop.clear_cache()
    for i in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(i)
        if app is not None and app.get_name() == "iptux":
            for j in range(app.get_child_count()):
                yield app.get_child_at_index(j)


def walk(node):
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child)


def has(node, state):
    return node.get_state_set().contains(state)


def first(root, role, name=None, *states):
    for node in walk(root):
        if node.get_role_name() == role and name in (None, node.get_name()) and all(has(node, s) for s in states):
            return node
    return None


def act(node, action):
    for i in range(node.get_n_actions()):
        if Atspi.Action.get_action_name(node, i) == action:
            return node.do_action(i)
    return False


def press(root, *names):
    """Press the first of the named buttons that can be pressed."""
    def enabled():
        for name in names:
            button = first(root, "push button", name, Atspi.StateType.SENSITIVE)
            if button:
                return button
        return None
    act(wait("the button " + " or ".join(names), enabled), "click")


def text_of(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def main_window():
    # Chat windows have a table too, but only the main one has the tree of members.
    return next((w for w in windows() if w.get_role_name() == "frame" and first(w, "tree table")), None)


def pals():
    for cell in walk(first(wait("the main window", main_window), "tree table")):
        lines = cell.get_name().split("\n")
        if cell.get_role_name() == "table cell" and len(lines) > 1:
            # A nick is followed by the number of unread messages, if there are any.
            yield cell, re.sub(r" \(\d+\)$", "", lines[0]), lines[1]


def member(peer):
    return wait("%s in the list of members" % peer, lambda: next((p for p in pals() if peer in p[1:]), None))


def chat(peer):
    cell, _, address = member(peer)

    def frame():
        return next((w for w in windows() if w.get_name().endswith("IP:" + address)), None)
    # A message that has just come in may have opened the window already.
    if not frame():
        act(cell, "activate")
    return wait("the chat window of " + peer, frame)


def close(window):
    title = window.get_name()
    press(window, "Close")
    wait("the chat window to close", lambda: all(w.get_name() != title for w in windows()))


def history(window):
    panel = first(window, "panel", "Chat History")
    return text_of(first(panel, "text")) if panel else ""


def say(peer, text):
    window = chat(peer)
    entry = wait("the input field", lambda: first(window, "text", None, Atspi.StateType.EDITABLE))
    before = history(window).count(text)
    Atspi.EditableText.set_text_contents(entry, text)
    press(window, "Send")
    wait("the input field to be emptied", lambda: not text_of(entry))
    wait("the sent text to be shown", lambda: history(window).count(text) > before)
    close(window)


def press_for_dialog(peer, button):
    # The click only returns when the dialogue is closed, and until then iptux answers nothing more on the
    # connection it came by. So it comes from a process of its own.
    if subprocess.run([sys.executable, __file__, "press", peer, button]).returncode:
        sys.exit(1)


def choose(buttons, path=None):
    """Answer a file dialogue: a path to pick, or None for the folder it already shows."""
    def dialog():
        return next((w for w in windows() if w and w.get_role_name() == "file chooser"), None)
    window = wait("the file dialogue", dialog)
    if path:
        def entry():
            return first(window, "text", None, Atspi.StateType.EDITABLE, Atspi.StateType.SHOWING)
        chooser = wait("the file list", lambda: first(window, "file chooser", "File Chooser Widget"))
        act(chooser, "show_location")
        field = wait("the location field", entry)
        Atspi.EditableText.set_text_contents(field, path)
        wait("the path to be entered", lambda: text_of(field) == path)
    press(window, *buttons)
    wait("the file dialogue to close", lambda: not dialog())


def accept(peer):
    window = chat(peer)

    def offered():
        return first(first(window, "panel", "Files to be received"), "table cell")
    wait("an offer from " + peer, offered)
    press_for_dialog(peer, "Accept")
    choose(("Save", "Open"))
    # What has come in completely moves to the list below.
    wait("the files to arrive", lambda: not offered())
    close(window)


def offer(peer, paths):
    window = chat(peer)
    for path in paths:
        press_for_dialog(peer, "Dirs" if os.path.isdir(path) else "Files")
        choose(("Open",), path)
        name = os.path.basename(path)
        wait("%s in the list of files to send" % name,
             lambda: first(first(window, "panel", "File to send."), "table cell", name))
    press(window, "Send")
    wait("the list of files to send to be emptied",
         lambda: not first(first(window, "panel", "File to send."), "table cell"))
    close(window)


def main(args):
    if args[:1] == ["ready"]:
        wait("the main window", main_window)
    elif args[:1] == ["pals"]:
        for _, nick, address in pals():
            print(nick, address, sep="\t")
    elif args[:1] == ["say"] and len(args) == 3:
        say(args[1], args[2])
    elif args[:1] == ["history"] and len(args) == 2:
        window = chat(args[1])
        print(history(window), end="")
        close(window)
    elif args[:1] == ["press"] and len(args) == 3:
        press(chat(args[1]), args[2])
    elif args[:1] == ["accept"] and len(args) == 2:
        accept(args[1])
    elif args[:1] == ["offer"] and len(args) > 2:
        offer(args[1], args[2:])
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
