//! Medians, and the table they are printed in.

use std::{fmt::Write, fs, time::Duration};

use popcorn::commands::say;

use super::load::Outcome;

/// The same thing measured several times.
#[derive(Default)]
pub(crate) struct Rounds(Vec<f64>);

impl Rounds {
    pub(crate) fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(crate) fn join(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// The one in the middle; 0 of nothing.
    pub(crate) fn median(&self) -> f64 {
        let sorted = self.sorted();
        let middle = sorted.len() / 2;
        match sorted.len() {
            0 => 0.0,
            n if n % 2 == 1 => sorted[middle],
            _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
        }
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    fn spread(&self) -> String {
        let sorted = self.sorted();
        match (sorted.first(), sorted.last()) {
            (Some(least), Some(most)) => format!("{least:.0} .. {most:.0}"),
            _ => String::new(),
        }
    }
}

/// The same load several times: how fast, and how long each answer took, in milliseconds.
#[derive(Default)]
pub(crate) struct Pace {
    rate: Rounds,
    p50: Rounds,
    p99: Rounds,
}

impl Pace {
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.rate.add(outcome.rate());
        self.p50.add(outcome.percentile(50));
        self.p99.add(outcome.percentile(99));
    }

    pub(crate) fn join(&mut self, more: Self) {
        self.rate.join(more.rate);
        self.p50.join(more.p50);
        self.p99.join(more.p99);
    }

    /// The median of the rates.
    pub(crate) fn rate(&self) -> f64 {
        self.rate.median()
    }
}

/// The longest that any page of a leaderboard may take, in milliseconds.
const BOARD_MS: f64 = 10.0;

/// Against what a number is held.
#[derive(Clone, Copy)]
pub(crate) struct Against<'a> {
    pub(crate) base: f64,
    pub(crate) name: &'a str,
}

/// Lines with columns of equal width.
#[derive(Default)]
pub(crate) struct Table(Vec<Line>);

enum Line {
    Part(String),
    Cells([String; 5]),
    Note(String, String),
}

const HEADS: [&str; 5] = ["", "median", "rounds", "p50 / p99", "ratio"];

impl Table {
    /// A heading.
    pub(crate) fn part(&mut self, name: &str) {
        self.0.push(Line::Part(name.into()));
    }

    /// So many a second.
    pub(crate) fn rate(&mut self, what: &str, rounds: &Rounds) {
        self.rate_against(what, rounds, None);
    }

    /// So many a second, against something.
    pub(crate) fn rate_against(&mut self, what: &str, rounds: &Rounds, against: Option<Against<'_>>) {
        let ratio = ratio(rounds.median(), against);
        self.0.push(Line::Cells([what.into(), per_second(rounds), rounds.spread(), String::new(), ratio]));
    }

    /// So many a second, and how long each took.
    pub(crate) fn pace(&mut self, what: &str, pace: &Pace, against: Option<Against<'_>>) {
        let waits = format!("{:.1} / {:.1} ms", pace.p50.median(), pace.p99.median());
        self.0.push(Line::Cells([
            what.into(),
            per_second(&pace.rate),
            pace.rate.spread(),
            waits,
            ratio(pace.rate(), against),
        ]));
    }

    /// How long each of many took, against the longest that a page of this kind may take.
    pub(crate) fn waits(&mut self, what: &str, mut times: Vec<Duration>) {
        times.sort_unstable();
        let at = |percent: usize| {
            let index = (times.len() * percent / 100).min(times.len().saturating_sub(1));
            times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        let against = Against { base: BOARD_MS, name: "10 ms" };
        self.0.push(Line::Cells([
            what.into(),
            format!("{:.2} ms", at(50)),
            format!("worst {:.2}", at(100)),
            format!("{:.2} / {:.2} ms", at(50), at(99)),
            ratio(at(99), Some(against)),
        ]));
    }

    /// Something that was done once.
    pub(crate) fn took(&mut self, what: &str, time: Duration) {
        let time = format!("{:.0} ms", time.as_secs_f64() * 1000.0);
        self.0.push(Line::Cells([what.into(), time, String::new(), String::new(), String::new()]));
    }

    /// A size in bytes against what it may be.
    pub(crate) fn size(&mut self, what: &str, bytes: u64, most: Option<u64>) {
        let kb = |bytes: u64| bytes as f64 / 1000.0;
        let name = most.map(|most| format!("the budget of {:.0} kB", kb(most)));
        let against = most.zip(name.as_deref()).map(|(most, name)| Against { base: most as f64, name });
        let cells =
            [what.into(), format!("{:.1} kB", kb(bytes)), String::new(), String::new(), ratio(bytes as f64, against)];
        self.0.push(Line::Cells(cells));
    }

    /// Something that was not measured, and why.
    pub(crate) fn left_out(&mut self, what: &str, why: &str) {
        self.0.push(Line::Note(what.into(), format!("left out: {why}")));
    }

    /// Writes it to standard output.
    pub(crate) fn print(&self) -> anyhow::Result<()> {
        let heads = HEADS.map(str::to_owned);
        let mut widths = HEADS.map(|head| head.chars().count());
        for line in &self.0 {
            match line {
                Line::Cells(cells) => {
                    widths.iter_mut().zip(cells).for_each(|(w, cell)| *w = (*w).max(cell.chars().count()))
                }
                Line::Note(what, _) => widths[0] = widths[0].max(what.chars().count()),
                Line::Part(_) => {}
            }
        }
        say("")?;
        say(row(&heads, &widths))?;
        for line in &self.0 {
            match line {
                Line::Part(name) => say(format!("\n{name}"))?,
                Line::Cells(cells) => say(row(cells, &widths))?,
                Line::Note(what, why) => say(format!("  {what:<width$}  {why}", width = widths[0]))?,
            }
        }
        Ok(())
    }
}

fn per_second(rounds: &Rounds) -> String {
    format!("{:.0} /s", rounds.median())
}

fn row(cells: &[String; 5], widths: &[usize; 5]) -> String {
    let mut line = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        // Names and ratios from the left, numbers from the right. Writing to a String cannot fail.
        _ = if matches!(at, 0 | 4) { write!(line, "  {cell:<width$}") } else { write!(line, "  {cell:>width$}") };
    }
    line.trim_end().to_owned()
}

fn ratio(value: f64, against: Option<Against<'_>>) -> String {
    match against {
        Some(Against { base, name }) if base > 0.0 => {
            let ratio = value / base;
            if ratio < 0.095 { format!("{ratio:.3} x {name}") } else { format!("{ratio:.2} x {name}") }
        }
        _ => String::new(),
    }
}

/// A line about the run.
pub(crate) fn note(text: impl AsRef<str>) -> anyhow::Result<()> {
    say(format!("bench: {}", text.as_ref()))
}

/// How busy the machine was in the last minute, where it says so.
pub(crate) fn machine_load() -> String {
    let said = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    said.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}
