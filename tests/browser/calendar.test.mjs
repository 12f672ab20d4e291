// Calendars read back by ical.js, the library of Thunderbird.
//
//     AFTERRUN_BIN=target/debug/afterrun node --test tests/browser/calendar.test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';
import ICAL from 'ical.js';

const bin = resolve(process.env.AFTERRUN_BIN ?? 'target/debug/afterrun');
const RUNNER = `
session_kind: race
duration: 240
distance: 42.2
level: intermediate
weekly_distance: 50
conditions: []
symptoms: []
name: "O’Neill; *x*, <b>"
training_time: "06:15"
`;

const plan = (...more) =>
  execFileSync(bin, ['plan', '-', '--as-of', '2026-10-18', '--weeks', '4', ...more], { input: RUNNER, encoding: 'utf8' });

test('every day is an event that means what the plan says', () => {
  const root = new ICAL.Component(ICAL.parse(plan('--format', 'ics', '--tz', 'America/New_York')));
  const zone = new ICAL.Timezone(root.getFirstSubcomponent('vtimezone'));
  assert.equal(zone.tzid, 'America/New_York');
  ICAL.TimezoneService.register(zone);
  const events = root.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  const days = JSON.parse(plan('--format', 'json')).week.weeks.flatMap((week) => week.days);
  assert.equal(events.length, days.length);
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
  let utc = new Set();
  for (const [at, event] of events.entries()) {
    const day = days[at];
    assert.equal(event.startDate.toString().slice(0, 10), day.date);
    if (day.minutes && !day.race) {
      assert.deepEqual([event.startDate.hour, event.startDate.minute], [6, 15]);
      utc.add(event.startDate.toJSDate().getUTCHours());
      assert.ok(Math.abs(event.duration.toSeconds() / 60 - day.minutes.high) <= 1, day.date);
      for (const alarm of event.component.getAllSubcomponents('valarm')) {
        assert.equal(alarm.getFirstProperty('trigger').getParameter('related'), 'END');
        assert.equal(alarm.getFirstPropertyValue('action'), 'DISPLAY');
      }
    } else {
      assert.ok(event.startDate.isDate, day.date);
    }
    assert.ok(event.description.includes(day.why), event.description);
  }
  // Summer time ends on the first of November.
  assert.deepEqual([...utc].sort(), [10, 11]);
});

test('a private calendar says nothing but that the time is taken', () => {
  const text = plan('--format', 'ics', '--private');
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  assert.ok(events.length > 0);
  // A day off takes back what an earlier import had there.
  const isOff = (event) => event.getFirstPropertyValue('status') === 'CANCELLED';
  assert.ok(events.some(isOff) && !events.every(isOff));
  for (const event of events) {
    assert.equal(event.getFirstPropertyValue('summary'), isOff(event) ? 'Free' : 'Busy');
    assert.equal(event.getFirstPropertyValue('class'), 'PRIVATE');
    assert.equal(event.getFirstProperty('description'), null);
  }
  assert.ok(!text.includes('Neill'));
});
