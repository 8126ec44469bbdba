// Reads calendar objects from standard input with ical.js, and writes their events as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const parsed = ICAL.parse(readFileSync(0, "utf8"));
const calendars = (Array.isArray(parsed[0]) ? parsed : [parsed]).map((one) => new ICAL.Component(one));
for (const zone of calendars.flatMap((one) => one.getAllSubcomponents("vtimezone"))) {
  ICAL.TimezoneService.register(zone.getFirstPropertyValue("tzid"), new ICAL.Timezone(zone));
}
const seconds = (time) => time.toJSDate().getTime() / 1000;
const events = calendars.flatMap((one) => one.getAllSubcomponents("vevent")).map((component) => {
  const event = new ICAL.Event(component);
  return {
    method: component.parent.getFirstPropertyValue("method"),
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
      attendee.getParameter("partstat"),
      attendee.getParameter("rsvp"),
    ]),
  };
});
process.stdout.write(JSON.stringify(events));
