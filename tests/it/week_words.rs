//! What a week says of itself: its share, its time, and its reasons.

use crate::support::fed;
use crate::week::{RUNNER, shipped_days};
use serde_json::Value;

/// The line of each week's plan.
fn plan_lines(as_of: &str, weeks: &str, answers: &str) -> Vec<String> {
    let ran = fed(&["plan", "-", "--as-of", as_of, "--format", "md", "--weeks", weeks], answers.as_bytes());
    ran.stdout.lines().filter(|line| line.starts_with("**Plan:**")).map(str::to_owned).collect()
}

#[test]
fn weeks_in_minutes_name_no_share() {
    let back = "session_kind: easy\nduration: 25\ndistance: 4\nlevel: intermediate\nweekly_distance: 40\n\
                longest_run: 0\ndays_off: 45\nconditions: []\nsymptoms: []\n";
    let nothing = "session_kind: easy\nduration: 40\nlevel: beginner\nconditions: []\nsymptoms: []\n";
    for answers in [back, nothing] {
        let lines = plan_lines("2026-11-29", "2", answers);
        assert!(lines.iter().all(|line| line.contains("(Told in minutes, ") && !line.contains('%')), "{lines:?}");
    }
}

#[test]
fn a_week_that_its_days_do_not_hold_says_so() {
    let two = format!("{RUNNER}available_days: [wed, sun]\nrace_date: 2026-12-06\nrace_distance: half\n");
    let lines = plan_lines("2026-11-29", "1", &two);
    assert!(
        lines[0].contains("the plan has 40–50 %, but your days, your time and the rules leave no more"),
        "{lines:?}"
    );
    // The race is the plan's own, and what it takes no place of is there.
    let five = format!("{RUNNER}training_days: 5\nrace_date: 2026-12-06\nrace_distance: half\n");
    assert!(!plan_lines("2026-11-29", "1", &five)[0].contains("leave no more"));
    // What time has held is what a taper counts from.
    let short = "session_kind: easy\nduration: 45\ndistance: 6\nlevel: intermediate\nweekly_distance: 28\n\
                 longest_run: 10\nminutes_per_day: 45\navailable_days: [tue, thu, sat, sun]\nconditions: []\n\
                 symptoms: []\nrace_date: 2026-12-27\nrace_distance: 10k\n";
    let lines = plan_lines("2026-11-29", "4", short);
    assert!(!lines.iter().any(|line| line.contains("grown")), "{lines:?}");
    assert!(lines[3].contains("we count 24 km as one, which is what your last normal week came to"), "{lines:?}");
}

#[test]
fn the_time_of_a_week_holds_what_goes_along() {
    let answers = "session_kind: easy\nduration: 35\ndistance: 5\nlevel: beginner\nweekly_distance: 15\nlongest_run: 7\n\
                   available_days: [tue, thu, sun]\nconditions: []\nsymptoms: []\n";
    // 15 km at 7 min/km are 100 to 110 minutes, and two times 30 to 45 go along.
    let line = plan_lines("2026-11-29", "1", answers).remove(0);
    assert!(line.contains("2 h 40 min–3 h 20 min"), "{line}");
}

#[test]
fn without_a_pace_minutes_and_distance_fit_any() {
    for (level, km) in [("advanced", 20.0), ("advanced", 12.0), ("beginner", 9.0), ("intermediate", 110.0)] {
        let answers = format!(
            "session_kind: easy\nduration: 30\nlevel: {level}\nweekly_distance: {km}\nconditions: []\nsymptoms: []\n"
        );
        for day in shipped_days("2026-11-29", "4", &answers) {
            for end in ["low", "high"] {
                let (minutes, km) = (day["minutes"][end].as_f64(), day["distance"][end].as_f64());
                let Some(pace) = minutes.zip(km).map(|(minutes, km)| minutes / km) else { continue };
                assert!((4.0 - 1e-6..=10.0 + 1e-6).contains(&pace), "{level} {}: {pace} min/km", day["date"]);
            }
        }
    }
}

