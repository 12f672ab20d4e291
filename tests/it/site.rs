//! The site: every kind of page, its addresses, what a page depends on, and everything that stops a build.

use crate::support::{AS_OF, afterrun, copy, folder, mini, place, put, repository, text_of, words};
use afterrun::check::{Scope, check};
use afterrun::diagnostics::Findings;
use afterrun::disk::{embedded_templates, folder_pack, folder_pictures, folder_templates};
use afterrun::site::{Material, Site};
use afterrun::source::Sources;
use afterrun::template::load;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// A site with the fingerprint and the text of each file.
struct Built {
    files: BTreeMap<String, (u128, String)>,
    findings: Findings,
    sources: Sources,
}

impl Built {
    fn page(&self, path: &str) -> &str {
        match self.files.get(path) {
            Some((_, text)) => text,
            None => panic!("no `{path}` among {:?}\n{}", self.files.keys(), words(&self.findings, &self.sources)),
        }
    }

    /// Names of lints with the file and line that they blame.
    fn said(&self) -> Vec<(&'static str, String, u32)> {
        let said = |finding: &afterrun::diagnostics::Finding| {
            let (path, line) = place(finding, &self.sources).unwrap_or_default();
            (finding.lint.name, path, line)
        };
        self.findings.iter().map(said).collect()
    }
}

