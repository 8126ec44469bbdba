"""Mails as calendar programs send them back, each in its own shape; written here, not copied.

What is told apart: which headers they set, where the calendar object stands in the mail and how it
is coded, which zone they name and whether they explain it, how they write addresses and fold lines.
"""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

from tests.invitations.said import US, Said, folded, octets, over_the_line

if TYPE_CHECKING:
    from collections.abc import Callable


def google(said: Said) -> bytes:
    """A mail of Google Calendar: no words of one's own, the object as alternative and as file."""
    calendar = folded(
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{said.method}",
        "BEGIN:VEVENT",
        "DTSTART:20270401T113000Z",
        "DTEND:20270401T133000Z",
        f"DTSTAMP:{said.stamp}",
        f"ORGANIZER;CN=Netwerk:mailto:{US}",
        f"UID:{said.uid}",
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="
        f"{said.answer};CN=Zoë de Vries;X-NUM-GUESTS=0:mailto:{said.email}",
        "CREATED:20270101T080000Z",
        "DESCRIPTION:",
        f"LAST-MODIFIED:{said.stamp}",
        "LOCATION:Het Wijkhuis",
        f"SEQUENCE:{said.sequence}",
        "STATUS:CONFIRMED",
        "SUMMARY:Casustafel",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    object_ = quopri.encodestring(octets(calendar)).decode()
    file = base64.encodebytes(octets(calendar)).decode()
    return over_the_line(
        f"From: =?UTF-8?Q?Zo=C3=AB?= de Vries <{said.email}>",
        "Sender: Google Calendar <calendar-notification@google.example>",
        f"Reply-To: =?UTF-8?Q?Zo=C3=AB?= de Vries <{said.email}>",
        "Auto-Submitted: auto-generated",
        f"Message-ID: <calendar-{said.number}-{said.answer}@google.example>",
        "Subject: =?UTF-8?Q?Geaccepteerd=3A_Casustafel_=C3=A9=C3=A9n?=",
        'Content-Type: multipart/mixed; boundary="000outer"',
        "",
        "--000outer",
        'Content-Type: multipart/alternative; boundary="000inner"',
        "",
        "--000inner",
        'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes',
        "Content-Transfer-Encoding: base64",
        "",
        base64.b64encode("Zoë heeft deze uitnodiging geaccepteerd.".encode()).decode(),
        "--000inner",
        f'Content-Type: text/calendar; charset="UTF-8"; method={said.method}',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        object_,
        "--000inner--",
        "--000outer",
        'Content-Type: application/ics; name="invite.ics"',
        'Content-Disposition: attachment; filename="invite.ics"',
        "Content-Transfer-Encoding: base64",
        "",
        file,
        "--000outer--",
    )


def outlook(said: Said, zone: str = "W. Europe Standard Time") -> bytes:
    """A mail of Outlook and Exchange: a zone by its Windows name, explained or not."""
    explained = (
        "BEGIN:VTIMEZONE",
        f"TZID:{zone}",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )
    name = f'"{zone}"' if "," in zone else zone
    calendar = folded(
        "BEGIN:VCALENDAR",
        f"METHOD:{said.method}",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        *(explained if zone.startswith("W.") else ()),
        "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT={said.answer};CN=Zoë de Vries:MAILTO:{said.email.title()}",
        "COMMENT;LANGUAGE=nl-NL:Tot dan\\n",
        f"UID:{said.uid}",
        "SUMMARY;LANGUAGE=nl-NL:Geaccepteerd: Casustafel",
        f"DTSTART;TZID={name}:{said.local_start}",
        f"DTEND;TZID={name}:20270401T153000",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"DTSTAMP:{said.stamp}",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        f"SEQUENCE:{said.sequence}",
        "LOCATION;LANGUAGE=nl-NL:Het Wijkhuis",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "BEGIN:VALARM",
        "DESCRIPTION:REMINDER",
        "TRIGGER;RELATED=START:-PT15M",
        "ACTION:DISPLAY",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return over_the_line(
        f'From: "Vries, Zoë de" <{said.email.title()}>',
        f"To: Netwerk <{US}>",
        "Thread-Topic: Casustafel",
        f"Message-ID:\r\n <AM0PR0{said.number}-{said.answer}@eurprd.outlook.example>",
        "Subject: Geaccepteerd: Casustafel",
        "X-MS-Has-Attach:",
        "X-MS-Exchange-Calendar-Originator-Id: 0",
        'Content-Type: multipart/alternative; boundary="_000_"',
        "MIME-Version: 1.0",
        "",
        "--_000_",
        'Content-Type: text/plain; charset="iso-8859-1"',
        "",
        "Tot dan",
        "--_000_",
        f'Content-Type: text/calendar; charset="utf-8"; method={said.method}',
        "Content-Transfer-Encoding: base64",
        "",
        base64.encodebytes(octets(calendar)).decode(),
        "--_000_--",
    )


def apple(said: Said) -> bytes:
    """A mail of Apple's calendars: an address of their own, the real one beside it."""
    calendar = folded(
        "BEGIN:VCALENDAR",
        "CALSCALE:GREGORIAN",
        "VERSION:2.0",
        f"METHOD:{said.method}",
        "PRODID:-//Apple Inc.//macOS 14.5//EN",
        "BEGIN:VEVENT",
        "CREATED:20270101T080000Z",
        f"UID:{said.uid}",
        "DTEND;TZID=Europe/Amsterdam:20270401T153000",
        f'ATTENDEE;CN="Vries, Zoë";CUTYPE=INDIVIDUAL;EMAIL="{said.email}";PARTSTAT={said.answer}'
        ";ROLE=REQ-PARTICIPANT:/aMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw/principal/",
        "SUMMARY:Casustafel",
        f"DTSTART;TZID=Europe/Amsterdam:{said.local_start}",
        f"DTSTAMP:{said.stamp}",
        f"ORGANIZER;CN=Netwerk:mailto:{US}",
        f"SEQUENCE:{said.sequence}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return over_the_line(
        f"From: zoe <{said.email}>",
        f"To: {US}",
        f"Message-Id: <{said.number}-{said.answer}@mail.apple.example>",
        "Subject: zoe heeft de uitnodiging beantwoord",
        'Content-Type: multipart/alternative; boundary="Apple-Mail=_A"',
        "",
        "--Apple-Mail=_A",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "zoe",
        "--Apple-Mail=_A",
        f"Content-Type: text/calendar; name=iCal-1.ics; charset=utf-8; METHOD={said.method}",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Disposition: attachment; filename=iCal-1.ics",
        "",
        quopri.encodestring(octets(calendar)).decode(),
        "--Apple-Mail=_A--",
    )


def thunderbird(said: Said) -> bytes:
    """A mail of Thunderbird: the object with bare line feeds, 8-bit, beside a sentence."""
    calendar = folded(
        "BEGIN:VCALENDAR",
        "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        "VERSION:2.0",
        f"METHOD:{said.method}",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Amsterdam",
        "BEGIN:DAYLIGHT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"LAST-MODIFIED:{said.stamp}",
        f"DTSTAMP:{said.stamp}",
        f"UID:{said.uid}",
        "SUMMARY:Casustafel",
        f"ORGANIZER;CN=Netwerk:mailto:{US}",
        f"ATTENDEE;CN=Zoë;PARTSTAT={said.answer};ROLE=REQ-PARTICIPANT:mailto:mailto:{said.email}",
        f"DTSTART;TZID=Europe/Amsterdam:{said.local_start}",
        f"SEQUENCE:{said.sequence}",
        "END:VEVENT",
        "END:VCALENDAR",
    ).replace("\r\n", "\n")
    return over_the_line(
        f"Message-ID: <{said.number}-{said.answer}@thunderbird.example>",
        f"From: {said.email}",
        f"To: {US}",
        "Subject: Reactie op uitnodiging voor evenement: Casustafel",
        "MIME-Version: 1.0",
        'Content-Type: multipart/alternative; boundary="------------060"',
        "",
        "--------------060",
        "Content-Type: text/plain; charset=UTF-8; format=flowed",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Zoë heeft uw uitnodiging geaccepteerd.",
        "--------------060",
        f"Content-Type: text/calendar; method={said.method}; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        calendar,
        "--------------060--",
    )


def customized(said: Said) -> bytes:
    """Outlook, of somebody whose computer has a zone of its own; nothing explains it."""
    return outlook(said, zone="Customized Time Zone")


def named_by_cities(said: Said) -> bytes:
    """Outlook, with a zone that is named by its cities, which holds a comma and a colon."""
    return outlook(said, zone="(UTC+01:00) Amsterdam, Berlin, Bern, Rome")


CLIENTS: dict[str, Callable[[Said], bytes]] = {
    "google": google,
    "outlook": outlook,
    "outlook with a zone of its own": customized,
    "outlook with cities": named_by_cities,
    "apple": apple,
    "thunderbird": thunderbird,
}
