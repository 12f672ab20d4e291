//! Plans and calendars as a runner and an editor meet them.

use crate::support::{Ran, afterrun, check_folder, copy, fed, folder, place, repository, text_of, words};
use jiff::civil::Date;
use serde_json::Value;
use std::path::Path;

/// The pack of the week's tests, in `content/` of a folder.
fn pack() -> tempfile::TempDir {
    let folder = folder();
    copy(&repository("tests/packs/week"), &folder.path().join("content"));
    folder
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join("content").join(file);
    let text = text_of(&path);
    assert!(text.contains(from), "{file} has no {from:?}");
    crate::support::put(&path, text.replace(from, to));
}

/// A plan of the tests' pack for these answers.
fn plan(more: &[&str], answers: &str) -> Ran {
    let folder = pack();
    let content = folder.path().join("content").display().to_string();
    let args = [&["plan", "-", "--as-of", "2026-11-29", "--content", &content], more].concat();
    fed(&args, format!("session_kind: easy\nduration: 40\n{answers}\n").as_bytes())
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", ran.stdout, ran.stderr))
}

#[test]
fn the_pack_of_these_tests_is_sound() {
    let folder = pack();
    let (sources, findings) = check_folder(folder.path());
    assert!(findings.is_empty(), "{}", words(&findings, &sources));
}

#[test]
fn the_articles_week_is_reported_unless_it_says_why() {
    let folder = pack();
    let reason = "    - { rule: hard-days-in-a-row, because: It is shown as the article gives it. }\n";
    change(folder.path(), "plans/a.yaml", reason, "");
    let (sources, findings) = check_folder(folder.path());
    let found: Vec<_> = findings.iter().map(|f| (f.lint.name, f.message.as_str())).collect();
    assert_eq!(found, [("unsound-plan", "`seed` breaks `hard-days-in-a-row` on Monday and Tuesday")]);
    let (file, _) = findings.iter().find_map(|f| place(f, &sources)).unwrap_or_default();
    assert_eq!(file, "plans/a.yaml");
}

#[test]
fn every_choice_and_level_is_held_against_the_rules() {
    // One of two choices, and for one of three levels only.
    for (file, from, to, message) in [
        (
            "plans/a.yaml",
            "wed: { do: easy, share: 17 % }",
            "wed: { do: [easy, tempo], share: 17 % }",
            "`five` breaks `hard-days-in-a-row`",
        ),
        (
            "plans/a.yaml",
            "thu: { do: easy, share: 30 % }",
            "thu: { do: easy, share: 30 % }, fri: [off, easy], sat: [off, easy]",
            "`three` breaks `days-without-running`",
        ),
        ("plans/a.yaml", "sun: { do: long, share: 30 % }\n", "sun: { do: long, share: 44 % }\n", "come to 114 %"),
        ("sessions.yaml", "intermediate: 70..110", "intermediate: 170..190", "`five` breaks `long-time` on Sunday"),
    ] {
        let folder = pack();
        change(folder.path(), file, from, to);
        let (sources, findings) = check_folder(folder.path());
        let all = words(&findings, &sources);
        assert!(findings.iter().any(|f| f.message.contains(message)), "{from} -> {to}:\n{all}");
    }
}

#[test]
fn who_must_not_do_a_session_is_found_with_a_witness() {
    let folder = pack();
    let easy = "unless: { conditions: bone-stress }, instead: walk, recover: [drink] }";
    change(folder.path(), "sessions.yaml", easy, "unless: { conditions: bone-stress } }");
    let (sources, findings) = check_folder(folder.path());
    let found = findings.iter().find(|f| f.lint.name == "excluded-session");
    let found = found.unwrap_or_else(|| panic!("nothing found:\n{}", words(&findings, &sources)));
    let witness = found.witness.clone().unwrap_or_default();
    assert_eq!(witness.get("conditions"), Some(&serde_json::json!(["bone-stress"])), "{witness:?}");
}

