//! How surely each entry tells a code, reckoned from passages that people coded.
//!
//! The model is the noisy-or of Pearl (*Probabilistic Reasoning in Intelligent Systems*, 1988, section 4.3.2):
//! every entry that hits a passage makes it belong to the code with a probability of its own, and what none of
//! them tells makes it belong with the probability `leak`. So the evidence of several entries adds up: the sum
//! of −ln(1 − q) over the entries and the leak is −ln(1 − p). The probabilities are found by expectation
//! maximisation (Dempster, Laird and Rubin 1977), each drawn to a prior as if so many passages more had been
//! seen: an entry seen rarely stays near it.

/// The most rounds; they end earlier when nothing changes any more.
const ROUNDS: usize = 60;
/// A change that is none.
const STILL: f64 = 1e-5;
/// No probability is nearer to 0 or 1.
const EDGE: f64 = 1e-4;

/// Passages with hits.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// For each passage whether it belongs to the code, and the entries that hit it.
    pub(super) passages: Vec<(bool, Vec<usize>)>,
    /// The probability that a passage belongs without any of them.
    pub(super) leak: f64,
}

impl Seen {
    /// The probabilities of `priors.len()` parameters; `of` names for each entry its parameter, and `strength`
    /// says how many passages a prior counts.
    pub(super) fn probabilities(&self, of: &[usize], priors: &[f64], strength: f64) -> Vec<f64> {
        let mut found: Vec<f64> = priors.to_vec();
        for _ in 0..ROUNDS {
            let mut sums: Vec<(f64, f64)> = priors.iter().map(|prior| (strength * prior, strength)).collect();
            for (belongs, hits) in &self.passages {
                let none: f64 = hits.iter().map(|hit| 1.0 - found[of[*hit]]).product();
                let any = (1.0 - (1.0 - self.leak) * none).max(EDGE);
                for hit in hits {
                    let (told, seen) = &mut sums[of[*hit]];
                    *seen += 1.0;
                    if *belongs {
                        *told += found[of[*hit]] / any;
                    }
                }
            }
            let mut moved: f64 = 0.0;
            for (value, (told, seen)) in found.iter_mut().zip(sums) {
                if seen > 0.0 {
                    let new = (told / seen).clamp(EDGE, 1.0 - EDGE);
                    moved = moved.max((new - *value).abs());
                    *value = new;
                }
            }
            if moved < STILL {
                break;
            }
        }
        found
    }
}

/// The evidence that a probability is: what adds up.
pub(super) fn evidence(probability: f64) -> f64 {
    -(1.0 - probability).max(EDGE).ln()
}
