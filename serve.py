"""The whole system by one command: web and worker, which share one loaded application.

The application is loaded once and then forked, so that every process shares its memory. Web ends
when its port is lost; a worker that dies is started again.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # Loading leaves next to nothing to collect, and looking for it takes half a second.
    gc.disable()

from click import ClickException
from flask.cli import FlaskGroup
from gunicorn.app.base import BaseApplication
from sqlalchemy.orm import configure_mappers

import worker
from rok_events import jobs
from rok_events.communities import queries as communities
from rok_events.db import db
from wsgi import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

GRACE_SECONDS = 20
REST_SECONDS = 2  # before a worker that died is started again
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Web(BaseApplication):
    """Gunicorn with our settings, on a socket that is open already."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        """Set what Gunicorn would read from its command line."""
        settings = {
            "bind": f"fd://{self._listener.fileno()}",
            "workers": app.config["WEB_WORKERS"],
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "graceful_timeout": GRACE_SECONDS - 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            # Who stands before us is told by TRUSTED_PROXIES alone.
            "forwarded_allow_ips": "",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:  # type: ignore[override]  # the stubs know Flask only as a callable
        """Return the application."""
        return app


@dataclass(frozen=True)
class Part:
    """One process of the system; without `restarts` its end is the end of all."""

    name: str
    run: Callable[[], None]
    restarts: bool


class Supervisor:
    """Keeps the parts running until it is told to stop."""

    def __init__(self) -> None:
        self._running: dict[int, Part] = {}
        self._is_stopping = False

    def run(self, *parts: Part) -> int:
        """Run the parts, and return the exit status of the whole."""
        for number in STOP_SIGNALS:
            signal.signal(number, lambda *_: self._stop())
        signal.signal(signal.SIGALRM, lambda *_: self._signal(signal.SIGKILL))
        for part in parts:
            self._start(part)
        status = 0
        while self._running:
            pid, code = os.wait()
            part = self._running.pop(pid)
            if not self._is_stopping:
                status = self._ended(part, os.waitstatus_to_exitcode(code))
        signal.alarm(0)
        return status

    def _start(self, part: Part) -> None:
        self._running[spawn(part.run)] = part

    def _ended(self, part: Part, status: int) -> int:
        """Deal with a part that ended by itself; return what the whole may end with."""
        _say(f"The {part.name} ended unexpectedly (status {status}).")
        if not part.restarts:
            self._stop()
            return 1
        time.sleep(REST_SECONDS)
        # The word to stop may have come while we rested.
        if not self._is_stopping:
            self._start(part)
        return 0

    def _stop(self) -> None:
        """Ask the parts to finish what they do; the second time, or too late, end them."""
        self._signal(signal.SIGKILL if self._is_stopping else signal.SIGTERM)
        self._is_stopping = True
        signal.alarm(GRACE_SECONDS)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._running:
            os.kill(pid, number)


def spawn(run: Callable[[], None]) -> int:
    """Run a function in a process of its own, which never outlives this one."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    # Ctrl-C in a terminal reaches a whole group: let it reach the supervisor only.
    os.setpgid(0, 0)
    for number in (*STOP_SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    status = _outcome(run) if os.getppid() == parent else 1
    sys.stdout.flush()
    os._exit(status)


def _outcome(run: Callable[[], None]) -> int:
    """Run a function, and return its exit status; what goes wrong is said here or nowhere."""
    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            _say(end.code)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except ClickException as error:
        error.show()
        return error.exit_code
    except BaseException:  # noqa: BLE001 -- nobody above can tell of it
        traceback.print_exc()
        return 1
    return 0


def prepare() -> None:
    """Migrate, and load the demo if the database is empty."""
    command("db", "upgrade")
    with app.app_context():
        is_empty = not communities.everyone()
    if is_empty:
        command("demo", "load")
    else:
        # Data of one's own has no links to show.
        with suppress(ClickException):
            command("demo", "links")


def command(*words: str) -> None:
    """Run one of the application's own commands."""
    FlaskGroup(create_app=lambda: app).main(list(words), prog_name="flask", standalone_mode=False)


def listen() -> socket.socket:
    """Open the socket of the web, or end with one sentence that says what is in the way."""
    host, port = app.config["HOST"], app.config["PORT"]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        sys.exit(f"Cannot listen on {host}, port {port}: {reason}. Choose another with PORT=5001.")
    listener.set_inheritable(True)
    return listener


def warm_up() -> None:
    """Make the first page, so that what is made for every first page is shared as well.

    Where the database cannot answer yet, whoever asks for a page hears so; here nobody listens.
    """
    logging.disable()
    app.test_client().get("/")
    logging.disable(logging.NOTSET)
    with app.app_context():
        db.engine.dispose()
    gc.freeze()


def main() -> None:
    """Serve until told to stop."""
    if not hasattr(os, "fork"):
        sys.exit("serve.py needs Linux, macOS or another Unix; on Windows run it in WSL.")
    parser = argparse.ArgumentParser(prog="serve.py", description="Serve web and worker.")
    parser.add_argument(
        "--demo", action="store_true", help="migrate first, and load the demo where there is none"
    )
    arguments = parser.parse_args()
    listener = listen()
    # A connection must not be shared by two processes.
    jobs.queue(app).storage.close()
    configure_mappers()
    # What is loaded now stays where it is: the collector would copy it page by page.
    gc.freeze()
    gc.enable()
    if arguments.demo and (status := _wait(spawn(prepare))):
        sys.exit(status)
    warm_up()
    _welcome(with_mails=bool(app.config["MAIL_FOLDER"]))
    sys.exit(
        Supervisor().run(
            Part("web server", Web(listener).run, restarts=False),
            Part("worker", worker.main, restarts=True),
        )
    )


def _wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _welcome(*, with_mails: bool) -> None:
    address = f"http://{app.config['HOST']}:{app.config['PORT']}"
    _say(f"\n  Agenda                 {address}/")
    if with_mails:
        _say(f"  Mails that were sent   {address}/ontwikkel/mail")
    _say("  Stop                   Ctrl-C\n")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 -- this is a command


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