/// Builds the site of `content/` with `templates/`, if there, and looks at every link.
fn build(root: &Path) -> Built {
    let pack = root.join("content");
    let mut sources = folder_pack(&pack).unwrap_or_else(|error| panic!("{error}"));
    let shipped = embedded_templates(&mut sources);
    let own = root.join("templates");
    let own = if own.is_dir() { folder_templates(&own, &mut sources) } else { Ok(Vec::new()) };
    let own = own.unwrap_or_else(|error| panic!("{error}"));
    let pictures = folder_pictures(&pack).unwrap_or_else(|error| panic!("{error}"));
    let (content, mut findings) = check(&sources, Scope::Full);
    let mut files = BTreeMap::new();
    if let Some(content) = &content
        && let Some(templates) = load(content, &sources, &shipped, &own, None, &mut findings)
    {
        let material =
            Material { content, sources: &sources, templates, pictures: &pictures, as_of: AS_OF, memo: None };
        let site = Site::new(material, &mut findings);
        let tree = site.tree(&mut findings);
        site.try_templates(&tree, &mut findings);
        site.check_written_links(&tree, &mut findings);
        site.check_all_links(&tree, &mut findings);
        for (path, entry) in tree.entries() {
            if let Ok(bytes) = (entry.make)() {
                files.insert(path.clone(), (entry.fingerprint, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    findings.sort(&sources);
    Built { files, findings, sources }
}

/// A FAQ with these tags.
fn faq(id: &str, tags: &str, more: &str) -> String {
    format!(
        "- id: {id}\n  question: What about {id}?\n  answer: It is fine.\n  tags: [{tags}]\n  updated: 2026-01-02\n{more}"
    )
}

/// The tiny pack under an address, with some questions, a page and a picture.
fn club() -> tempfile::TempDir {
    let root = mini();
    let content = root.path().join("content");
    let site = "title: The <club>\nlanguage: en\ndescription: What to do after a run.\ndisclaimer: General information.\n\
                base_url: https://club.example/recovery/\nlogo: files/logo.svg\n\
                navigation: [{ title: Questions, url: /faq/ }, { title: Us, url: /about/ }]\n";
    put(&content.join("site.yaml"), site);
    put(&content.join("files/logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let more = "  related: [b]\n  aliases: [old-a]\n";
    put(
        &content.join("faqs/club.yaml"),
        [faq("a", "rest, sore", more), faq("b", "rest", ""), faq("c", "", "")].concat(),
    );
    let page = "- id: about\n  title: About us\n  summary: Who we are.\n  text: |\n    We run. See [[faq:a]] and [all](/faq/).\n\n    \
                ## Our rules\n\n    Here.\n  shows: [grades, limits, numbers]\n  updated: 2026-01-03\n";
    put(&content.join("pages/about.yaml"), page);
    root
}

#[test]
fn every_kind_of_page_is_there_and_every_link_leads_somewhere() {
    let root = club();
    let site = build(root.path());
    assert_eq!(site.said(), [], "{}", words(&site.findings, &site.sources));
    for path in [
        "404.html",
        "about/index.html",
        "faq/a/index.html",
        "faq/index.html",
        "faq/old-a/index.html",
        "feed.xml",
        "glossary/index.html",
        "index.html",
        "manifest.webmanifest",
        "robots.txt",
        "sitemap.xml",
        "sources/index.html",
        "tags/index.html",
        "tags/rest/index.html",
        "topics/index.html",
    ] {
        site.page(path);
    }
    for (path, (_, text)) in site.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for address in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let ours = address.starts_with("/recovery/") || address.starts_with('#') || address.starts_with("https://");
            assert!(ours, "{path} links to {address}");
        }
        assert!(!text.contains(" style=") && !text.contains("<style") && !text.contains(" onclick"), "{path}");
        for script in text.split("<script").skip(1) {
            let data = script.starts_with(" type=\"application/ld+json\"");
            assert!(data || (script.contains("src=") && script.contains("integrity=\"sha384-")), "{path}: {script}");
        }
        assert!(text.contains("integrity=\"sha384-"), "{path}: style without integrity");
        assert!(!text.contains("The <club>"), "{path}: words are no markup");
    }
    let page = site.page("faq/a/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://club.example/recovery/faq/a/\">"), "{page}");
    let moved = site.page("faq/old-a/index.html");
    assert!(moved.contains("content=\"0; url=/recovery/faq/a/\"") && moved.contains("content=\"noindex\""), "{moved}");
    assert!(moved.contains("<link rel=\"canonical\" href=\"https://club.example/recovery/faq/a/\">"), "{moved}");
    let map = site.page("sitemap.xml");
    assert!(map.contains("<loc>https://club.example/recovery/faq/a/</loc><lastmod>2026-01-02</lastmod>"), "{map}");
    assert!(!map.contains("old-a") && !map.contains("404"), "{map}");
    assert!(site.page("robots.txt").contains("Sitemap: https://club.example/recovery/sitemap.xml"));
    let manifest: serde_json::Value = serde_json::from_str(site.page("manifest.webmanifest")).unwrap();
    assert_eq!(manifest["name"], "The <club>");
    assert!(!page.contains("rel=\"manifest\""), "the strictest policy has no room for it");
    let file = root.path().join("content/site.yaml");
    put(&file, format!("{}installable: true\n", text_of(&file)));
    let installable = build(root.path());
    let link = "<link rel=\"manifest\" href=\"/recovery/manifest.webmanifest\">";
    assert!(installable.page("faq/a/index.html").contains(link));
    assert!(site.files.keys().any(|path| path.starts_with("assets/logo.")), "the logo is among the assets");
}

#[test]
fn plans_have_pages_with_their_weeks_sessions_and_rules() {
    let root = folder();
    copy(&repository("content"), &root.path().join("content"));
    let site = build(root.path());
    assert_eq!(site.said(), [], "{}", words(&site.findings, &site.sources));
    let list = site.page("plans/index.html");
    let plans: Vec<&String> =
        site.files.keys().filter(|path| path.starts_with("plans/") && *path != "plans/index.html").collect();
    assert!(plans.len() >= 36, "{plans:?}");
    for path in plans {
        let page = site.page(path);
        let url = format!("/{}", path.trim_end_matches("index.html"));
        assert!(list.contains(&format!("href=\"{url}\"")), "{url} is in the list");
        assert!(site.page("sitemap.xml").contains(&url), "{url} is in the map");
        // Seven rows a week, each with a session that the page explains; a picture with the same in words.
        let weeks = page.matches("<table class=\"week\">").count();
        assert!(weeks > 0 && page.matches("<th scope=\"row\">").count() == 7 * weeks, "{path}");
        assert_eq!(page.matches("class=\"load-chart\" role=\"img\"").count(), weeks, "{path}");
        for anchor in page.split("href=\"#session_").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!("id=\"session_{anchor}\"")), "{path}: {anchor}");
        }
        assert!(page.contains("\"@type\":\"Article\"") && page.contains("BreadcrumbList"), "{path}");
    }
    // Whom running does not suit is said before the week; texts link to plans.
    let usual = site.page("plans/intermediate-3/index.html");
    let (not_for, week) = (usual.find("id=\"page_unless\""), usual.find("<table class=\"week\">"));
    assert!(not_for.is_some() && not_for < week, "{usual}");
    let linked = |(path, (_, text)): (&String, &(u128, String))| {
        (path.starts_with("faq/") || path.starts_with("topics/")) && text.contains("href=\"/plans/")
    };
    assert!(site.files.iter().any(linked), "texts lead to plans");
}

#[test]
fn a_pack_without_an_address_has_no_map_and_no_feed() {
    let root = mini();
    let site = build(root.path());
    assert_eq!(site.said(), [], "{}", words(&site.findings, &site.sources));
    assert!(!site.files.contains_key("sitemap.xml") && !site.files.contains_key("feed.xml"));
    assert!(!site.page("index.html").contains("canonical"));
}

#[test]
fn colours_alone_change_the_look() {
    let root = club();
    let style = |site: &Built| {
        let (path, (_, text)) = site.files.iter().find(|(path, _)| path.ends_with(".css")).expect("a style sheet");
        (path.clone(), text.clone())
    };
    let before = style(&build(root.path()));
    let file = root.path().join("content/site.yaml");
    put(&file, format!("{}colours: {{ accent: \"#7a1fa2\" }}\n", text_of(&file)));
    let after = style(&build(root.path()));
    assert!(!before.1.contains("#7a1fa2") && after.1.contains("#7a1fa2"));
    assert_ne!(before.0, after.0, "another style has another name");
}

/// The pages whose bytes, and those whose fingerprints, differ between two builds.
fn changed(before: &Built, after: &Built) -> (BTreeSet<String>, BTreeSet<String>) {
    let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    let differ = |of: &dyn Fn(&(u128, String)) -> String| -> BTreeSet<String> {
        let other = |path: &&&String| before.files.get(**path).map(of) != after.files.get(**path).map(of);
        paths.iter().filter(other).map(|path| (*path).clone()).collect()
    };
    (differ(&|(_, text)| text.clone()), differ(&|(print, _)| print.to_string()))
}

#[test]
fn a_fingerprint_changes_exactly_where_bytes_do() {
    let root = club();
    let faqs = root.path().join("content/faqs/club.yaml");
    let first = text_of(&faqs);
    let before = build(root.path());
    for (from, to, pages) in [
        // A list, a neighbour, a related question, a tag's page, the text that links to it, the feed, the first page.
        ("What about a?", "What of a?", "about/ faq/a/ faq/b/ faq/ faq/old-a/ tags/rest/ tags/sore/ feed.xml /"),
        ("answer: It is fine.\n  tags: [rest, sore]", "answer: It is well.\n  tags: [rest, sore]", "faq/a/ feed.xml"),
        ("related: [b]", "related: [c]", "faq/a/"),
        ("tags: [rest, sore]", "tags: [rest]", "faq/a/ tags/ tags/sore/ sitemap.xml"),
    ] {
        assert!(first.contains(from), "{from}");
        put(&faqs, first.replacen(from, to, 1));
        let (bytes, prints) = changed(&before, &build(root.path()));
        assert_eq!(bytes, prints, "{from} -> {to}");
        for page in pages.split(' ') {
            let file =
                if page.ends_with('/') { format!("{}index.html", page.trim_start_matches('/')) } else { page.into() };
            assert!(bytes.contains(&file), "{from} -> {to}: {file} must change, and only {bytes:?} do");
        }
        let pages = bytes.iter().filter(|path| !path.starts_with("search/")).count();
        assert!(pages <= 10, "{from} -> {to}: too much changes: {bytes:?}");
    }
    // What every page shows reaches every page.
    put(&faqs, &first);
    let site = root.path().join("content/site.yaml");
    put(&site, text_of(&site).replace("General information.", "No advice."));
    let (bytes, prints) = changed(&before, &build(root.path()));
    assert!(bytes.is_subset(&prints) && bytes.iter().filter(|path| path.ends_with(".html")).count() > 10);
    put(&root.path().join("templates/site/parts/badge.html"), "{{ grade }}");
    let other = build(root.path());
    let (_, again) = changed(&before, &other);
    assert!(again.len() >= prints.len(), "a template of one's own makes every page anew");
}

#[test]
fn long_lists_have_pages_and_no_page_grows_with_the_pack() {
    let root = club();
    let many = |count: usize| {
        let faqs: String = (0..count).map(|n| faq(&format!("q{n}"), "rest", "")).collect();
        put(&root.path().join("content/faqs/many.yaml"), faqs);
        build(root.path())
    };
    let longest = |site: &Built| {
        let pages = site.files.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(_, (_, text))| text.len()).max().unwrap_or(0)
    };
    let (small, large) = (many(220), many(420));
    assert_eq!(small.said(), []);
    small.page("faq/page/3/index.html");
    large.page("tags/rest/page/5/index.html");
    assert!(!small.files.contains_key("faq/page/4/index.html"));
    let lines = |site: &Built, path: &str| site.page(path).matches("/recovery/faq/q").count();
    assert!(lines(&large, "tags/rest/index.html") <= 100 && lines(&large, "tags/rest/page/2/index.html") == 100);
    assert!(longest(&large) < longest(&small) * 11 / 10, "{} after {}", longest(&large), longest(&small));
}

