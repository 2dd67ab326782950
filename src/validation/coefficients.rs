//! Precision, recall, F1 and Cohen's kappa from the four outcomes of a decision.

/// How often a code was given by both coders, by one, by none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outcomes {
    /// In the gold and in the codings.
    pub both: u64,
    /// In the codings only.
    pub false_codings: u64,
    /// In the gold only.
    pub missed: u64,
    /// In neither.
    pub neither: u64,
}

impl Outcomes {
    /// Counts one decision.
    pub const fn count(&mut self, gold: bool, coded: bool) {
        match (gold, coded) {
            (true, true) => self.both += 1,
            (false, true) => self.false_codings += 1,
            (true, false) => self.missed += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// Adds other decisions.
    pub const fn add(&mut self, other: Self) {
        self.both += other.both;
        self.false_codings += other.false_codings;
        self.missed += other.missed;
        self.neither += other.neither;
    }

    /// How many decisions there are.
    #[must_use]
    pub const fn decisions(self) -> u64 {
        self.both + self.false_codings + self.missed + self.neither
    }

    /// How many have the code in the gold.
    #[must_use]
    pub const fn gold(self) -> u64 {
        self.both + self.missed
    }

    /// How many have the code in the codings.
    #[must_use]
    pub const fn coded(self) -> u64 {
        self.both + self.false_codings
    }

    /// The share of the codings that are right; none where nothing was coded.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        ratio(self.both, self.coded())
    }

    /// The share of the gold that was found; none where the gold has nothing.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        ratio(self.both, self.gold())
    }

    /// The harmonic mean of precision and recall; none where neither coder gave the code.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.both, 2 * self.both + self.false_codings + self.missed)
    }

    /// Cohen's kappa: agreement over chance. None where both coders gave the code always, or never:
    /// there is nothing to agree about.
    #[must_use]
    pub fn kappa(self) -> Option<f64> {
        let all = float(self.decisions());
        let agreed = ratio(self.both + self.neither, self.decisions())?;
        let [gold, coded] = [self.gold(), self.coded()].map(|count| float(count) / all);
        let chance = gold * coded + (1.0 - gold) * (1.0 - coded);
        let undecided = [self.gold(), self.coded()].map(|count| count == 0 || count == self.decisions());
        let alike = undecided == [true, true] && self.gold() == self.coded();
        (!alike).then(|| (agreed - chance) / (1.0 - chance))
    }
}

/// The mean of those that there are.
#[must_use]
pub fn mean(values: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u64);
    for value in values.into_iter().flatten() {
        sum += value;
        count += 1;
    }
    (count > 0).then(|| sum / float(count))
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| float(part) / float(whole))
}

/// A count for reckoning.
#[expect(clippy::cast_precision_loss, reason = "counts of passages stay far under 2^53")]
pub(crate) const fn float(count: u64) -> f64 {
    count as f64
}
