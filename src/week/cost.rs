//! What is worth what. Costs add up; each line outweighs all that the lines below it can come to in an ordinary week.

use crate::model::{LONG, Load, Session};

/// A race that cannot be, by priority.
pub const RACE: [u64; 3] = [40_000_000, 20_000_000, 10_000_000];

/// Training on the day on which the runner wants to rest.
pub const REST_DAY: u64 = 2_000_000;

/// A long run that is not on the runner's day for it.
pub const LONG_DAY: u64 = 1_900_000;

/// A session of the plan that is left out.
const LEFT_OUT: [u64; 3] = [100_000, 60_000, 8_000];

/// A long run that is left out or becomes an easy run, beside that: more than what goes along with other sessions.
pub const LONG_RUN: u64 = 4_500;

/// A session that goes along and is left out.
pub const ALONG: u64 = 4_000;

/// A soft rule that is broken once, by weight.
pub const SOFT: u64 = 2_000;

/// A session's `instead`, for each step of the chain.
pub const INSTEAD: u64 = 1_500;

/// A demanding session that becomes an easy one, or a run that becomes none, beside that: more than what goes along with
/// it is worth.
pub const EASED: u64 = 5_000;

/// A demanding Sunday before a Monday that has a demanding session in the plan: weeks are placed one by one, and the next one
/// would have to give it up.
pub const SUNDAY_BEFORE_MONDAY: u64 = 2_500;

/// A long run from Monday to Friday that the plan has on a weekend, where the runner wishes for no day.
pub const LONG_ON_A_WORKDAY: u64 = 800;

/// Another alternative of the plan, for each step.
pub const ALTERNATIVE: u64 = 50;

/// A rest that the plan allows where it would rather have training: any other day of the week is better.
pub const RESTED: u64 = 1_000;

/// Another day than the plan's, and for each day between.
const MOVED: (u64, u64) = (300, 30);

/// What leaving out a session costs.
pub fn left_out(session: &Session) -> u64 {
    match (session.is_demanding(), session.run, session.load) {
        (_, _, Load::Rest) => 0,
        (true, ..) if session.is_in(LONG) => LEFT_OUT[0] + LONG_RUN,
        (true, ..) => LEFT_OUT[0],
        (false, true, _) => LEFT_OUT[1],
        (false, false, _) => LEFT_OUT[2],
    }
}

/// What standing on another day costs; what has no time on its own (`apart`) is moved by no choice of anybody's, and no run
/// gives way to it.
pub fn moved(from: usize, to: usize, apart: bool) -> u64 {
    let days = MOVED.1 * from.abs_diff(to) as u64;
    if from == to || apart { days } else { MOVED.0 + days }
}
