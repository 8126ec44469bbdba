"""A real IMAP server for the tests: Debian's Dovecot, on its own ports, with its own files."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from imap_tools import MailBoxUnencrypted

from tests.mail.sinks import CERTIFICATE, closed_port

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "agenda@example.org", "geheim"
PATIENCE_SECONDS = 20
# Not on everybody's path, and sometimes not on root's.
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
PROGRAM = shutil.which("dovecot", path=PLACES)

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
instance_name = tests
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {encrypted}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = .
}}
"""


@dataclass(frozen=True)
class Mailbox:
    """A mailbox on a running server: its addresses as `INBOX_URL` has them, and what is in it."""

    plain: int
    encrypted: int

    @property
    def url(self) -> str:
        """The address without encryption."""
        name = USER.replace("@", "%40")
        return f"imap://{name}:{PASSWORD}@127.0.0.1:{self.plain}/INBOX?tls=none"

    @property
    def safe_url(self) -> str:
        """The address with encryption from the start."""
        name = USER.replace("@", "%40")
        return f"imaps://{name}:{PASSWORD}@localhost:{self.encrypted}/INBOX"

    def put(self, *mails: bytes) -> None:
        """Put mails in, as the mail server does that receives them."""
        with self._open() as box:
            for mail in mails:
                box.append(mail, "INBOX")

    def inside(self, folder: str = "INBOX") -> list[str]:
        """Return the subjects of the mails in a folder."""
        with self._open() as box:
            if not box.folder.exists(folder):
                return []
            box.folder.set(folder)
            return [mail.subject for mail in box.fetch(mark_seen=False, headers_only=True)]

    def _open(self) -> MailBoxUnencrypted:
        box = MailBoxUnencrypted("127.0.0.1", self.plain, timeout=PATIENCE_SECONDS)
        box.login(USER, PASSWORD)
        return box


def missing() -> str:
    """Return why there can be no server here; nothing if there can."""
    if PROGRAM is None:
        return "no Dovecot here: `apt-get install dovecot-imapd`"
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    known = said.stdout.startswith("2.3.")
    return "" if known else f"Dovecot {said.stdout.strip()} wants another configuration than 2.3"


@contextmanager
def serving(*, prefix: str = "") -> Iterator[Mailbox]:
    """Let a server run inside the block; with a `prefix` all folders lie inside INBOX."""
    # Not in the folder of the tests: the names of its sockets would be too long, and its mailbox
    # belongs to somebody else when root runs the tests.
    folder = Path(mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    mailbox = Mailbox(closed_port(), closed_port())
    file = folder / "dovecot.conf"
    file.write_text(
        CONFIGURATION.format(
            folder=folder,
            user=user,
            group=group,
            certificate=CERTIFICATE,
            password=PASSWORD,
            plain=mailbox.plain,
            encrypted=mailbox.encrypted,
            prefix=prefix,
        )
    )
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        shutil.chown(folder / "mail", user, group)
    assert PROGRAM is not None
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([PROGRAM, "-F", "-c", str(file)], stdout=said, stderr=said)  # noqa: S603
    try:
        _wait_until_ready(mailbox, folder, process)
        yield mailbox
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(mailbox: Mailbox, folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            mailbox.inside()
        except (OSError, IMAP4.error):
            time.sleep(0.05)
        else:
            return
    told = [file.read_text() for file in (folder / "said", folder / "log") if file.exists()]
    raise AssertionError("\n".join(told))
