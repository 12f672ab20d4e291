//! What every page shares: the site's own words, its navigation, and files with their fingerprints.

use super::icons;
use super::text::within;
use crate::diagnostics::{Finding, Findings, lints};
use crate::memo::Memo;
use crate::model::Content;
use crate::source::{Sources, Span};
use crate::template::Templates;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256, Sha384};
use std::collections::BTreeMap;

/// Pictures of a pack by their paths.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// The site, as every template knows it under `site`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SiteDoc {
    /// Name.
    pub title: String,
    /// Language tag.
    pub language: String,
    /// One sentence.
    pub description: String,
    /// Who is responsible.
    pub author: Option<String>,
    /// General information, not medical advice.
    pub disclaimer: String,
    /// The site's own path, which every address on it begins with: `/` or `/recovery/`.
    pub path: String,
    /// Scheme and host, where the pack says where it is published.
    pub origin: Option<String>,
    /// The navigation.
    pub navigation: Vec<NavDoc>,
    /// The pack's own picture.
    pub logo: Option<AssetDoc>,
    /// Whether pages name the manifest.
    pub installable: bool,
    /// Files of `site/assets/` by name, `.` and `-` written as `_`; beside `icon_svg` the same as PNG: `icon_180_png`,
    /// `icon_192_png`, `icon_512_png`.
    pub assets: BTreeMap<String, AssetDoc>,
    /// Version of the program.
    pub version: String,
}

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct NavDoc {
    /// Words.
    pub title: String,
    /// Address.
    pub url: String,
}

/// A file whose name is made of its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AssetDoc {
    /// Address.
    pub url: String,
    /// What a browser holds the content against.
    pub integrity: String,
}

/// A file that is written as it is.
#[derive(Debug)]
pub struct File {
    /// Path below the site.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// The site's document with the files that it names; the templates know it afterwards.
pub fn frame(
    content: &Content,
    sources: &Sources,
    templates: &mut Templates,
    pictures: &Pictures,
    memo: Option<&Memo>,
    findings: &mut Findings,
) -> (SiteDoc, Vec<File>) {
    let site = content.site();
    let path = site.base_url.as_ref().map_or("/", |url| url.path()).to_owned();
    let mut files = Vec::new();
    let mut assets = BTreeMap::new();
    let below: Vec<_> = templates.below("site/assets/").into_iter().map(|(name, id)| (name.to_owned(), id)).collect();
    for (template, id) in below {
        let name = template.trim_start_matches("site/assets/");
        let bytes = match name.ends_with(".js") {
            true => sources.get(id).text().as_bytes().to_vec(),
            false => match templates.render_as(sources, &template, "content", &()) {
                Ok(text) => text.into_bytes(),
                Err(finding) => {
                    findings.push(*finding);
                    continue;
                }
            },
        };
        let mut add = |name: &str, bytes: Vec<u8>| {
            assets.insert(name.replace(['.', '-'], "_"), asset(name, bytes, &path, &mut files));
        };
        if name == "icon.svg" {
            let svg = String::from_utf8_lossy(&bytes);
            for size in icons::SIZES {
                match icons::png_again(&svg, size, memo) {
                    Ok(picture) => add(&format!("icon-{size}.png"), picture),
                    Err(why) => {
                        let message = format!("`{template}` is no picture: {why}");
                        findings.push(
                            Finding::new(&lints::TEMPLATE_ERROR, Span::start_of(id), message)
                                .help("write an SVG with a `viewBox`; texts in it need paths"),
                        );
                        break;
                    }
                }
            }
        }
        add(name, bytes);
    }
    findings.extend(no_logo(content, pictures));
    let logo = site.logo.as_ref().and_then(|logo| {
        let bytes = pictures.get(logo.value.trim_start_matches('/'))?;
        let name = logo.value.rsplit('/').next().unwrap_or("logo");
        Some(asset(name, bytes.clone(), &path, &mut files))
    });
    let doc = SiteDoc {
        title: site.title.clone(),
        language: site.language.clone(),
        description: site.description.clone(),
        author: site.author.clone(),
        disclaimer: site.disclaimer.clone(),
        origin: site.base_url.as_ref().map(|url| url.origin().to_owned()),
        navigation: navigation(content, &path),
        logo,
        installable: site.installable,
        assets,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        path,
    };
    templates.share("site", &doc);
    (doc, files)
}

/// The finding on a logo that is no picture of the pack.
pub fn no_logo(content: &Content, pictures: &Pictures) -> Option<Finding> {
    let logo = content.site().logo.as_ref().filter(|logo| !logo.span.is_stand_in())?;
    if pictures.contains_key(logo.value.trim_start_matches('/')) {
        return None;
    }
    let help = "write its path from the folder of site.yaml; SVG, PNG, JPEG, WebP, AVIF and GIF are pictures";
    let message = format!("the pack has no picture `{}`", logo.value);
    Some(Finding::new(&lints::MISSING_FILE, logo.span, message).label("no such file").help(help))
}

/// The pack's own navigation, or the kinds of pages that it has.
fn navigation(content: &Content, path: &str) -> Vec<NavDoc> {
    let own = &content.site().navigation;
    if !own.is_empty() {
        let link = |link: &crate::model::NavLink| NavDoc {
            title: link.title.clone(),
            url: within(&link.url.value, path).unwrap_or_else(|| link.url.value.clone()),
        };
        return own.iter().map(link).collect();
    }
    let kinds = [
        ("faq", !content.faqs().is_empty()),
        ("topics", !content.topics().is_empty()),
        ("plans", !content.plans().is_empty()),
        ("glossary", !content.terms().is_empty()),
        ("sources", !content.sources().is_empty()),
    ];
    let kinds = kinds.iter().filter(|(_, there)| *there);
    kinds
        .map(|(kind, _)| NavDoc {
            title: content.strings().text(&format!("site.{kind}.title"), &[]),
            url: format!("{path}{kind}/"),
        })
        .collect()
}

/// Gives a file a name that changes with its content.
fn asset(name: &str, bytes: Vec<u8>, path: &str, files: &mut Vec<File>) -> AssetDoc {
    let digest: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // Names of pictures are whatever an editor likes; addresses are not.
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    let stem: String = stem.chars().map(plain).collect();
    let file = format!("assets/{stem}.{digest}.{ending}");
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes)));
    let url = format!("{path}{file}");
    if !files.iter().any(|other| other.path == file) {
        files.push(File { path: file, bytes });
    }
    AssetDoc { url, integrity }
}
