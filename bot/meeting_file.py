"""The moderation meeting as a file for calendars."""

from datetime import timedelta
from hashlib import blake2b

from icalendar import Calendar, Event

from bot.letter import Enclosure
from flows.people import Partnership
from flows.round import Round
from frameworks.schema import Edition

LENGTH = timedelta(minutes=90)
"""How long the meeting is taken to be; whoever keeps the calendar can change it."""


def enclosure(place: Partnership, running: Round, edition: Edition) -> Enclosure:
    """The file; the same meeting at another time is the same entry, moved."""
    event = Event()
    event.add("uid", f"{blake2b(running.id.encode(), digest_size=16).hexdigest()}@common-view")
    event.add("sequence", running.revision - 1)
    event.add("dtstamp", running.moved_at or running.launched_at)
    event.add("dtstart", running.meeting_at)
    event.add("dtend", running.meeting_at + LENGTH)
    event.add("summary", f"{place.name}: maturity moderation meeting")
    event.add("description", f"{edition.title}. The summary is in the partnership's channel beforehand.")
    calendar = Calendar()
    calendar.add("prodid", "-//Common View//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return Enclosure("meeting.ics", f"{place.name}: moderation meeting", calendar.to_ical())
