// Reads calendars with ical.js: a parser that is not ours, and not the one of the server's tests.
import ICAL from "ical.js";

export interface Entry {
  uid: string;
  summary: string;
  status: string;
  sequence: number;
  starts: Date;
  ends: Date;
}

/** The method and the entries of a calendar; throws where it is none. */
export function read(text: string): { method: string; name: string; entries: Entry[] } {
  for (const line of text.split("\r\n")) {
    if (Buffer.byteLength(line) > 75) throw new Error(`a line of ${Buffer.byteLength(line)} octets: ${line}`);
  }
  if (/[^\r]\n/.test(text)) throw new Error("a line that does not end as it must");
  const calendar = new ICAL.Component(ICAL.parse(text));
  const entries = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      status: String(component.getFirstPropertyValue("status")),
      sequence: event.sequence,
      starts: event.startDate.toJSDate(),
      ends: event.endDate.toJSDate(),
    };
  });
  return {
    method: String(calendar.getFirstPropertyValue("method")),
    name: String(calendar.getFirstPropertyValue("x-wr-calname")),
    entries,
  };
}