#[test]
fn a_long_glossary_and_many_sources_have_pages_and_links_know_them() {
    let root = club();
    let content = root.path().join("content");
    let term = |n: usize| format!("- id: t{n}\n  term: {}{n:03}\n  definition: A word.\n", ["Alpha", "Beta"][n / 200]);
    let source = |n: usize| format!("- id: s{n}\n  title: Title {n:03}\n  kind: ours\n  checked: true\n");
    let protein = "- id: protein\n  term: Protein\n  definition: A word.\n  sources: [s259]\n".to_owned();
    put(&content.join("glossary.yaml"), (0..259).map(term).chain([protein]).collect::<String>());
    put(&content.join("sources/many.yaml"), (0..260).map(source).collect::<String>());
    let answer = "See [[term:t3]], [[term:t255|this word]] and [[source:s258]].";
    let asked = faq("long", "", "").replace("It is fine.", &format!("{answer:?}"));
    put(&content.join("faqs/long.yaml"), asked);
    let site = build(root.path());
    let wrong: Vec<_> = site.said().into_iter().filter(|(lint, ..)| *lint == "broken-link").collect();
    assert_eq!(wrong, [], "{}", words(&site.findings, &site.sources));
    let page = site.page("faq/long/index.html");
    for address in ["glossary/#t3", "glossary/page/2/#t255", "sources/page/2/#s258"] {
        assert!(page.contains(&format!("href=\"/recovery/{address}\"")), "{address} in {page}");
    }
    let (first, second) = (site.page("glossary/index.html"), site.page("glossary/page/2/index.html"));
    for page in [first, second] {
        // All letters are on each page, and both know where the second begins.
        assert!(page.contains("<a href=\"/recovery/glossary/#letter_2\">B</a>"), "{page}");
        assert!(page.contains("<h2 id=\"letter_2\">B</h2>"), "{page}");
    }
    assert_eq!([first, second].map(|page| page.matches("<dfn>").count()), [250, 10]);
    assert!(first.contains("<a rel=\"next\" href=\"/recovery/glossary/page/2/\">"), "{first}");
    assert!(second.contains("href=\"/recovery/sources/page/2/#s259\""), "{second}");
    let map = site.page("sitemap.xml");
    assert!(map.contains("/recovery/sources/page/2/</loc>") && !map.contains("/recovery/sources/page/3/"), "{map}");
}

