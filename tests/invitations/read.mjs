// Reads a calendar object from standard input with ical.js, and writes its events as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone.getFirstPropertyValue("tzid"), new ICAL.Timezone(zone));
}
const seconds = (time) => time.toJSDate().getTime() / 1000;
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    location: event.location,
    status: component.getFirstPropertyValue("status"),
    starts_at: seconds(event.startDate),
    ends_at: seconds(event.endDate),
    organizer: event.organizer,
    attendees: event.attendees.map((attendee) => [
      attendee.getFirstValue(),
      attendee.getParameter("cn"),
      attendee.getParameter("rsvp"),
    ]),
  };
});
process.stdout.write(JSON.stringify(events));
