//! Bootstrap: how much a figure would change with other passages, or other documents.
//!
//! The same seed gives the same numbers on every machine and in every version: the generator is
//! SplitMix64 as Steele, Lea and Flood published it, and not that of a library, which may change it.

use super::coefficients::Outcomes;

/// What is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Resample {
    /// Passages: how the figures vary with what was said in these documents.
    #[default]
    Passages,
    /// Whole documents: how they vary with other documents; passages of one are alike.
    Documents,
}

/// How the intervals are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bootstrap {
    /// What is drawn.
    pub resample: Resample,
    /// How many samples.
    pub samples: u32,
    /// The seed.
    pub seed: u64,
}

/// The outcomes of one passage, or of all passages of one document: for each row of a table that
/// has anything but "neither". Decisions of rows that are not named are all "neither".
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// Decisions for each row.
    pub decisions: u64,
    /// Rows and their outcomes; "neither" is left at 0.
    pub outcomes: Vec<(usize, Outcomes)>,
}

/// A sequence of numbers that looks like chance.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number under `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let product = u128::from(self.next()) * limit as u128;
        usize::try_from(product >> 64).unwrap_or(0)
    }
}

impl Bootstrap {
    /// Draws samples and gives for each the outcomes of all `rows`.
    pub fn run(&self, clusters: &[Cluster], rows: usize, mut sample: impl FnMut(&[Outcomes])) {
        let mut random = Random::new(self.seed);
        if clusters.is_empty() {
            return;
        }
        for _ in 0..self.samples {
            let mut outcomes = vec![Outcomes::default(); rows];
            let mut decisions = 0;
            for _ in 0..clusters.len() {
                let cluster = &clusters[random.below(clusters.len())];
                decisions += cluster.decisions;
                for (row, found) in &cluster.outcomes {
                    outcomes[*row].add(*found);
                }
            }
            for row in &mut outcomes {
                row.neither = decisions - (row.both + row.false_codings + row.missed);
            }
            sample(&outcomes);
        }
    }
}

/// The borders between which 95 % of the values lie; none where there are no values.
#[must_use]
pub fn interval(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = |thousandths: usize| {
        // Between two values in proportion, as most statistics programs do.
        let (place, rest) = (last * thousandths / 1000, last * thousandths % 1000);
        let next = values[(place + 1).min(last)];
        #[expect(clippy::cast_precision_loss, reason = "under 1000")]
        let part = rest as f64 / 1000.0;
        values[place] + (next - values[place]) * part
    };
    Some((at(25), at(975)))
}
