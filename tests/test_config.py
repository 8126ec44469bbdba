"""The configuration: complete, documented, and clear about what is wrong."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from dotenv import dotenv_values

import config
from config import ROOT, SETTINGS, ConfigError, from_environment

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"SECRET_KEY": "s" * 32}


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the project as a person would, in an environment of its own."""
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, *words],
        cwd=ROOT,
        env={"PATH": os.defpath, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_example_documents_every_setting_with_its_default() -> None:
    documented = dotenv_values(ROOT / ".env.example")

    assert documented == {setting.name: setting.default for setting in SETTINGS}


def test_every_setting_of_the_example_has_a_comment() -> None:
    blocks = (ROOT / ".env.example").read_text().split("\n\n")
    bare = [block for block in blocks if not block.startswith("# ")]

    assert bare == []


def test_nothing_needs_to_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "ROOT", tmp_path)
    monkeypatch.setattr(config, "VAR", tmp_path / "var")

    found = from_environment({})

    assert found["PUBLIC_URL"] == "http://127.0.0.1:5000"
    assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/var/rok_events.db"
    assert found["MAIL_FOLDER"] == str(tmp_path / "var/mail")
    assert (tmp_path / "var").is_dir()


def test_a_secret_is_made_once_and_kept_from_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "VAR", tmp_path / "var")

    first, second = from_environment({}), from_environment({})

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) == 64
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]
    assert (tmp_path / "var/secret_key").stat().st_mode & 0o077 == 0


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("SITE_NAME=Uit het bestand\nPORT=5001\nSECRET_KEY=" + "s" * 40)
    monkeypatch.setattr(config, "ROOT", tmp_path)
    monkeypatch.setenv("SITE_NAME", "Uit de omgeving")

    found = config.load()

    assert (found["SITE_NAME"], found["PORT"]) == ("Uit de omgeving", 5001)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "127.0.0.1\x00"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("PUBLIC_URL", "agenda.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://agenda.example.org:poort"),
        ("PUBLIC_URL", "https://agenda.example.org/?a=1"),
        ("WEB_WORKERS", "0"),
        ("WEB_WORKERS", "two"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "yes"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", f"{'s' * 32} short"),
        ("DATABASE_URL", "mysql://localhost/events"),
        ("DATABASE_URL", "postgres://localhost/events"),
        ("DATABASE_URL", "postgresql+psycopg://localhost"),
        ("DATABASE_URL", "sqlite://data.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:////proc/none/data.db"),
        ("QUEUE_URL", "redis://"),
        ("QUEUE_URL", "sqlite:////proc/none/queue.db"),
        ("RATELIMIT_URL", "memcached://localhost"),
        ("RATELIMIT_URL", "redis://"),
        ("MAIL_RATE", "-1"),
        ("MAIL_RATE_PER_DOMAIN", "many"),
        ("MAIL_URL", "mail.example.org"),
        ("MAIL_URL", "folder:"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://mail.example.org:abc"),
        ("MAIL_URL", "smtp://mail.example.org?tls=maybe"),
        ("MAIL_FROM", "agenda"),
        ("MAIL_FROM", "agenda@example.org, bestuur@example.org"),
        ("INBOX_URL", "imap.example.org"),
        ("INBOX_URL", "imaps://imap.example.org/INBOX"),
        ("INBOX_URL", "imaps://agenda:geheim@imap.example.org?tls=maybe"),
        ("INBOX_URL", "pop3://agenda:geheim@pop.example.org"),
        ("INBOX_URL", "lmtp://127.0.0.1"),
        ("SITE_NAME", "Netwerk\nagenda"),
        ("CONTACT_EMAIL", "organisatie at example.org"),
    ],
)
def test_a_mistake_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_environment({**GOOD, name: value})

    assert re.fullmatch(rf"{name} [^\n]+\.", str(caught.value))


def test_every_setting_can_be_mistaken() -> None:
    with pytest.raises(ConfigError) as caught:
        from_environment({setting.name: "\x00 ?" for setting in SETTINGS})

    named = {sentence.split()[0] for sentence in str(caught.value).splitlines()}
    assert named == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_secret_that_cannot_be_kept_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(config, "VAR", tmp_path / folder)

    with pytest.raises(ConfigError, match="SECRET_KEY is not set, and none can be kept"):
        from_environment({})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "smtp://mail.example.org",
            {"MAIL_PORT": 587, "MAIL_USE_TLS": True, "MAIL_USE_SSL": False, "MAIL_USERNAME": None},
            id="STARTTLS",
        ),
        pytest.param(
            "smtps://agenda%40example.org:p%2Fw@mail.example.org",
            {
                "MAIL_PORT": 465,
                "MAIL_USE_TLS": False,
                "MAIL_USE_SSL": True,
                "MAIL_USERNAME": "agenda@example.org",
                "MAIL_PASSWORD": "p/w",
            },
            id="TLS from the start",
        ),
        pytest.param(
            "smtp://localhost:25?tls=none",
            {"MAIL_PORT": 25, "MAIL_USE_TLS": False, "MAIL_SERVER": "localhost"},
            id="without TLS",
        ),
        pytest.param("folder:/srv/mail", {"MAIL_FOLDER": "/srv/mail"}, id="a folder"),
    ],
)
def test_how_mails_leave(url: str, expected: dict[str, object]) -> None:
    found = config.mail(url, "agenda@example.org")

    assert expected.items() <= found.items()


@pytest.mark.parametrize("command", [("-m", "flask", "routes"), ("serve.py",), ("worker.py",)])
def test_commands_tell_every_mistake_and_nothing_else(command: tuple[str, ...]) -> None:
    ended = run(*command, DATABASE_URL="mysql://localhost/events", PORT="http", MAIL_FROM="agenda")

    assert ended.returncode == 1
    assert [line.split()[0] for line in ended.stderr.splitlines()] == [
        "PORT",
        "DATABASE_URL",
        "MAIL_FROM",
    ]


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        files = {name: f"sqlite:///{tmp_path}/{name}" for name in ("DATABASE_URL", "QUEUE_URL")}
        ended = run("serve.py", PORT=str(port), **GOOD, **files)

    assert ended.returncode == 1
    assert ended.stderr == (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use. "
        "Choose another with PORT=5001.\n"
    )


@pytest.mark.parametrize("name", ["QUEUE_URL", "RATELIMIT_URL"])
def test_redis_needs_its_package(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = GOOD | {name: "redis://localhost:6379/0"}
    from_environment(given)
    monkeypatch.setattr(config, "find_spec", lambda _name: None)

    with pytest.raises(ConfigError, match=f"{name} names Redis.*pip install redis"):
        from_environment(given)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "imaps://agenda%40example.org:geheim@imap.example.org/INBOX",
        "imap://agenda:geheim@localhost/INBOX?tls=none",
        "lmtp://127.0.0.1:8024",
    ],
)
def test_mail_comes_in_from_a_mailbox_or_a_mail_server_or_not_at_all(address: str) -> None:
    assert from_environment({**GOOD, "INBOX_URL": address})["INBOX_URL"] == address