#[test]
fn who_is_excluded_by_a_measure_is_found_too() {
    let folder = pack();
    let easy = "unless: { conditions: bone-stress }, instead: walk, recover: [drink] }";
    change(folder.path(), "sessions.yaml", easy, "unless: { days_to_hard_run: \">= 5\" }, caveat: you raced }");
    let (sources, findings) = check_folder(folder.path());
    let found = findings.iter().find(|f| f.lint.name == "excluded-session");
    let found = found.unwrap_or_else(|| panic!("nothing found:\n{}", words(&findings, &sources)));
    let witness = found.witness.clone().unwrap_or_default();
    assert_eq!(witness.get("session_kind"), Some(&serde_json::json!("race")), "{witness:?}");
    assert!(witness.get("distance").and_then(Value::as_f64).is_some_and(|km| km > 8.0), "{witness:?}");
}

#[test]
fn a_test_of_the_pack_says_what_weeks_hold() {
    let folder = pack();
    let test = |week: &str| {
        let profile = "{ session_kind: easy, duration: 40, level: intermediate }";
        let text = format!("- name: A week\n  profile: {profile}\n  as_of: 2026-11-29\n  plan:\n    - {week}\n");
        crate::support::put(&folder.path().join("content/tests/a.yaml"), text);
        let (_, findings) = check_folder(folder.path());
        findings.iter().map(|f| f.message.clone()).collect::<Vec<_>>()
    };
    let whole = "{ weeks: 1..3, plan: five, tue: [tempo, intervals], some: [long], none: [race], apart: [demanding], \
                 at_least: { rest: 1, run: 5 }, at_most: { hard: 2 } }";
    assert_eq!(test(whole), Vec::<String>::new());
    assert_eq!(test("{ days: 1, mon: rest }"), Vec::<String>::new());
    for (week, message) in [
        ("{ weeks: 4, plan: five }", "the week of 2026-12-21 is `deload`"),
        ("{ weeks: 1, tue: easy }", "tue 2026-12-01 holds `intervals` and `strength`"),
        ("{ days: 1..3, none: [hard] }", "`hard` stands on 2026-12-01"),
        ("{ weeks: 1, some: [race] }", "`race` stands on 0 days from 2026-11-30 on"),
        ("{ weeks: 1, at_most: { hard: 1 } }", "`hard` stands on 2026-12-01, 2026-12-03"),
        ("{ weeks: 1..2, apart: [training] }", "`training` stands on 2026-12-01 and on 2026-12-02"),
        ("{ weeks: 1, gave_up: [race] }", "no race is given up"),
        ("{ weeks: 1, gave_up: [hope] }", "`hope` cannot be given up"),
        ("{ weeks: 0..2, some: [run] }", "`0..2` names no weeks or days"),
        ("{ some: [run] }", "this does not say which days it is about"),
        ("{ weeks: 1, some: [swim] }", "`swim` names no day and no session"),
    ] {
        let found = test(week);
        assert!(found.iter().any(|m| m.contains(message)), "{week}: {found:?}");
    }
}

#[test]
fn what_leaves_no_week_ends_with_what_to_change() {
    for (answers, words, help) in [
        ("available_days: []", "no day on which you can train", "available_days"),
        ("available_days: [tue]\nrest_day: tue", "Tuesday is your rest day and the only day", "rest_day"),
        ("race_date: 2026-11-01\nrace_distance: 10k", "is over", "last_race_date"),
        ("available_days: [tue, thu]\nrace_date: 2026-12-13\nrace_distance: 10k", "cannot train", "add `sun`"),
        ("races: 2026-12-13 10k; 2026-12-13 half", "two races are on Sunday 13 December 2026", "leave one"),
        ("races: 2026-12-13 10 parsecs", "is no distance", "2027-03-14 half B"),
        ("races: next spring", "is not a day", "2027-03-14 half B"),
    ] {
        let ran = plan(&[], answers);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{answers}");
        assert!(ran.stderr.contains(words) && ran.stderr.contains(help), "{answers}:\n{}", ran.stderr);
    }
}

