//! Where numbers and units end, shared by quantities and formulas.

/// The digits at the start of `text`, with a decimal point that has digits on both sides:
/// `12.5` of `12.5 kg`, `1` of `1..2`. Returns the number and its length in bytes.
pub(super) fn scan_number(text: &str) -> Option<(f64, usize)> {
    let digits = |from: usize| {
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let whole = digits(0);
    if whole == 0 {
        return None;
    }
    let mut end = whole;
    if text[end..].starts_with('.') {
        let decimals = digits(end + 1);
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    text[..end].parse().ok().map(|number| (number, end))
}

/// Whether a unit can start with this character.
pub(super) fn starts_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '°')
}

/// The length in bytes of the unit at the start of `text`, 0 if there is none. `/` and `*` belong
/// to it only when another unit follows at once, so `4 h / 2` ends after `h`.
pub(super) fn scan_unit(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '/' | '*') && at > 0 && chars.peek().is_some_and(|(_, next)| starts_unit(*next));
        let goes_on = if at == 0 { starts_unit(c) } else { joins || starts_unit(c) || c == '_' };
        if !goes_on {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_before_dots_and_units() {
        for (text, expected) in [
            ("12.5 kg", Some((12.5, 4))),
            ("1..2", Some((1.0, 1))),
            ("7.", Some((7.0, 1))),
            ("-1", None),
            (".5", None),
            ("", None),
        ] {
            assert_eq!(scan_number(text), expected, "{text}");
        }
    }

    #[test]
    fn units_end_before_operators() {
        for (text, unit) in [
            ("L/kg + b", "L/kg"),
            ("h / 2", "h"),
            ("h/2", "h"),
            ("% * x", "%"),
            ("fl_oz,", "fl_oz"),
            ("°C)", "°C"),
            ("/kg", ""),
            ("_x", ""),
            ("2", ""),
        ] {
            assert_eq!(&text[..scan_unit(text)], unit, "{text}");
        }
    }
}
