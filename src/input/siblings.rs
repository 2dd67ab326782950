//! Files of one recording in several formats: the best is read, the others are left out.

use std::fs;
use std::path::Path;

use super::find::Skipped;
use super::{Source, json};

/// What aTrain writes for a recording, the best first.
const ATRAIN: [&str; 6] = [
    "transcription.json",
    "transcription_timestamps.txt",
    "transcription.txt",
    "transcription_maxqda.txt",
    "transcription.srt",
    "metadata.txt",
];
/// What Whisper and WhisperX write for a recording, the best first.
const ENDINGS: [&str; 5] = ["json", "vtt", "srt", "tsv", "txt"];
/// A line of a text that stands in the subtitles too is telling from this many characters on.
const TELLING: usize = 30;

/// The better file of the same recording beside one that aTrain wrote.
pub(super) fn atrain_main(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?;
    let place = ATRAIN.iter().position(|known| *known == name)?;
    let better = ATRAIN.get(..place.min(2))?;
    better.iter().find(|better| path.with_file_name(better).exists()).copied()
}

/// Leaves out sources that are the same recording as a better one beside them.
pub(super) fn leave_out(found: &mut Vec<Source>, skipped: &mut Vec<Skipped>) {
    let ending = |source: &Source| {
        let ending = source.path.extension()?.to_str()?.to_lowercase();
        ENDINGS.iter().position(|known| *known == ending)
    };
    let mut better: std::collections::BTreeMap<std::path::PathBuf, Vec<(usize, usize)>> =
        std::collections::BTreeMap::new();
    for (index, source) in found.iter().enumerate() {
        if let Some(rank) = ending(source) {
            better.entry(source.path.with_extension("")).or_default().push((rank, index));
        }
    }
    let mut gone: Vec<(usize, String)> = Vec::new();
    for (_, mut same) in better {
        same.sort_unstable();
        let Some((first, rest)) = same.split_first().filter(|(_, rest)| !rest.is_empty()) else { continue };
        let Some(best) = found.get(first.1) else { continue };
        for (_, index) in rest {
            let Some(other) = found.get(*index) else { continue };
            if is_same(first.0, &best.path, &other.path) {
                let name = best.path.file_name().unwrap_or_default().to_string_lossy();
                gone.push((*index, format!("the same recording as {name} beside it")));
            }
        }
    }
    gone.sort_unstable();
    for (index, why) in gone.into_iter().rev() {
        let source = found.remove(index);
        skipped.push(Skipped { path: source.shown(), why });
    }
}

/// Whether another file holds what the better one does: beside the JSON of a recording always, else
/// where its longest line stands in the better one word for word.
fn is_same(rank: usize, best: &Path, other: &Path) -> bool {
    if rank == 0 {
        return json::is_speech(best);
    }
    let [Ok(best), Ok(other)] = [best, other].map(fs::read) else { return false };
    let [best, other] = [best, other].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    // The text is the last cell of a line with tabs.
    let lines = other.lines().take(200).filter_map(|line| line.rsplit('\t').next()).map(str::trim);
    let longest = lines.max_by_key(|line| line.len()).unwrap_or_default();
    longest.chars().count() >= TELLING && best.contains(longest)
}