#[test]
fn wishes_that_pull_apart_are_named() {
    let ran = plan(&["--format", "json"], "level: intermediate\nrest_day: sun\nlong_run_day: sun");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let gave_up = &json(&ran)["week"]["gave_up"];
    assert_eq!((gave_up[0]["what"].as_str(), gave_up[0]["id"].as_str()), (Some("long_run_day"), Some("sun")));
    assert!(gave_up[0]["why"].as_str().is_some_and(|why| why.contains("Sunday is your rest day")), "{gave_up}");
    assert_eq!(gave_up.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_warning_sign_comes_before_any_plan() {
    let ends = plan(&[], "symptoms: [chest-pain]");
    assert!(ends.stdout.contains("Call for help now.") && !ends.stdout.contains("Easy run"), "{}", ends.stdout);
    let calendar = plan(&["--format", "ics"], "symptoms: [chest-pain]");
    assert_eq!((calendar.code, calendar.stdout.as_str()), (Some(2), ""));
    let rests = plan(&["--format", "json"], "symptoms: [sore-shin]");
    let days = json(&rests)["week"]["weeks"][0]["days"].clone();
    let running = ["easy", "long", "tempo", "intervals"];
    assert!(days.as_array().is_some_and(|d| d.iter().all(|d| !running.contains(&d["session"].as_str().unwrap_or("")))));
    assert!(rests.stdout.contains("One sore shin"), "{}", rests.stdout);
}

#[test]
fn what_comes_after_a_session_goes_through_the_selection() {
    let recover = |answers: &str| {
        let ran = plan(&["--format", "json"], answers);
        let days = json(&ran)["week"]["weeks"][0]["days"].clone();
        let day = days.as_array().and_then(|d| d.iter().find(|d| d["session"] == "intervals").cloned());
        let day = day.unwrap_or_else(|| panic!("no intervals: {days}"));
        let ids = day["recover"].as_array().into_iter().flatten().filter_map(|r| r["id"].as_str().map(str::to_owned));
        (ids.collect::<Vec<_>>(), day["with"].clone())
    };
    // Strength work on the same day keeps the cold bath away.
    assert_eq!(
        recover("level: intermediate\nconditions: []"),
        (vec!["drink".to_owned()], serde_json::json!(["strength"]))
    );
    let short = "level: intermediate\nminutes_per_day: 50\nconditions";
    assert_eq!(recover(&format!("{short}: []")).0, ["drink", "cold-bath"]);
    assert_eq!(recover(&format!("{short}: [raynauds]")).0, ["drink"]);
}

#[test]
fn the_same_plan_in_every_medium() {
    let answers = "level: intermediate\nname: \"<b>*x*</b>; {{ y }}\"\nrace_date: 2027-01-10\nrace_distance: half";
    let more = |format: &'static str| ["--format", format, "--weeks", "8", "--alternatives", "2"];
    let md = plan(&more("md"), answers);
    assert!(
        md.stdout.contains("Show another")
            && md.stdout.contains("Half marathon on Sunday 10 January 2027: 42 days left")
    );
    let html = plan(&more("html"), answers);
    assert!(html.stdout.contains("<svg class=\"chart\"") && html.stdout.matches("<li class=\"day ").count() == 56);
    assert!(!html.stdout.contains("<b>*x*") && html.stdout.contains("&lt;b&gt;*x*"), "a name is text");
    let out = json(&plan(&more("json"), answers));
    let weeks = out["week"]["weeks"].as_array().cloned().unwrap_or_default();
    assert_eq!((weeks.len(), out["schema"].as_str()), (8, Some("afterrun-plan/1")));
    assert!(weeks.iter().all(|week| week["days"].as_array().is_some_and(|days| days.len() == 7)));
    assert_eq!(weeks[5]["days"][6]["race"], "Half marathon");
    let ics = plan(&more("ics"), answers);
    assert_eq!(ics.stdout.matches("BEGIN:VEVENT").count(), 56);
    for format in ["md", "html", "json", "ics"] {
        let (one, two) = (plan(&more(format), answers), plan(&more(format), answers));
        assert_eq!((one.code, &one.stdout), (Some(0), &two.stdout), "{format}: {}", one.stderr);
    }
}

#[test]
fn a_calendar_is_updated_and_not_doubled() {
    let ids = |text: &str, key: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix(key).map(str::to_owned)).collect()
    };
    let (one, two) =
        (plan(&["--format", "ics", "--weeks", "2"], ""), plan(&["--format", "ics", "--weeks", "2"], "rest_day: tue"));
    assert_eq!(ids(&one.stdout, "UID:"), ids(&two.stdout, "UID:"));
    let zone = plan(&["--format", "ics", "--tz", "Mars/Olympus"], "");
    assert_eq!(zone.code, Some(2));
    assert!(zone.stderr.contains("write it as Europe/Berlin"), "{}", zone.stderr);
    assert!(one.stdout.lines().all(|line| line.len() <= 75) && one.stdout.contains("\r\n"));
}

