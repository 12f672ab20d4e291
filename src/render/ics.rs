//! The calendar: RFC 5545, one event for each day of a plan, so that importing the next one updates the last.
//!
//! An event's UID is its day and its runner: the name, or the file of the profile where there is none. Its SEQUENCE grows with the day of asking, which is its DTSTAMP too. Where the
//! runner's time zone is known, times stand in it, and the file says when its clocks change; where it is not, times are
//! floating: six in the evening wherever the runner is.

use crate::guide::{DayDoc, Stamp, WeekDoc};
use crate::prose::to_plain;
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarAction, ICalendarClassification, ICalendarComponent, ICalendarComponentType, ICalendarDuration,
    ICalendarEntry, ICalendarMethod, ICalendarParameter, ICalendarProperty, ICalendarRelated, ICalendarStatus,
    ICalendarTransparency, ICalendarValue, ICalendarValueType,
};
use jiff::civil::{Date, DateTime};
use jiff::tz::{Dst, TimeZone};
use jiff::{SignedDuration, Span, Timestamp};

/// What a calendar is made for.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// The runner's time zone by name.
    pub zone: Option<(String, TimeZone)>,
    /// Whether events only say that the time is taken.
    pub private: bool,
    /// What tells a runner without a name from others, so that two of them fit into one calendar.
    pub unnamed: Option<String>,
}

/// The day from which sequence numbers are counted.
const EPOCH: Date = jiff::civil::date(2020, 1, 1);

/// Weeks as a calendar.
pub fn calendar(week: &WeekDoc, stamp: &Stamp, made_for: &Calendar) -> String {
    let mut out = ICalendar { components: vec![ICalendarComponent::new(ICalendarComponentType::VCalendar)] };
    let head = &mut out.components[0];
    head.add_property(ICalendarProperty::Version, text("2.0"));
    head.add_property(ICalendarProperty::Prodid, text("-//afterrun//afterrun//EN"));
    head.add_property(ICalendarProperty::Calscale, text("GREGORIAN"));
    head.add_property(ICalendarProperty::Method, ICalendarValue::Method(ICalendarMethod::Publish));
    if !made_for.private {
        head.add_property(ICalendarProperty::Other("X-WR-CALNAME".to_owned()), text(&week.calendar));
    }
    if let Some((name, _)) = &made_for.zone {
        head.add_property(ICalendarProperty::Other("X-WR-TIMEZONE".to_owned()), text(name));
    }
    let days: Vec<&DayDoc> = week.weeks.iter().flat_map(|week| &week.days).filter(|day| !day.over).collect();
    let as_of = stamp.as_of.parse::<Date>().unwrap_or(EPOCH);
    if let (Some((name, zone)), Some(first), Some(last)) = (&made_for.zone, days.first(), days.last()) {
        time_zone(&mut out, name, zone, date(first), date(last));
    }
    let key = match &made_for.unnamed {
        Some(other) => {
            let key = format!("{}\n{other}", week.runner_key);
            format!("{:016x}", xxhash_rust::xxh3::xxh3_64(key.as_bytes()))
        }
        None => week.runner_key.clone(),
    };
    for day in days {
        event(&mut out, week, day, &key, as_of, made_for);
    }
    out.to_string()
}

fn event(out: &mut ICalendar, week: &WeekDoc, day: &DayDoc, key: &str, as_of: Date, made_for: &Calendar) {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    event.add_property(ICalendarProperty::Uid, text(&format!("{}.{key}@afterrun", day.date)));
    event.add_property(ICalendarProperty::Dtstamp, moment(as_of.into(), true));
    let sequence = EPOCH.until(as_of).map_or(0, |span| i64::from(span.get_days()));
    event.add_property(ICalendarProperty::Sequence, ICalendarValue::Integer(sequence.max(0)));
    let day_of = date(day);
    let at = |minutes: f64| {
        let whole = SignedDuration::from_mins(minutes.round() as i64);
        DateTime::from(day_of).saturating_add(whole)
    };
    match day.start.zip(day.end) {
        Some((start, end)) => {
            event.entries.push(timed(ICalendarProperty::Dtstart, at(start), made_for));
            event.entries.push(timed(ICalendarProperty::Dtend, at(end), made_for));
        }
        None => {
            event.entries.push(whole_day(ICalendarProperty::Dtstart, day_of));
            event.entries.push(whole_day(ICalendarProperty::Dtend, day_of.saturating_add(Span::new().days(1))));
        }
    }
    let summary = match (made_for.private, day.rest) {
        (true, true) => &week.free,
        (true, false) => &week.busy,
        (false, _) => &day.summary,
    };
    event.add_property(ICalendarProperty::Summary, text(summary));
    // Left out, a day off would leave standing what an earlier import had there.
    if made_for.private && day.rest {
        event.add_property(ICalendarProperty::Status, ICalendarValue::Status(ICalendarStatus::Cancelled));
    }
    let transparency = if day.rest { ICalendarTransparency::Transparent } else { ICalendarTransparency::Opaque };
    event.add_property(ICalendarProperty::Transp, ICalendarValue::Transparency(transparency));
    if made_for.private {
        let class = ICalendarValue::Classification(ICalendarClassification::Private);
        event.add_property(ICalendarProperty::Class, class);
    } else {
        event.add_property(ICalendarProperty::Description, text(&day.details));
    }
    let at = out.components.len() as u32;
    out.components.push(event);
    out.components[0].component_ids.push(at);
    // Without a time of day there is no end to count from.
    if !made_for.private && day.end.is_some() {
        alarms(out, at as usize, day);
    }
}

