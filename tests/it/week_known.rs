//! Weeks for runners of whom little is known, or something new: no run is far beyond what they have told.

use crate::support::fed;
use serde_json::Value;

/// The weeks of the shipped pack for these answers, as of a Saturday.
fn weeks(count: usize, answers: &str) -> Vec<Value> {
    let count = count.to_string();
    let args = ["plan", "-", "--as-of", "2026-11-28", "--format", "json", "--weeks", &count];
    let ran = fed(&args, answers.as_bytes());
    let plan: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    plan["week"]["weeks"].as_array().cloned().unwrap_or_default()
}

/// The same in words.
fn words(count: usize, answers: &str) -> String {
    let count = count.to_string();
    fed(&["plan", "-", "--as-of", "2026-11-28", "--format", "md", "--weeks", &count], answers.as_bytes()).stdout
}

/// What is said of a day, such as `Tue 1 December`.
fn line<'t>(text: &'t str, day: &str) -> &'t str {
    text.lines().find(|line| line.starts_with(&format!("- **{day}"))).unwrap_or_default()
}

fn days(week: &Value) -> Vec<Value> {
    let days = week["days"].as_array().cloned().unwrap_or_default();
    days.into_iter().filter(|day| day["over"] == false).collect()
}

/// The longest that a run of the week takes, in minutes.
fn longest(week: &Value) -> f64 {
    let runs = days(week).into_iter().filter(|day| day["session"] != "strength" && day["session"] != "walk");
    runs.filter_map(|day| day["minutes"]["high"].as_f64()).fold(0.0, f64::max)
}

#[test]
fn from_one_known_run_the_longest_grows_by_a_tenth_a_week() {
    let new = "session_kind: easy\nduration: 20\nlevel: beginner\n";
    for answers in [new.to_owned(), format!("{new}distance: 3\nweekly_distance: 0\n")] {
        let made = weeks(6, &answers);
        let mut before = 30.0 / 1.1;
        for week in &made {
            assert!(longest(week) <= before * 1.1 + 1e-6, "{answers}{}: {}", week["monday"], longest(week));
            before = f64::max(before, longest(week));
        }
        // It does grow, and its runs are no stumps.
        assert!(longest(&made[5]) > 35.0 && longest(&made[1]) >= 25.0, "{answers}");
    }
    let told = weeks(1, "session_kind: easy\nduration: 45\nlevel: intermediate\nlongest_time: 60\n");
    assert!((60.0..=66.0 + 1e-6).contains(&longest(&told[0])), "{}", longest(&told[0]));
}

#[test]
fn without_a_pace_the_time_is_where_a_run_ends_at_the_latest() {
    let text =
        words(2, "session_kind: easy\nduration: 45\nlevel: intermediate\nweekly_distance: 40\nlongest_run: 16\n");
    let tuesday = line(&text, "Tue 1 December");
    assert!(tuesday.contains("(9–10 km, 60 min at most; "), "{tuesday}");
    assert!(text.contains("(95–105 % of a normal week, 38–42 km)"), "{text}");
}

#[test]
fn a_run_of_unknown_distance_makes_the_long_run_no_shorter() {
    // In 50 minutes nobody knows how far the intervals go, and the long run has a time of its own.
    let busy = "session_kind: easy\nduration: 45\nlevel: intermediate\nweekly_distance: 40\nlongest_run: 16\n\
                minutes_per_day: 50\nlong_run_minutes: 120\n";
    let week = days(&weeks(2, busy)[1]);
    let far = |day: usize| week[day]["distance"]["high"].as_f64();
    assert_eq!((far(1), week[6]["session"].as_str(), far(6)), (None, Some("long"), Some(12.6)));
}

#[test]
fn what_a_rule_has_cut_is_not_rounded_up() {
    let back = "session_kind: easy\nduration: 25\ndistance: 4\nlevel: intermediate\nweekly_distance: 35\n\
                longest_run: 0\ndays_off: 35\n";
    assert_eq!(days(&weeks(2, back)[1])[1]["minutes"]["high"], 27.5);
    let text = words(2, back);
    assert!(line(&text, "Tue 1 December").contains("(20–25 min; "), "{text}");
}

#[test]
fn what_a_rule_keeps_away_is_no_alternative() {
    let tired = "session_kind: easy\nduration: 45\ndistance: 8\nlevel: intermediate\nweekly_distance: 40\nlongest_run: 16\n\
                 sleep_days: [5, 5.5, 5, 6, 5, 5.5, 5]\nsoreness: 7\nstress: 8\n";
    let sunday = &days(&weeks(1, tired)[0])[0];
    let others: Vec<&str> =
        sunday["alternatives"].as_array().into_iter().flatten().filter_map(|other| other["id"].as_str()).collect();
    assert_eq!((sunday["session"].as_str(), others.as_slice()), (Some("walk"), ["rest"].as_slice()));
}

#[test]
fn a_long_run_that_time_leaves_none_of_is_moved_nowhere() {
    let busy = "session_kind: easy\nduration: 45\ndistance: 8\nlevel: intermediate\nweekly_distance: 40\n\
                longest_run: 16\nminutes_per_day: 45\nlong_run_day: sat\n";
    let text = words(2, busy);
    let moved: Vec<&str> = text.lines().filter(|line| line.contains(" went from ")).collect();
    assert!(moved.len() == 1 && moved[0].starts_with("- “Strength work” went from Tuesday"), "{moved:?}");
    let saturday = line(&text, "Sat 5 December");
    assert!(
        saturday.contains("In place of “Long run”, because it needs more time than you have on a day."),
        "{saturday}"
    );
}

#[test]
fn the_days_after_a_race_are_no_break() {
    // The race was on a Saturday: by the Sunday on which the next plan begins, a week of it has been run.
    let text = words(2, "session_kind: race\nduration: 25\n");
    assert!(text.contains("from Sunday on “Up to three runs a week”"), "{text}");
}