#[test]
fn broken_links_are_found_on_the_line_that_wrote_them() {
    let root = club();
    let faqs = root.path().join("content/faqs/club.yaml");
    let text = text_of(&faqs).replacen(
        "answer: It is fine.",
        "answer: |\n    It is [fine](/faq/b/).\n\n    See [here](/faq/d/), [there](../b/), [rules](/about/#our-rules) and\n    \
         [no rules](/about/#their-rules), [off](https://example.org/x) and [up](../../nowhere).",
        1,
    );
    put(&faqs, text);
    let site = root.path().join("content/site.yaml");
    put(&site, text_of(&site).replace("url: /about/", "url: /abuot/"));
    let built = build(root.path());
    let mut said: Vec<_> = built.said();
    // The navigation stands on every page: told once where it is written, once for the pages.
    said.retain(|(_, path, _)| !path.is_empty());
    let expected = [("faqs/club.yaml", 6), ("faqs/club.yaml", 7), ("faqs/club.yaml", 7), ("site.yaml", 7)];
    let expected = expected.map(|(path, line)| ("broken-link", path.to_owned(), line));
    assert_eq!(said, expected, "{}", words(&built.findings, &built.sources));
}

#[test]
fn an_address_is_given_once() {
    let root = club();
    let page = |id: &str| format!("- {{ id: {id}, title: T, summary: S., text: T., updated: 2026-01-01 }}\n");
    put(&root.path().join("content/pages/more.yaml"), [page("faq"), page("fine")].concat());
    assert_eq!(build(root.path()).said(), [("duplicate-id", "pages/more.yaml".to_owned(), 1)]);
}