/// Reminders counted from the end of the session, one for each time at which something is to be done.
fn alarms(out: &mut ICalendar, event: usize, day: &DayDoc) {
    let mut times: Vec<(u32, Vec<String>)> = Vec::new();
    for item in &day.recover {
        let Some(after) = item.from_min.filter(|after| *after >= 0.0) else { continue };
        let after = after.round() as u32;
        let line = format!("{}: {}", item.title, to_plain(&item.text));
        match times.iter_mut().find(|(time, _)| *time == after) {
            Some((_, lines)) => lines.push(line),
            None => times.push((after, vec![line])),
        }
    }
    times.sort_by_key(|(time, _)| *time);
    for (minutes, lines) in times {
        let mut alarm = ICalendarComponent::new(ICalendarComponentType::VAlarm);
        alarm.add_property(ICalendarProperty::Action, ICalendarValue::Action(ICalendarAction::Display));
        alarm.add_property(ICalendarProperty::Description, text(&lines.join("\n")));
        let mut trigger = ICalendarEntry::new(ICalendarProperty::Trigger);
        trigger.params.push(ICalendarParameter::related(ICalendarRelated::End));
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let after = ICalendarDuration { neg: false, weeks: 0, days, hours, minutes, seconds: 0 };
        trigger.values.push(ICalendarValue::Duration(after));
        alarm.entries.push(trigger);
        let at = out.components.len() as u32;
        out.components.push(alarm);
        out.components[event].component_ids.push(at);
    }
}

/// When the clocks of a zone change between two days, with the state before them.
fn time_zone(out: &mut ICalendar, name: &str, zone: &TimeZone, first: Date, last: Date) {
    let day = |date: Date| zone.to_timestamp(DateTime::from(date)).unwrap_or(Timestamp::UNIX_EPOCH);
    let (start, end) = (day(first), day(last.saturating_add(Span::new().days(2))));
    let at = out.components.len() as u32;
    let mut whole = ICalendarComponent::new(ICalendarComponentType::VTimezone);
    whole.add_property(ICalendarProperty::Tzid, text(name));
    out.components.push(whole);
    out.components[0].component_ids.push(at);
    let before = zone.preceding(start).next();
    let from_start = zone.following(start).take_while(|change| change.timestamp() < end);
    let mut changes: Vec<(Timestamp, i32, Dst, String)> = before
        .into_iter()
        .chain(from_start)
        .map(|c| (c.timestamp(), c.offset().seconds(), c.dst(), c.abbreviation().to_owned()))
        .collect();
    if changes.is_empty() {
        let now = zone.to_offset_info(start);
        changes.push((Timestamp::UNIX_EPOCH, now.offset().seconds(), now.dst(), now.abbreviation().to_owned()));
    }
    for (timestamp, offset, dst, abbreviation) in changes {
        let kind = if dst.is_dst() { ICalendarComponentType::Daylight } else { ICalendarComponentType::Standard };
        let before =
            timestamp.saturating_sub(SignedDuration::from_secs(1)).map_or(offset, |t| zone.to_offset(t).seconds());
        // A change is written in the time that the clocks showed before it.
        let shown = jiff::tz::Offset::from_seconds(before).map(|offset| offset.to_datetime(timestamp));
        let mut change = ICalendarComponent::new(kind);
        change.add_property(ICalendarProperty::Dtstart, moment(shown.unwrap_or_default(), false));
        change.add_property(ICalendarProperty::Tzoffsetfrom, offset_of(before));
        change.add_property(ICalendarProperty::Tzoffsetto, offset_of(offset));
        change.add_property(ICalendarProperty::Tzname, text(&abbreviation));
        let own = out.components.len() as u32;
        out.components.push(change);
        out.components[at as usize].component_ids.push(own);
    }
}

fn offset_of(seconds: i32) -> ICalendarValue {
    let minutes = seconds.unsigned_abs() / 60;
    ICalendarValue::PartialDateTime(Box::new(PartialDateTime {
        tz_hour: u8::try_from(minutes / 60).ok(),
        tz_minute: u8::try_from(minutes % 60).ok(),
        tz_minus: seconds < 0,
        ..PartialDateTime::default()
    }))
}

fn timed(name: ICalendarProperty, at: DateTime, made_for: &Calendar) -> ICalendarEntry {
    let mut entry = ICalendarEntry::new(name);
    if let Some((zone, _)) = &made_for.zone {
        entry.params.push(ICalendarParameter::tzid(zone.clone()));
    }
    entry.values.push(moment(at, false));
    entry
}

fn whole_day(name: ICalendarProperty, day: Date) -> ICalendarEntry {
    let mut entry = ICalendarEntry::new(name);
    entry.params.push(ICalendarParameter::value(ICalendarValueType::Date));
    entry.values.push(ICalendarValue::PartialDateTime(Box::new(PartialDateTime { ..civil(day) })));
    entry
}

fn moment(at: DateTime, utc: bool) -> ICalendarValue {
    let zone = utc.then_some(0);
    ICalendarValue::PartialDateTime(Box::new(PartialDateTime {
        hour: u8::try_from(at.hour()).ok(),
        minute: u8::try_from(at.minute()).ok(),
        second: u8::try_from(at.second()).ok(),
        tz_hour: zone,
        tz_minute: zone,
        ..civil(at.date())
    }))
}

fn civil(day: Date) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }
}

fn date(day: &DayDoc) -> Date {
    day.date.parse().unwrap_or(EPOCH)
}

fn text(words: &str) -> ICalendarValue {
    ICalendarValue::Text(words.to_owned())
}
