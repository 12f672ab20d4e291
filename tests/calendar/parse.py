"""Calendars read back by an independent library: every event, time, zone and reminder means what the plan says.

    python tests/calendar/parse.py PROGRAM

Needs the package `icalendar`.
"""

import datetime as dt
import json
import subprocess
import sys
from zoneinfo import ZoneInfo

from icalendar import Calendar

PROGRAM = sys.argv[1]
RUNNER = """
session_kind: easy
duration: 45
distance: 8
level: intermediate
weekly_distance: 40
longest_run: 14
conditions: []
symptoms: []
name: "Änne; \\"x\\", 100 % — 跑步者"
race_date: 2027-04-18
race_distance: half
training_time: "18:30"
"""
AS_OF = "2027-03-21"  # a Sunday; clocks change a week later
WEEKS = 5


def plan(*more, as_of=AS_OF):
    command = [PROGRAM, "plan", "-", "--as-of", as_of, "--weeks", str(WEEKS), *more]
    return subprocess.run(command, input=RUNNER.encode(), stdout=subprocess.PIPE, check=True).stdout


def events(data):
    return {str(event["UID"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def check(holds, words):
    if not holds:
        sys.exit(f"calendar: {words}")


raw = plan("--format", "ics", "--tz", "Europe/Berlin")
check(raw == plan("--format", "ics", "--tz", "Europe/Berlin"), "two runs differ")
lines = raw.split(b"\r\n")
check(lines[-1] == b"" and b"\n" not in b"".join(lines), "a line does not end in CRLF")
check(max(map(len, lines)) <= 75, "a line is longer than 75 octets")
for line in lines:
    line.decode("utf-8")  # no character is cut in two

days = [day for week in json.loads(plan("--format", "json"))["week"]["weeks"] for day in week["days"]]
found = events(raw)
check(len(found) == len(days) == 7 * WEEKS, f"{len(found)} events for {len(days)} days")
by_date = {}
for event in found.values():
    start = event["DTSTART"].dt
    by_date[start.date() if isinstance(start, dt.datetime) else start] = event
berlin = ZoneInfo("Europe/Berlin")
offsets = set()
for day in days:
    event = by_date[dt.date.fromisoformat(day["date"])]
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    check(event["DTSTAMP"].dt == dt.datetime(2027, 3, 21, tzinfo=dt.timezone.utc), "DTSTAMP is not the day of asking")
    if day["minutes"] and not day["race"]:
        check((start.hour, start.minute) == (18, 30), f"{day['date']} starts at {start}")
        check(start.utcoffset() == start.replace(tzinfo=berlin).utcoffset(), f"{day['date']} has another offset")
        offsets.add(start.utcoffset())
        length = (end - start).total_seconds() / 60
        check(abs(length - day["minutes"]["high"]) <= 1, f"{day['date']} lasts {length} minutes")
        timed = {item["from_min"] for item in day["recover"] if item["from_min"] is not None}
        alarms = event.walk("VALARM")
        check(len(alarms) == len(timed), f"{day['date']} has {len(alarms)} reminders for {len(timed)} times")
        for alarm in alarms:
            check(alarm["TRIGGER"].params["RELATED"] == "END", "a reminder is not counted from the end")
            check(alarm["TRIGGER"].dt.total_seconds() / 60 in {round(t) for t in timed}, "a reminder at another time")
    else:
        check(not isinstance(start, dt.datetime) and end - start == dt.timedelta(days=1), f"{day['date']} is no whole day")
    check(day["title"].split()[0] in str(event["SUMMARY"]) or day["race"], f"{day['date']}: {event['SUMMARY']}")
check(len(offsets) == 2, "no change of the clocks inside the plan")

floating = events(plan("--format", "ics"))
check(floating.keys() == found.keys(), "the zone changes UIDs")
check(all(getattr(e["DTSTART"].dt, "tzinfo", None) is None for e in floating.values()), "floating times have a zone")

later = events(plan("--format", "ics", as_of="2027-03-28"))
shared = later.keys() & found.keys()
check(len(shared) >= 7 * (WEEKS - 1), "a week later the days have other UIDs")
check(all(later[uid]["SEQUENCE"] > found[uid]["SEQUENCE"] for uid in shared), "SEQUENCE does not grow")

private = plan("--format", "ics", "--private")
hidden = events(private)
check(hidden.keys() == found.keys(), "a private calendar leaves days out, where an earlier one may have been busy")
busy = {str(e["SUMMARY"]) for e in hidden.values() if e.get("STATUS") != "CANCELLED"}
free = {str(e["SUMMARY"]) for e in hidden.values() if e.get("STATUS") == "CANCELLED"}
check(len(busy) == len(free) == 1 and busy != free, "private events differ in their words")
off = {uid for uid, event in found.items() if str(event["TRANSP"]) == "TRANSPARENT"}
check(off == {uid for uid, event in hidden.items() if event.get("STATUS") == "CANCELLED"}, "a day off is not cancelled")
check(b"DESCRIPTION" not in private and b"VALARM" not in private and "Änne".encode() not in private, "private events say more")
print(f"{len(found)} events read back")