#[test]
fn a_club_changes_one_file() {
    let root = club();
    put(
        &root.path().join("templates/site/tag.html"),
        "{% extends \"shipped/site/tag.html\" %}{% block main %}OURS{% endblock %}",
    );
    let site = build(root.path());
    assert_eq!(site.said(), [], "{}", words(&site.findings, &site.sources));
    assert!(site.page("tags/rest/index.html").contains("OURS") && !site.page("faq/a/index.html").contains("OURS"));
}

/// All eight faults that generators of sites let pass, in one pack.
#[test]
fn eight_faults_are_found_in_one_run_and_nothing_is_written() {
    let root = club();
    let content = root.path().join("content");
    for (file, text) in [
        ("faqs/indent.yaml", "- id: x\n  question: Q?\n   answer: A.\n".to_owned()),
        ("faqs/missing.yaml", "- { id: y, question: Q?, updated: 2026-01-01 }\n".to_owned()),
        ("faqs/unknown.yaml", faq("u", "", "  colour: red\n")),
        ("faqs/link.yaml", faq("l", "", "").replace("It is fine.", "See [[faq:nope]].")),
        ("faqs/twice.yaml", faq("a", "", "")),
        ("faqs/type.yaml", faq("t", "", "").replace("[]", "{}")),
        ("faqs/date.yaml", faq("d", "", "").replace("2026-01-02", "2026-02-30")),
    ] {
        put(&content.join(file), text);
    }
    put(
        &root.path().join("templates/site/faq.html"),
        "{% extends \"site/base.html\" %}\n{% block main %}{{ page.quesion }}{% endblock %}",
    );
    let out = root.path().join("out");
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (content, templates, out_text) = (text(&content), text(&root.path().join("templates")), text(&out));
    let ran = afterrun(&["site", "build", "--content", &content, "--templates", &templates, "-o", &out_text]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for (lint, file) in [
        ("yaml-syntax", "faqs/indent.yaml:3"),
        ("missing-field", "faqs/missing.yaml:1"),
        ("unknown-field", "faqs/unknown.yaml:6"),
        ("broken-link", "faqs/link.yaml:3"),
        ("duplicate-id", "faqs/twice.yaml:1"),
        ("wrong-type", "faqs/type.yaml:4"),
        ("bad-date", "faqs/date.yaml:5"),
        ("template-error", "site/faq.html:2"),
    ] {
        assert!(ran.stderr.contains(&format!("[{lint}]")), "no {lint}:\n{}", ran.stderr);
        assert!(ran.stderr.contains(file), "nothing at {file}:\n{}", ran.stderr);
    }
    assert!(!out.exists(), "nothing is written");
}

#[test]
fn two_builds_are_the_same_on_any_number_of_threads() {
    let root = club();
    let folders = ["1", "4"].map(|threads| {
        let out = root.path().join(threads);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_afterrun"));
        command.args(["site", "build", "--as-of", "2026-11-24", "--quiet", "--content"]);
        command.arg(root.path().join("content")).arg("-o").arg(&out).env("RAYON_NUM_THREADS", threads);
        let ran = crate::support::finish(command, b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&out).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(&out).expect("below").to_path_buf();
            files.insert(path, std::fs::read(entry.path()).expect("readable"));
        }
        files
    });
    assert!(folders[0].len() > 20 && folders[0] == folders[1]);
}

/// Shapes of the documentation: the lines below each heading, as name and shape.
fn documented() -> BTreeMap<String, Vec<(String, Option<String>)>> {
    let mut shapes: BTreeMap<String, Vec<(String, Option<String>)>> = BTreeMap::new();
    let mut heading = String::new();
    for line in text_of(&repository("docs/templates.md")).lines() {
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            heading = title.split(':').next().unwrap_or("").trim_matches('`').to_owned();
        }
        let Some((name, rest)) = line.strip_prefix("- `").and_then(|line| line.split_once('`')) else { continue };
        let shape =
            rest.strip_prefix(" → **").and_then(|rest| rest.split_once("**")).map(|(shape, _)| shape.to_owned());
        shapes.entry(heading.clone()).or_default().push((name.to_owned(), shape));
    }
    shapes
}

/// Every path below a shape: `page.related[].title`.
fn paths(shapes: &BTreeMap<String, Vec<(String, Option<String>)>>, shape: &str, at: &str, out: &mut BTreeSet<String>) {
    for (name, inner) in shapes.get(shape).unwrap_or_else(|| panic!("docs/templates.md does not describe `{shape}`")) {
        let path = format!("{at}.{name}");
        match inner {
            Some(inner) => paths(shapes, inner, &path, out),
            None => drop(out.insert(path)),
        }
    }
}

