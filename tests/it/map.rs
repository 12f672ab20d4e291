//! The evidence map: cells whose content is known, and a page that stands alone.

use crate::support::{AS_OF, afterrun, mini, put, shipped};
use afterrun::analysis::map::{MapCell, map};
use afterrun::check::{Scope, check};
use afterrun::disk::folder_pack;

const WALKS: &str = "\
id: walks
title: Walks
summary: Walking after a run.
text: A walk is a gentle way to end a run.
sources: [handbook]
items:
  - id: short-walk
    title: Take a short walk
    section: tonight
    priority: could
    when: { duration: \"[60..90)\" }
    unless: { conditions: raynauds }
    do: Walk for a few minutes.
    why: It feels good.
    evidence: C
    sources: [handbook]
    reviewed: 2025-01-02
    next_review: 2026-01-02
  - id: long-walk
    title: Take a long walk
    section: tonight
    priority: could
    when: { duration: \">= 90\" }
    do: Walk for a while.
    why: It feels good.
    evidence: D
    sources: [handbook]
    reviewed: 2026-03-04
    next_review: 2030-11-24
";

#[test]
fn a_cell_holds_what_is_open_to_its_band() {
    let pack = mini();
    let folder = pack.path().join("content");
    put(&folder.join("guidance/walks.yaml"), WALKS);
    let sources = folder_pack(&folder).unwrap_or_else(|error| panic!("{error}"));
    let (content, findings) = check(&sources, Scope::Full);
    let content = content.unwrap_or_else(|| panic!("{}", crate::support::words(&findings, &sources)));
    let map = map(&content, AS_OF);
    let names: Vec<(&str, usize)> = map.tables.iter().map(|t| (t.id.as_str(), t.used)).collect();
    assert_eq!(names, [("duration", 2), ("conditions", 2)]);
    let duration = &map.tables[0];
    assert_eq!(duration.bands.len(), 3, "below 60, up to 90, above: {:?}", duration.bands);
    let tonight = duration.rows.iter().find(|row| row.id == "tonight").unwrap_or_else(|| panic!("{map:?}"));
    let short = |cell: &MapCell| (cell.count, cell.own, cell.grade, cell.oldest.clone(), cell.due, cell.thin);
    let cells: Vec<_> = tonight.cells.iter().map(short).collect();
    assert_eq!(
        cells,
        [
            (0, 0, None, None, 0, true),
            (1, 1, Some("C"), Some("2025-01-02".to_owned()), 1, false),
            (1, 1, Some("D"), Some("2026-03-04".to_owned()), 0, true),
        ]
    );
    let conditions = &map.tables[1];
    assert_eq!(conditions.bands, ["Kidney disease", "Raynaud's", "not answered"]);
    let tonight = conditions.rows.iter().find(|row| row.id == "tonight").unwrap_or_else(|| panic!("{map:?}"));
    let items: Vec<Vec<String>> = tonight.cells.iter().map(|cell| cell.items.clone()).collect();
    let both = ["short-walk".to_owned(), "long-walk".to_owned()];
    assert_eq!(items, [both.to_vec(), both[1..].to_vec(), both.to_vec()]);
}

#[test]
fn the_page_stands_alone_and_tells_every_cell_in_words() {
    let ran = afterrun(&["map", "--as-of", "2026-11-24"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout, afterrun(&["map", "--as-of", "2026-11-24"]).stdout);
    for foreign in ["<script", "http://", "https://", "src=", "url("] {
        assert!(!ran.stdout.contains(foreign), "{foreign} in the page");
    }
    let map = map(&shipped().content, AS_OF);
    let cells = map.tables.iter().flat_map(|t| &t.rows).map(|row| row.cells.len()).sum::<usize>();
    assert!(cells > 100, "{cells}");
    assert_eq!(ran.stdout.matches("<td ").count(), cells);
    assert_eq!(ran.stdout.matches("class=\"count").count(), cells);
}
