//! Tests and intervals that tables show, with their sources.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The quantile of the normal distribution for intervals of 95 %.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts of words stay far under 2^53")]
pub(super) const fn real(count: u64) -> f64 {
    count as f64
}

/// The chance of a chi-square this large or larger; 1 where there are no degrees of freedom.
pub(super) fn chi_square_p(chi_square: f64, degrees: u64) -> f64 {
    ChiSquared::new(real(degrees)).map_or(1.0, |distribution| distribution.sf(chi_square.max(0.0)))
}

/// The score interval (95 %) of a share, from 0 to 1.
///
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
pub(super) fn wilson(count: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (real(of), real(count) / real(of));
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0))
}

/// The difference of two shares with its interval (95 %), from -1 to 1.
///
/// Source: R. G. Newcombe, Interval estimation for the difference between independent proportions (1998),
/// method 10.
pub(super) fn difference(one: (u64, u64), other: (u64, u64)) -> (f64, f64, f64) {
    let share = |(count, of): (u64, u64)| if of == 0 { 0.0 } else { real(count) / real(of) };
    let (a, b) = (share(one), share(other));
    let (a_low, a_high) = wilson(one.0, one.1);
    let (b_low, b_high) = wilson(other.0, other.1);
    let low = a - b - ((a - a_low).powi(2) + (b_high - b).powi(2)).sqrt();
    let high = a - b + ((a_high - a).powi(2) + (b - b_low).powi(2)).sqrt();
    (a - b, low.max(-1.0), high.min(1.0))
}

/// The log-likelihood G² of two rates, each a count and the words that it is of.
///
/// Source: T. Dunning, Accurate methods for the statistics of surprise and coincidence (1993), in the form of
/// P. Rayson and R. Garside, Comparing corpora using frequency profiling (2000).
#[must_use]
pub fn log_likelihood(one: (u64, u64), other: (u64, u64)) -> f64 {
    let of = real(one.1 + other.1);
    if of == 0.0 {
        return 0.0;
    }
    let rate = real(one.0 + other.0) / of;
    let part = |(count, words): (u64, u64)| {
        if count == 0 { 0.0 } else { real(count) * (real(count) / (real(words) * rate)).ln() }
    };
    2.0 * (part(one) + part(other))
}

/// The binary logarithm of the ratio of two rates, with its interval (95 %). Half an occurrence stands for none.
///
/// Source: A. Hardie, Log Ratio, an informal introduction (2014); the interval is that of a relative risk
/// (D. Katz and others, Obtaining confidence intervals for the risk ratio in cohort studies, 1978).
#[must_use]
pub fn log_ratio(one: (u64, u64), other: (u64, u64)) -> (f64, f64, f64) {
    let count = |count: u64| if count == 0 { 0.5 } else { real(count) };
    let words = |words: u64| real(words.max(1));
    let (a, b) = (count(one.0), count(other.0));
    let ratio = ((a / words(one.1)) / (b / words(other.1))).ln();
    let spread = (1.0 / a - 1.0 / words(one.1) + 1.0 / b - 1.0 / words(other.1)).max(0.0).sqrt();
    let binary = |natural: f64| natural / std::f64::consts::LN_2;
    (binary(ratio), binary(ratio - Z * spread), binary(ratio + Z * spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(have: f64, want: f64) {
        assert!((have - want).abs() < 0.001, "{have} is not {want}");
    }

    #[test]
    fn figures_of_the_sources_come_out() {
        // Chi-square of 3.841 has p = .05 with one degree of freedom.
        near(chi_square_p(3.841_459, 1), 0.05);
        // Newcombe 1998, table II: 56/70 against 48/80, method 10.
        let (difference, low, high) = difference((56, 70), (48, 80));
        near(difference, 0.2);
        near(low, 0.0524);
        near(high, 0.3339);
    }

    #[test]
    fn words_are_compared_as_the_sources_do() {
        // 20 of 1,000 against 10 of 1,000: 2 (20 ln(20/15) + 10 ln(10/15)).
        near(log_likelihood((20, 1000), (10, 1000)), 3.398);
        let (ratio, low, high) = log_ratio((20, 1000), (10, 1000));
        near(ratio, 1.0);
        assert!(low < 0.0 && high > 2.0);
        near(log_ratio((4, 100), (0, 100)).0, 3.0);
        assert!(log_ratio((0, 0), (0, 0)).0.is_finite() && log_likelihood((0, 0), (0, 0)) == 0.0);
    }

    #[test]
    fn nothing_gives_no_nonsense() {
        assert_eq!(wilson(0, 0), (0.0, 1.0));
        near(chi_square_p(0.0, 0), 1.0);
    }
}