#[test]
fn the_guide_has_the_seven_days_that_follow() {
    let out = afterrun(&[
        "guide",
        "--as-of",
        "2026-11-24",
        "--format",
        "json",
        "--set",
        "session_kind=easy",
        "--set",
        "duration=45",
    ]);
    let days: Vec<String> = json(&out)["week"]["weeks"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|week| week["days"].as_array().cloned().unwrap_or_default())
        .filter_map(|day| day["date"].as_str().map(str::to_owned))
        .collect();
    let expected: Vec<String> =
        (25..=30).map(|day| format!("2026-11-{day}")).chain(["2026-12-01".to_owned()]).collect();
    assert_eq!(days, expected);
}

/// The days of a plan of the shipped pack.
pub fn shipped_days(as_of: &str, weeks: &str, answers: &str) -> Vec<Value> {
    let ran = fed(&["plan", "-", "--as-of", as_of, "--format", "json", "--weeks", weeks], answers.as_bytes());
    let weeks = json(&ran)["week"]["weeks"].as_array().cloned().unwrap_or_default();
    weeks.iter().flat_map(|week| week["days"].as_array().cloned().unwrap_or_default()).collect()
}

#[test]
fn no_run_outgrows_its_session_where_days_are_few() {
    let few = "session_kind: easy\nduration: 60\ndistance: 10\nlevel: advanced\nweekly_distance: 70\nlongest_run: 24\n\
               available_days: [tue, thu, sun]\n";
    let back = "session_kind: easy\nduration: 20\ndistance: 3\nlevel: advanced\nweekly_distance: 90\nlongest_run: 30\n\
                last_race_date: 2026-11-15\nlast_race_distance: ultra\n";
    let most = [
        ("intervals", 75.0),
        ("hills", 75.0),
        ("tempo", 75.0),
        ("sharpening", 40.0),
        ("strides", 60.0),
        ("easy", 105.0),
    ];
    for answers in [few, back] {
        let days = shipped_days("2026-11-29", "6", answers);
        for day in &days {
            let most = most.iter().find(|(id, _)| day["session"] == *id);
            if let (Some((id, most)), Some(minutes)) = (most, day["minutes"]["high"].as_f64()) {
                assert!(minutes <= most + 1e-6, "{id} on {} takes {minutes} min", day["date"]);
            }
        }
        assert!(days.iter().any(|day| day["session"] == "easy"), "{answers}");
    }
}

/// The taper table: for each race, from the last seven days on, the shares of a normal week.
const TAPERS: [(&str, &[(f64, f64)]); 3] = [
    ("5k", &[(0.5, 0.6)]),
    ("half", &[(0.4, 0.5), (0.65, 0.75)]),
    ("marathon", &[(0.35, 0.45), (0.5, 0.6), (0.75, 0.8)]),
];