#[test]
fn where_time_cuts_a_long_run_that_is_the_reason() {
    let answers = format!("{RUNNER}minutes_per_day: 45\n");
    let days = shipped_days("2026-11-29", "1", &answers);
    let why = days[6]["why"].as_str().unwrap_or_default();
    assert!(why.contains("In place of “Long run”, because it needs more time than you have on a day"), "{why}");
}

#[test]
fn a_session_for_others_is_closed_in_words() {
    let answers = "session_kind: race\nduration: 130\ndistance: 21.1\nlevel: beginner\nweekly_distance: 25\n\
                   longest_run: 16\navailable_days: [thu, fri, sat]\nconditions: []\nsymptoms: []\n";
    let ran = fed(&["plan", "-", "--as-of", "2026-11-29", "--weeks", "1"], answers.as_bytes());
    assert!(ran.stdout.contains("because you are new to running"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("your answers say so"), "{}", ran.stdout);
}

#[test]
fn a_run_that_the_long_run_ends_is_as_long_as_it() {
    let runners = [
        ("advanced", 110, "longest_run: 32\navailable_days: [mon, tue, wed, thu, sat, sun]"),
        ("intermediate", 28, "longest_run: 10\nminutes_per_day: 45\navailable_days: [tue, thu, sat, sun]"),
        ("intermediate", 50, "longest_run: 12\navailable_days: [wed, sun]"),
        ("intermediate", 60, "longest_run: 9\navailable_days: [tue, thu, sun]"),
        ("beginner", 30, "longest_run: 6"),
    ];
    for (level, km, more) in runners {
        let answers = format!(
            "session_kind: easy\nduration: 48\ndistance: 8\nlevel: {level}\nweekly_distance: {km}\n{more}\n\
             conditions: []\nsymptoms: []\nrace_date: 2027-02-21\nrace_distance: half\n"
        );
        for week in shipped_days("2026-11-29", "12", &answers).chunks(7) {
            let far = |day: &Value| day["distance"]["high"].as_f64().unwrap_or_default();
            let long = week.iter().filter(|day| day["session"] == "long").map(far).fold(0.0, f64::max);
            for day in week.iter().filter(|day| day["cuts"].to_string().contains("stays the longest")) {
                assert!(far(day) <= long + 1e-6 && long > 0.0, "{level} {km} {}: {} of {long}", day["date"], far(day));
            }
        }
    }
}

#[test]
fn a_distance_that_is_all_but_round_is_round() {
    // 50 minutes at 50 min for 9 km are 9 km, and no less for being worked out.
    let answers = "session_kind: easy\nduration: 50\ndistance: 9\nlevel: intermediate\nweekly_distance: 50\n\
                   longest_run: 20\navailable_days: [wed, sun]\nrace_date: 2026-12-06\nrace_distance: half\n\
                   conditions: []\nsymptoms: []\n";
    let ran = fed(&["plan", "-", "--as-of", "2026-11-29", "--weeks", "1"], answers.as_bytes());
    assert!(ran.stdout.contains("(50 min, 9 km, whichever comes first"), "{}", ran.stdout);
}

#[test]
fn a_race_that_is_given_up_names_a_cure_that_helps() {
    let ill = "session_kind: easy\nduration: 50\ndistance: 8\nlevel: intermediate\nweekly_distance: 50\nlongest_run: 26\n\
               symptoms: []\nrace_date: 2026-12-15\n";
    for (more, cure) in [
        ("conditions: [recent-illness]\nrace_distance: marathon\n", "Choose a later race, or a shorter one."),
        ("conditions: []\ndays_off: 42\nrace_distance: half\n", "Choose a later race."),
        ("conditions: [pregnancy]\nrace_distance: 10k\n", "A shorter race would not change that."),
    ] {
        let answers = format!("{ill}{more}");
        let ran = fed(&["plan", "-", "--as-of", "2026-11-29", "--weeks", "3"], answers.as_bytes());
        let said = ran.stdout.lines().find(|line| line.contains("is not in the plan")).unwrap_or_default();
        assert!(said.contains(cure), "{more}: {said}\n{}", ran.stdout);
    }
}
