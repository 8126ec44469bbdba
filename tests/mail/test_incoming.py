"""Telling apart what comes in, also where it was made to do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.mail import incoming
from rok_events.mail.incoming import Sort
from tests.invitations.clients import CLIENTS
from tests.invitations.said import Said
from tests.mail import returned
from tests.mail.returned import OURS


def mail(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    "headers",
    [
        ("Auto-Submitted: auto-replied",),
        ("Auto-Submitted: auto-generated (vacation)",),
        ("X-Auto-Response-Suppress: All",),
        ("Precedence: auto_reply",),
        ("Precedence: bulk",),
        ("Return-Path: <>",),
        ("X-Autoreply: yes",),
    ],
    ids=lambda headers: headers[0],
)
def test_who_is_away_does_not_answer_anything(headers: tuple[str, ...]) -> None:
    read = incoming.read(returned.away(*headers))

    assert (read.sort, read.reason) == (Sort.AUTOMATIC, incoming.AUTOMATIC)
    assert read.names == (OURS,)


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "X-Mailer: Outlook"])
def test_a_letter_from_a_person_is_a_letter(header: str) -> None:
    read = incoming.read(returned.away(header))

    assert (read.sort, read.reason) == (Sort.LETTER, incoming.LETTER)
    assert (read.sender, read.sender_name) == ("kees@zorg.example.org", "Kees")
    assert read.text == "Ik ben er niet. Bel 550 bij spoed."


@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH", "CANCEL"])
def test_an_invitation_of_somebody_elses_is_a_letter(method: str) -> None:
    said = Said(uid="x", email="kees@zorg.example.org", method=method)

    assert incoming.read(CLIENTS["google"](said)).sort is Sort.AUTOMATIC
    assert incoming.read(CLIENTS["apple"](said)).sort is Sort.LETTER


@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_that_somebody_forwards_as_a_file_is_not_theirs(client: str) -> None:
    inside = CLIENTS[client](Said(uid="x", email="zoe@zorg.example.org"))
    head = mail(
        "From: kees@zorg.example.org", 'Content-Type: multipart/mixed; boundary="F"', "", ""
    )
    forwarded = head + b"--F\r\nContent-Type: message/rfc822\r\n\r\n" + inside + b"\r\n--F--\r\n"

    assert incoming.read(forwarded).sort is Sort.LETTER


def test_words_come_from_plain_text_or_else_from_the_page() -> None:
    page = (
        "<head><title>x</title><style>p{}</style></head><p>Dag <b>Robin</b>,</p>"
        "<script>alert(1)</script><p>mag  mijn\nhond mee?</p>"
    )

    read = incoming.read(mail("From: kees@z.example", "Content-Type: text/html", "", page))

    assert read.text == "Dag Robin ,\nmag mijn hond mee?"


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("text/plain; charset=iso-8859-1", "caf\u00e9".encode("latin-1"), "caf\u00e9"),
        ("text/plain; charset=utf-8", "caf\u00e9".encode("latin-1"), "caf\u00e9"),
        ("text/plain; charset=klingon", "caf\u00e9".encode(), "caf\u00e9"),
        ("text/plain; charset=base64", b"caf", "caf"),
        ("text/plain; charset=punycode", b"caf-dma", "caf-dma"),
        ("text/plain", b"a\x00b\x1bc", "abc"),
    ],
    ids=["latin", "wrong", "unknown", "no charset", "a slow one", "control characters"],
)
def test_words_are_read_whatever_charset_they_claim(head: str, body: bytes, words: str) -> None:
    raw = mail("From: kees@z.example", f"Content-Type: {head}", "", "") + body

    assert incoming.read(raw).text == words


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        (["From: Kees <Kees@Z.Example>"], "kees@z.example"),
        (["From: kees@z.example, els@z.example"], ""),
        (["From: kees@z.example", "From: els@z.example"], ""),
        (["From: =?utf-8?q?K=C3=A9es?= <kees@z.example>"], "kees@z.example"),
        ([f"From: {'x' * 300}@z.example"], ""),
        (["Subject: x"], ""),
    ],
)
def test_a_sender_is_one_address_or_none(headers: list[str], sender: str) -> None:
    assert incoming.read(mail(*headers, "", "x")).sender == sender


def test_headers_are_one_line_without_tricks() -> None:
    read = incoming.read(
        mail(
            "From: =?utf-8?q?Kees=0D=0ABcc=3A_x=40y?= <kees@z.example>",
            "Subject: =?utf-8?b?4oCuZ25p?= =?klingon?q?x?=\r\n vervolg\x00",
            "Message-ID: <a@b> <c@d>",
            "",
            "x",
        )
    )

    assert "\n" not in read.sender_name + read.subject
    assert "\u202e" not in read.subject
    assert read.message_id == "a@b"


def nested(depth: int) -> bytes:
    layers = (
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )
    return b"From: kees@z.example\r\n" + "".join(layers).encode() + b"\r\nhoi"


def mail_in_mail(depth: int) -> bytes:
    return b"From: kees@z.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"hoi"


PARTS = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 1_000_000


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (nested(1_000), incoming.TANGLED),
        (mail_in_mail(5_000), incoming.TANGLED),
        (PARTS, incoming.TANGLED),
        (b"Subject: x\r\n\r\n" + b"\n" * 5_000_000, incoming.TANGLED),
        (b"Subject: x\r\n" * 500_000, incoming.TANGLED),
        (b"Subject: x\r\n\r\n" + b"x" * incoming.MOST_BYTES, incoming.TOO_LARGE),
    ],
    ids=["layers", "mail in mail", "parts", "lines", "headers", "large"],
)
def test_a_bomb_is_not_taken_apart(raw: bytes, reason: str) -> None:
    read = incoming.read(raw)

    assert (read.sort, read.reason) == (Sort.LETTER, reason)
    assert len(read.text) <= incoming.MOST_TEXT


def test_layers_of_a_common_mail_are_taken_apart() -> None:
    assert incoming.read(nested(8)).text == "hoi"


def test_ten_megabytes_of_calendar_are_no_answer() -> None:
    head = mail("From: zoe@z.example", "Content-Type: text/calendar", "", "METHOD:REPLY", "")
    read = incoming.read(head + b"X-Y: z\r\n" * 100_000)

    assert (read.sort, read.reason) == (Sort.LETTER, incoming.LONG_CALENDAR)


@given(st.binary(max_size=400))
def test_nothing_that_comes_in_breaks_the_reader(noise: bytes) -> None:
    whole = CLIENTS["google"](Said(uid="x", email="zoe@z.example"))

    for raw in (noise, whole[:300] + noise, returned.report()[:500] + noise):
        assert incoming.read(raw).sort in Sort