#[test]
fn a_taper_is_counted_back_from_a_race_on_any_weekday() {
    for (distance, shares) in TAPERS {
        for day in 14..21 {
            let race: Date = format!("2026-12-{day}").parse().expect("a date");
            let answers = format!(
                "session_kind: easy\nduration: 44\ndistance: 8\nlevel: intermediate\nweekly_distance: 50\nlongest_run: 26\n\
                 training_days: 5\nconditions: []\nsymptoms: []\nrace_date: {race}\nrace_distance: {distance}\n"
            );
            let ran =
                fed(&["plan", "-", "--as-of", "2026-11-22", "--format", "json", "--weeks", "6"], answers.as_bytes());
            let weeks = json(&ran)["week"]["weeks"].as_array().cloned().unwrap_or_default();
            let before = |day: &&Value| {
                let date: Option<Date> = day["date"].as_str().and_then(|date| date.parse().ok());
                date.and_then(|date| date.until(race).ok()).map_or(-1, |span| span.get_days())
            };
            let days: Vec<&Value> = weeks.iter().filter_map(|week| week["days"].as_array()).flatten().collect();
            // The normal week grows towards the race until its taper.
            let normal = weeks.iter().filter_map(|week| week["normal"]["high"].as_f64()).fold(0.0, f64::max);
            for (step, (low, high)) in shares.iter().enumerate() {
                let of_step = |day: &&&Value| before(day).div_euclid(7) == step as i32 && day["race"].is_null();
                let sum = |end: &str| {
                    let far = days.iter().filter(of_step).filter_map(|day| day["distance"][end].as_f64());
                    far.sum::<f64>() / normal
                };
                // Fast runs end with a time of their own, and where a taper begins within a week, a long run is held
                // against the rest of it.
                let slack = if step + 1 == shares.len() && step > 0 { 0.1 } else { 0.05 };
                let within = sum("low") > low - slack && sum("high") < high + 0.03;
                assert!(
                    within,
                    "{distance} on {race}, {step}: {:.2} to {:.2} for {low} to {high}",
                    sum("low"),
                    sum("high")
                );
            }
            // What follows it is counted from the day after it.
            let after: Vec<&&Value> = days.iter().filter(|day| before(day) == -1).collect();
            assert!(after.iter().all(|day| day["distance"].is_null()), "{after:?}");
        }
    }
}

#[test]
fn who_tells_nothing_of_the_week_has_a_short_long_run() {
    for (level, most) in [("beginner", 50.0), ("intermediate", 75.0)] {
        let answers = format!("session_kind: easy\nduration: 25\nlevel: {level}\nconditions: []\nsymptoms: []\n");
        let days = shipped_days("2026-11-29", "6", &answers);
        let longest =
            days.iter().filter(|day| day["session"] == "long").filter_map(|day| day["minutes"]["high"].as_f64());
        let longest = longest.fold(0.0, f64::max);
        assert!((most - 10.0..=most).contains(&longest), "{level}: {longest}");
    }
}

#[test]
fn the_remark_on_a_race_stands_at_the_race() {
    let answers = "session_kind: easy\nduration: 40\ndistance: 6\nlevel: beginner\nweekly_distance: 25\nlongest_run: 14\n\
                   available_days: [mon, wed, fri, sun]\nrace_date: 2027-01-03\nrace_distance: marathon\n";
    let days = shipped_days("2026-11-29", "5", answers);
    let race = days.iter().find(|day| day["date"] == "2027-01-03").cloned().unwrap_or_default();
    assert!(race["note"].as_str().is_some_and(|note| note.contains("Take walk breaks")), "{race}");
}

#[test]
fn reasons_name_what_keeps_the_better_session_away() {
    let answers = "session_kind: easy\nduration: 50\ndistance: 8\nlevel: advanced\nweekly_distance: 60\n\
                   longest_run: 18\nconditions: []\nsymptoms: []\nraces: 2026-12-08 half C; 2026-12-27 marathon A\n";
    let days = shipped_days("2026-12-06", "1", answers);
    let walks: Vec<&Value> = days.iter().filter(|day| day["session"] == "walk").collect();
    let rule = |day: &&&Value| day["why"].as_str().is_some_and(|why| why.contains("Days without running after a race"));
    assert!(!walks.is_empty() && walks.iter().all(|day| rule(&day)), "{walks:?}");
    // What only stands in was never on the plan's day, so it went nowhere.
    let ran = fed(&["plan", "-", "--as-of", "2026-12-06", "--format", "json"], answers.as_bytes());
    let moved = json(&ran)["week"]["moved"].as_array().cloned().unwrap_or_default();
    assert!(moved.iter().all(|moved| !moved.to_string().contains("“Walk”")), "{moved:?}");
}

