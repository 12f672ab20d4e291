//! Two threads that check packs: one as far as a text alone goes, one that runs the pack's tests and thinks about every
//! runner. Each takes the newest of what waits for it and drops the rest.

use super::Event;
use crate::analysis::{analyse, look_at_runners, run_tests};
use crate::check::review_half;
use crate::diagnostics::{Findings, Levels};
use crate::model::Content;
use crate::source::Sources;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// How far the analysis looks: as far as `afterrun check` does.
const EFFORT: usize = 1;

/// A pack with what was found.
#[derive(Clone)]
pub(super) struct Checked {
    /// Its folder.
    pub folder: PathBuf,
    /// The texts that were checked.
    pub sources: Arc<Sources>,
    /// The day of the check.
    pub today: Date,
    /// What they say, if they can be read.
    pub content: Option<Arc<Content>>,
    /// What is wrong with them.
    pub findings: Arc<Findings>,
}

/// Texts that wait for a check.
struct Job {
    folder: PathBuf,
    sources: Arc<Sources>,
    today: Date,
}

/// The two threads.
pub(super) struct Checker {
    quick: Sender<Job>,
    thorough: Sender<Checked>,
}

impl Checker {
    /// Starts the threads; they end with the checker.
    pub fn start(events: Sender<Event>) -> Checker {
        let (quick, jobs) = channel::<Job>();
        let (thorough, waiting) = channel();
        let answers = events.clone();
        std::thread::spawn(move || {
            each(
                &jobs,
                |job| &job.folder,
                |job| {
                    let (content, mut findings) = review_half(&job.sources, job.today, &Levels::default());
                    if let Err(half) = &content {
                        look_at_runners(half, &job.sources, &mut findings);
                        findings.sort(&job.sources);
                    }
                    let Job { folder, sources, today } = job;
                    let checked = Checked {
                        folder,
                        sources,
                        today,
                        content: content.ok().map(Arc::new),
                        findings: Arc::new(findings),
                    };
                    answers.send(Event::Checked(checked)).is_ok()
                },
            )
        });
        std::thread::spawn(move || {
            each(
                &waiting,
                |checked: &Checked| &checked.folder,
                |checked| thorough_look(checked).is_none_or(|checked| events.send(Event::Checked(checked)).is_ok()),
            )
        });
        Checker { quick, thorough }
    }

    /// Checks these texts.
    pub fn check(&self, folder: PathBuf, sources: Arc<Sources>, today: Date) {
        // The thread ends only with us.
        let _ = self.quick.send(Job { folder, sources, today });
    }

    /// Looks at a checked pack as a whole.
    pub fn analyse(&self, checked: Checked) {
        let _ = self.thorough.send(checked);
    }
}

/// Does each job of an inbox until nobody sends or listens; of those that wait for the same folder only the newest.
fn each<J>(inbox: &Receiver<J>, folder: impl Fn(&J) -> &PathBuf, mut act: impl FnMut(J) -> bool) {
    while let Ok(first) = inbox.recv() {
        let mut waiting = vec![first];
        while let Ok(next) = inbox.try_recv() {
            waiting.retain(|job| folder(job) != folder(&next));
            waiting.push(next);
        }
        for job in waiting {
            if !act(job) {
                return;
            }
        }
    }
}

/// What `afterrun check` finds beyond a text; `None` where the pack cannot be read.
fn thorough_look(checked: Checked) -> Option<Checked> {
    let content = checked.content.clone()?;
    let mut findings = Findings::clone(&checked.findings);
    let failed = run_tests(&content, &checked.sources, checked.today, &mut findings);
    analyse(&content, checked.today, EFFORT, failed, &mut findings);
    findings = content.site().lints.apply(findings);
    findings.sort(&checked.sources);
    Some(Checked { findings: Arc::new(findings), ..checked })
}