/// A template that writes the path of every value that a template knows; what is empty is marked.
const DUMP: &str = "{% component dump(value, path: string) %}\
    {% if value is none %}{{ path }} (empty)\n{% elif value is array %}\
    {% if value | length == 0 %}{{ path }}[] (empty)\n{% endif %}\
    {% for one in value %}{{<dump value={one} path={path ~ \"[]\"}/>}}{% endfor %}\
    {% elif value is map %}{% for key, one in value %}{{<dump value={one} path={path ~ \".\" ~ key}/>}}{% endfor %}\
    {% else %}{{ path }}\n{% endif %}{% endcomponent dump %}";

#[test]
fn the_documentation_of_templates_lists_exactly_their_fields() {
    let root = folder();
    copy(&repository("content"), &root.path().join("content"));
    put(&root.path().join("content/faqs/alias.yaml"), faq("moved", "sleep", "  aliases: [was-here]\n"));
    let shapes = documented();
    let templates: Vec<&String> = shapes.keys().filter(|name| name.starts_with("site/")).collect();
    put(&root.path().join("templates/dump.txt"), DUMP);
    for template in &templates {
        put(
            &root.path().join("templates").join(template),
            "{{<dump value={page} path=\"page\"/>}}{{<dump value={site} path=\"site\"/>}}",
        );
    }
    let site = build(root.path());
    type OfKind = dyn Fn(&str) -> bool;
    let kinds: [(&str, &OfKind); 17] = [
        ("site/home.html", &|p| p == "index.html"),
        ("site/faq.html", &|p| p.starts_with("faq/") && p.matches('/').count() == 2 && p != "faq/was-here/index.html"),
        ("site/faqs.html", &|p| p == "faq/index.html"),
        ("site/topic.html", &|p| p.starts_with("topics/") && p.matches('/').count() == 2),
        ("site/topics.html", &|p| p == "topics/index.html"),
        ("site/plans.html", &|p| p == "plans/index.html"),
        ("site/plan.html", &|p| p.starts_with("plans/") && p.matches('/').count() == 2),
        ("site/sessions.html", &|p| p == "sessions/index.html"),
        ("site/glossary.html", &|p| p == "glossary/index.html"),
        ("site/sources.html", &|p| p == "sources/index.html"),
        ("site/tags.html", &|p| p == "tags/index.html"),
        ("site/tag.html", &|p| p.starts_with("tags/") && p.matches('/').count() == 2),
        ("site/page.html", &|p| p == "method/index.html" || p == "about/index.html"),
        ("site/404.html", &|p| p == "404.html"),
        ("site/redirect.html", &|p| p == "faq/was-here/index.html"),
        ("site/sitemap.xml", &|p| p == "sitemap.xml"),
        ("site/feed.xml", &|p| p == "feed.xml"),
    ];
    assert_eq!(templates, kinds.map(|(name, _)| name).iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
    let mut wrong = String::new();
    for (template, is) in kinds {
        let mut known = BTreeSet::new();
        paths(&shapes, template, "page", &mut known);
        paths(&shapes, "site", "site", &mut known);
        let mut seen = BTreeSet::new();
        let mut empty = BTreeSet::new();
        for (_, (_, text)) in site.files.iter().filter(|(path, _)| is(path)) {
            for line in text.lines() {
                let line = line.replace("site.assets.", "site.assets{}.");
                let line = match line.strip_prefix("site.assets{}.") {
                    Some(rest) => format!("site.assets{{}}.{}", rest.split_once('.').map_or(rest, |(_, field)| field)),
                    None => line,
                };
                match line.strip_suffix(" (empty)") {
                    Some(path) => drop(empty.insert(path.to_owned())),
                    None => drop(seen.insert(line)),
                }
            }
        }
        assert!(!seen.is_empty(), "{template} shows nothing:\n{}", words(&site.findings, &site.sources));
        for path in seen.difference(&known) {
            let _ = writeln!(wrong, "{template} knows {path}, and docs/templates.md does not say so");
        }
        let below = |path: &String| {
            empty.iter().any(|e| path == e || path.starts_with(&format!("{e}.")) || path.starts_with(&format!("{e}[")))
        };
        for path in known.difference(&seen).filter(|path| !below(path)) {
            let _ = writeln!(wrong, "docs/templates.md says that {template} knows {path}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