#[test]
fn a_day_whose_session_was_done_before_says_so() {
    let done =
        "session_kind: tempo\nduration: 50\ndistance: 9\nlevel: intermediate\nweekly_distance: 45\nlongest_run: 16\n";
    let days = shipped_days("2026-11-30", "1", done);
    let why = days.get(1).and_then(|day| day["why"].as_str()).unwrap_or_default();
    assert!(why.contains("you did “Tempo run” on Monday in its place"), "{why}");
}

#[test]
fn a_race_that_no_length_would_save_is_not_told_to_be_shorter() {
    let given_up = |as_of: &str, answers: &str| {
        let ran = fed(&["plan", "-", "--as-of", as_of, "--format", "json", "--weeks", "3"], answers.as_bytes());
        json(&ran)["week"]["gave_up"].to_string()
    };
    let all =
        "session_kind: easy\nduration: 50\ndistance: 9\nlevel: intermediate\nweekly_distance: 45\nlongest_run: 16\n";
    let hurt = given_up(
        "2026-11-29",
        &format!("{all}conditions: [bone-stress]\nrace_date: 2026-12-13\nrace_distance: half\n"),
    );
    assert!(hurt.contains("once a clinician has cleared you") && !hurt.contains("Choose a later race"), "{hurt}");
    let near = format!("{all}race_date: 2026-12-13\nrace_distance: half\nraces: 2026-12-20 10k C\n");
    let near = given_up("2026-11-29", &near);
    assert!(near.contains("too near your race (Half marathon)") && near.contains("Choose a day farther"), "{near}");
}

#[test]
fn a_race_that_the_last_one_rules_out_is_said_at_once_and_not_counted_down_to() {
    let answers = "session_kind: race\nduration: 13 h\ndistance: 100 km\nlevel: advanced\nweekly_distance: 90\n\
                   longest_run: 45\nconditions: []\nsymptoms: []\nrace_date: 2027-01-03\nrace_distance: half\n";
    let ran = fed(&["plan", "-", "--as-of", "2026-11-28", "--format", "json", "--weeks", "2"], answers.as_bytes());
    let said = json(&ran)["week"].to_string();
    assert!(said.contains("The race (Half marathon) on Sun 3 January is not in the plan"), "{said}");
    assert!(!said.contains("days left"), "{said}");
    let later = answers.replace("2027-01-03", "2027-01-17");
    let ran = fed(&["plan", "-", "--as-of", "2026-11-28", "--format", "json", "--weeks", "2"], later.as_bytes());
    let said = json(&ran)["week"].to_string();
    assert!(!said.contains("is not in the plan") && said.contains("days left"), "{said}");
}

#[test]
fn what_a_day_off_waits_for_is_said() {
    let ill = RUNNER.replace("conditions: []", "conditions: [recent-illness]");
    let ran = fed(&["plan", "-", "--as-of", "2026-11-28", "--weeks", "1"], ill.as_bytes());
    assert!(ran.stdout.contains("well for 24 to 48 hours without medicine"), "{}", ran.stdout);
}

#[test]
fn sessions_of_days_that_are_over_are_not_missed() {
    let answers = "session_kind: easy\nduration: 60\ndistance: 11\nlevel: advanced\nweekly_distance: 80\nlongest_run: 30\n\
                   available_days: [tue, wed, thu, fri, sat, sun]\nrest_day: mon\nconditions: []\nsymptoms: []\n";
    for as_of in ["2026-11-26", "2026-11-27", "2026-11-28"] {
        let ran = fed(&["plan", "-", "--as-of", as_of, "--format", "json", "--weeks", "1"], answers.as_bytes());
        let gave_up = json(&ran)["week"]["gave_up"].as_array().cloned().unwrap_or_default();
        let over = ["mon", "tue", "wed", "thu"];
        let past = gave_up.iter().filter(|it| it["from"].as_str().is_some_and(|day| over.contains(&day)));
        assert_eq!(past.count(), 0, "{as_of}: {gave_up:?}");
    }
}

