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
    fn nothing_gives_no_nonsense() {
        assert_eq!(wilson(0, 0), (0.0, 1.0));
        near(chi_square_p(0.0, 0), 1.0);
    }
}
