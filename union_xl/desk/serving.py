"""Starting the page: its socket, the server, the browser; it runs until its `lifetime` ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from union_xl.model import UsageError

LINGER = 20.0
"""Seconds without any open window after which the page ends (a reload takes less than one)."""


def serve(
    folder: Path,
    port: int = 0,
    *,
    browser: bool = True,
    linger: float = LINGER,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Serve the page for a folder on 127.0.0.1 until it is ended; `port` 0 takes a free one.

    `say` gets the one-time link; with `browser` it is opened, too.  UsageError for a missing folder or a port
    that is taken.
    """
    import uvicorn

    from union_xl.desk.access import Keys
    from union_xl.desk.folder import WorkFolder
    from union_xl.desk.routes import Desk, site

    work = WorkFolder.at(folder)
    listening = _listening(port)
    keys = Keys(listening.getsockname()[1])
    desk = Desk(work, keys, opened=open_in_system)
    config = uvicorn.Config(
        site(desk), log_level="error", access_log=False, lifespan="off", server_header=False
    )
    server = uvicorn.Server(config)
    desk.lifetime.on_end(lambda: setattr(server, "should_exit", True), linger)
    link = f"http://{keys.hosts[0]}/?key={keys.link}"
    say(f"工作文件夹：{work.root}")
    say(f"请在浏览器里打开（只能用一次）：{link}")
    if browser:
        webbrowser.open(link)
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()


def _listening(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # there it only means: not barred by closed connections of the last run
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        made.close()
        raise UsageError(f"端口 {port} 用不了，可能已被占用：请换一个，或不写 --port") from error
    made.listen()
    return made


def open_in_system(path: Path) -> None:
    """Open a file or folder with the desk's own program.  OSError where there is none."""
    start = getattr(os, "startfile", None)
    if start is not None:
        start(str(path))
        return
    command = "open" if sys.platform == "darwin" else "xdg-open"
    subprocess.Popen(
        [command, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