/// A runner of the shipped pack; more answers follow.
pub const RUNNER: &str = "session_kind: easy\nduration: 48\ndistance: 8\nlevel: intermediate\nweekly_distance: 45\n\
                      longest_run: 16\nconditions: []\nsymptoms: []\n";

#[test]
fn percentages_say_what_they_count() {
    let words = |as_of: &str, more: &str| {
        fed(&["plan", "-", "--as-of", as_of, "--format", "md"], format!("{RUNNER}{more}").as_bytes()).stdout
    };
    // Thursday to Sunday hold an easy run, another and the long one: 24, 22 and 30 %, and no more than that is said.
    let begun = words("2026-12-02", "");
    let share = begun.lines().find(|line| line.contains("in the days that are left")).unwrap_or(&begun);
    assert!(!share.contains("95") && share.contains("% of a normal week in the days that are left"), "{share}");
    let race = words("2026-11-29", "races: 2026-12-06 10k B\n");
    assert!(race.contains("of a normal week, the race not counted"), "{race}");
    let whole = words("2026-11-29", "");
    assert!(whole.contains("95–105 % of a normal week") && !whole.contains("not counted"), "{whole}");
}

#[test]
fn a_long_run_that_is_not_long_is_an_easy_run() {
    let answers = "session_kind: easy\nduration: 14\ndistance: 2\nlevel: intermediate\nweekly_distance: 7\n\
                   longest_run: 2.5\nconditions: []\nsymptoms: []\n";
    let days = shipped_days("2026-11-29", "4", answers);
    let short =
        |day: &&Value| day["session"] == "long" && day["minutes"]["high"].as_f64().is_some_and(|high| high < 30.0);
    assert_eq!(days.iter().find(short), None);
    let sunday = &days[6];
    assert_eq!(sunday["session"], "easy", "{sunday}");
    assert!(sunday["why"].as_str().is_some_and(|why| why.contains("In place of “Long run”")), "{sunday}");
}

#[test]
fn a_day_off_names_what_takes_its_session() {
    // The run of Monday takes Tuesday's intervals.
    let answers = RUNNER.replace("session_kind: easy", "session_kind: tempo");
    let answers = format!("{answers}races: 2026-12-06 half C\navailable_days: [mon, wed, fri, sun]\n");
    let days = shipped_days("2026-11-30", "1", &answers);
    let why = |day: usize| days.get(day).and_then(|day| day["why"].as_str()).unwrap_or_default();
    assert!(why(1).contains("you did “Tempo run” on Monday in its place"), "{}", why(1));
}

#[test]
fn what_no_longer_goes_along_is_said() {
    let answers = format!("{RUNNER}available_days: [wed, sat]\n");
    let ran = fed(&["plan", "-", "--as-of", "2026-11-29", "--format", "json"], answers.as_bytes());
    let days = json(&ran)["week"]["weeks"][0]["days"].clone();
    let lifts = |day: &Value| day["with"].as_array().is_some_and(|with| !with.is_empty());
    let easy_and_lifts = |day: &Value| day["load"] == "easy" && lifts(day);
    assert!(!days.as_array().into_iter().flatten().any(easy_and_lifts), "{days}");
}

#[test]
fn a_race_that_is_given_up_is_not_counted_down_to() {
    let answers = RUNNER.replace("conditions: []", "conditions: [bone-stress]");
    let answers = format!("{answers}race_date: 2026-12-13\nrace_distance: half\n");
    let ran = fed(&["plan", "-", "--as-of", "2026-11-29", "--format", "json", "--weeks", "2"], answers.as_bytes());
    let week = json(&ran)["week"].clone();
    assert_eq!(week["countdown"].as_array().map(Vec::len), Some(0), "{}", week["countdown"]);
    assert!(week["gave_up"].to_string().contains("\"race\""), "{}", week["gave_up"]);
    let guide = fed(&["guide", "-", "--as-of", "2026-12-08", "--format", "json"], answers.as_bytes());
    for item in ["race-week-calm", "no-strength-in-race-week", "calm-race-nerves"] {
        assert!(!json(&guide)["sections"].to_string().contains(&format!("\"{item}\"")), "{item}");
    }
}

