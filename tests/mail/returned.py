"""Mails that come back, in the shapes of the servers that send them; written here, not copied."""

from __future__ import annotations

OURS = "abcdefghijklmnopqrstuvwxyz1@agenda.example.org"
GONE = "weg@zorg.example.org"


def report(
    action: str = "failed", status: str = "5.1.1", *, name: str = OURS, headers_only: bool = False
) -> bytes:
    """Return a report as RFC 3464 has it, as Postfix and Exchange send them."""
    returned = (
        (
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: <{name}>",
            "Subject: Je hebt een plek",
        )
        if headers_only
        else (
            "Content-Type: message/rfc822",
            "",
            f"Message-ID: <{name}>",
            "Subject: Je hebt een plek",
            "Content-Type: text/calendar; method=REQUEST",
            "",
            "BEGIN:VCALENDAR",
            "METHOD:REPLY",
            "END:VCALENDAR",
        )
    )
    return _mail(
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.zorg.example.org (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <dsn-{action}-{status}-{name[:5]}@mx.zorg.example.org>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
        "",
        "--B",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"<{GONE}>: host mx said: 550 5.1.1 unknown",
        "--B",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.zorg.example.org",
        "",
        f"Final-Recipient: rfc822; {GONE}",
        f"Action: {action}",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 User",
        "    unknown in virtual mailbox table",
        "",
        "--B",
        *returned,
        "--B--",
    )


def exchange(name: str = OURS) -> bytes:
    """Return a plain refusal of an Exchange server, that names our mail in a header only."""
    return _mail(
        "From: Microsoft Outlook"
        " <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@zorg.example.org>",
        "Subject: Undeliverable: Je hebt een plek",
        f"In-Reply-To: <{name}>",
        "Message-ID: <ndr@zorg.example.org>",
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p>Your message to weg could not be delivered.</p>"
        "<p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'</p>",
    )


def plain(code: str = "550", name: str = OURS) -> bytes:
    """Return what an old server writes in words, with the beginning of our mail below."""
    return _mail(
        "Return-Path: <>",
        "From: postmaster@zorg.example.org",
        "Subject: failure notice",
        "Message-ID: <qmail@zorg.example.org>",
        "",
        "Hi. This is the mail program at zorg.example.org.",
        f"<{GONE}>:",
        f"Remote host said: {code} sorry, no mailbox here by that name.",
        "",
        "--- Below this line is a copy of the message.",
        "",
        f"Message-ID: <{name}>",
        "Subject: Je hebt een plek",
    )


def late() -> bytes:
    """Return the word of a server that still tries."""
    return _mail(
        "From: postmaster@zorg.example.org",
        "Subject: Warning: message delayed 4 hours",
        "Auto-Submitted: auto-replied",
        "Message-ID: <late@zorg.example.org>",
        "",
        "450 4.2.1 try later",
        f"Message-ID: <{OURS}>",
    )


def away(*headers: str) -> bytes:
    """Return what a mailbox answers whose owner is on holiday."""
    return _mail(
        "From: Kees <kees@zorg.example.org>",
        "Subject: Automatisch antwoord: Je hebt een plek",
        f"In-Reply-To: <{OURS}>",
        "Message-ID: <oof@zorg.example.org>",
        *headers,
        "",
        "Ik ben er niet. Bel 550 bij spoed.",
    )


def _mail(*lines: str) -> bytes:
    return "\r\n".join((*lines, "")).encode()