#[test]
fn two_runners_without_a_name_fit_into_one_calendar() {
    let folder = folder();
    let events = |file: &str, answers: &str, more: &[&str]| {
        let path = folder.path().join(file);
        crate::support::put(&path, answers);
        let path = path.display().to_string();
        let args = [&["plan", path.as_str(), "--as-of", "2026-11-29", "--format", "ics"], more].concat();
        let ran = afterrun(&args);
        let ids = ran.stdout.lines().filter_map(|line| line.strip_prefix("UID:").map(str::to_owned));
        (ids.collect::<Vec<_>>(), ran.stdout)
    };
    let (one, _) = events("one.yaml", RUNNER, &[]);
    let (two, _) = events("two.yaml", RUNNER, &[]);
    let (again, _) = events("one.yaml", &format!("{RUNNER}rest_day: tue\nage: 40\n"), &["--private"]);
    assert!(one.len() == 7 && one.iter().all(|id| !two.contains(id)), "{one:?} {two:?}");
    assert_eq!(one, again, "the same runner's events are updated");
    // A name goes before the file's name, so that files may be moved.
    let named = format!("{RUNNER}name: Ada\n");
    assert_eq!(events("three.yaml", &named, &[]).0, events("four.yaml", &named, &[]).0);
}

#[test]
fn a_private_calendar_takes_back_what_became_a_day_off() {
    let ran = plan(&["--format", "ics", "--private"], "level: intermediate\nrest_day: tue");
    let events: Vec<&str> = ran.stdout.split("BEGIN:VEVENT").skip(1).collect();
    let tuesday =
        events.iter().find(|event| event.contains("DTSTART;VALUE=DATE:20261201")).copied().unwrap_or_default();
    assert!(tuesday.contains("STATUS:CANCELLED") && tuesday.contains("TRANSP:TRANSPARENT"), "{}", ran.stdout);
    assert_eq!(events.len(), 7);
    let busy = events.iter().filter(|event| event.contains("SUMMARY:Busy"));
    assert!(busy.clone().count() > 2 && busy.clone().all(|event| !event.contains("STATUS:")), "{}", ran.stdout);
}

#[test]
fn a_race_on_the_day_of_another_run_is_said() {
    let today = format!("{RUNNER}race_date: 2026-11-29\nrace_distance: 10k\n");
    let ran = fed(&["plan", "-", "--as-of", "2026-11-29"], today.as_bytes());
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(ran.stderr.contains("is today") && ran.stderr.contains("`last_race_date`"), "{}", ran.stderr);
    // Named as run, or the run itself: nothing is open.
    let done = format!("{today}last_race_date: 2026-11-29\nlast_race_distance: 10k\n");
    assert_eq!(fed(&["plan", "-", "--as-of", "2026-11-29"], done.as_bytes()).code, Some(0));
    let raced = today.replace("session_kind: easy", "session_kind: race");
    assert_eq!(fed(&["plan", "-", "--as-of", "2026-11-29"], raced.as_bytes()).code, Some(0));
}

#[test]
fn the_load_counts_what_goes_along_as_long_as_it_is_for_the_runner() {
    let load = |minutes: &str| {
        let folder = pack();
        let lifting = format!("minutes: {minutes}, what: Lift.");
        change(folder.path(), "sessions.yaml", "minutes: 20..30, what: Lift.", &lifting);
        let content = folder.path().join("content").display().to_string();
        let args = ["plan", "-", "--as-of", "2026-11-29", "--content", &content, "--format", "json"];
        let ran = fed(&args, b"session_kind: easy\nduration: 40\nlevel: advanced\n");
        json(&ran)["week"]["weeks"][0]["load"].as_i64().unwrap_or_else(|| panic!("{}", ran.stderr))
    };
    let by_level = load("{ beginner: 10..10, intermediate: 10..10, advanced: 30..30 }");
    assert_eq!(by_level, load("30..30"));
}
