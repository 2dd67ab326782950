//! Tests of the validation stage.

use super::bootstrap::{Bootstrap, Random, Resample};
use super::score::{By, COLUMNS, Score};
use super::{Level, Outcomes, Pairs, Place, Sheet, listing};
use crate::tables::Cell;

fn sheet(text: &str) -> Sheet {
    Sheet::read("codings", text.as_bytes()).expect("a sheet without faults")
}

fn pairs(gold: &str, coded: &str) -> Pairs {
    Pairs::new(sheet(gold), sheet(coded)).expect("passages in common")
}

#[test]
fn the_coefficients_are_those_of_the_books_and_nothing_where_nothing_can_be_reckoned() {
    let check = |[both, false_codings, missed, neither]: [u64; 4], expected: [Option<f64>; 4]| {
        let outcomes = Outcomes { both, false_codings, missed, neither };
        let found = [outcomes.precision(), outcomes.recall(), outcomes.f1(), outcomes.kappa()];
        for (found, expected) in found.into_iter().zip(expected) {
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
                (found, expected) => found == expected,
            };
            assert!(near, "{outcomes:?}: {found:?} is not {expected:?}");
        }
    };
    // Cohen's own kind of example: 20 + 15 agreed of 50, .5 by chance.
    check([20, 10, 5, 15], [Some(20.0 / 30.0), Some(0.8), Some(40.0 / 55.0), Some(0.4)]);
    check([3, 0, 0, 7], [Some(1.0); 4]);
    check([0, 0, 4, 6], [None, Some(0.0), Some(0.0), Some(0.0)]);
    check([0, 0, 0, 9], [None, None, None, None]);
    check([5, 0, 0, 0], [Some(1.0), Some(1.0), Some(1.0), None]);
    check([0, 0, 0, 0], [None; 4]);
}

#[test]
fn codings_are_read_from_every_kind_of_table_and_from_json_lines() {
    let expected: Vec<(u32, Vec<&str>)> = vec![(1, vec!["a/x", "b"]), (2, vec![])];
    for text in [
        "document,passage,codes\nd,1,b a/x\nd,2,\n",
        "\u{feff}document;passage;codes\nd;1;\"b;a/x\"\nd;2;\n",
        "doc\tn\tcode\nd\t1\tb\nd\t1\ta/x\nd\t2\t\n",
        "{\"document\":\"d\",\"passage\":1,\"codes\":[\"b\",\"a/x\"]}\n{\"document\":\"d\",\"passage\":2}\n",
        "{\"doc\":\"d\",\"n\":1,\"codings\":[{\"code\":\"b\"},{\"code\":\"a/x\"}]}\n{\"doc\":\"d\",\"n\":2}\n",
    ] {
        let sheet = sheet(text);
        let found: Vec<(u32, Vec<&str>)> = sheet
            .passages
            .iter()
            .map(|(place, judged)| (place.passage, judged.codes.keys().map(String::as_str).collect()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_file_that_holds_no_codings_is_refused_with_its_line() {
    let check = |text: &str, what: &str| {
        let error = Sheet::read("x.csv", text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains(what), "{text}: {error}");
    };
    check("document,passage\nd,1\n", "no column `codes`");
    check("document,passage,codes\nd,eins,\n", "x.csv:2: `eins` is no number of a passage");
    check("document,passage,codes\nd\n", "x.csv:2: a row without the number of its passage");
    check("document,passage,codes\n", "no passages");
    check("", "no column `document`");
    check("{\"document\":\"d\",\"passage\":1}\n{\"document\":\"d\"}\n", "x.csv:2: this is no coded passage");
}

#[test]
fn what_only_one_file_has_is_named() {
    let pairs = pairs(
        "document,passage,codes,text\nd,1,a,Eins.\nd,2,,Zwei.\nd,3,,Drei.\ne,1,,\n",
        "document,passage,codes,text\nd,1,a,Eins.\nd,2,,Zwo.\nd,4,,\nf,1,,\nf,2,,\n",
    );
    assert_eq!(pairs.passages.len(), 2);
    assert_eq!(
        pairs.notices,
        [
            "only codings has the document e",
            "only codings has the document f",
            "only codings has of d 1 passage (3)",
            "only codings has of d 1 passage (4)",
            "the texts of d differ in 1 passage (2): were both cut into the same passages?",
        ]
    );
    let error =
        Pairs::new(sheet("document,passage,codes\nd,1,a\n"), sheet("document,passage,codes\ne,1,a\n"));
    assert!(error.expect_err("nothing in common").to_string().contains("no document in common"));
}

#[test]
fn parts_of_turns_are_put_together_where_the_other_file_has_whole_turns() {
    let pairs = pairs(
        "document,passage,codes\nd,1,a\nd,2,\n",
        "document,passage,sentence,codes\nd,1,1,\nd,1,2,a\nd,2,1,b\n",
    );
    let places: Vec<Place> = pairs.passages.iter().map(|(place, ..)| place.clone()).collect();
    assert!(places.iter().all(|place| place.part == 0) && places.len() == 2, "{places:?}");
    assert_eq!(pairs.passages[0].2.labels(Level::Code).into_iter().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn a_theme_counts_once_and_codes_can_be_chosen() {
    let mut pairs = pairs(
        "document,passage,codes\nd,1,a/x b\nd,2,a/y\nd,3,\n",
        "document,passage,codes\nd,1,a/x a/y\nd,2,a/x\nd,3,\n",
    );
    let count = |pairs: &Pairs, by| {
        let bootstrap = Bootstrap { resample: Resample::Passages, samples: 10, seed: 1 };
        let rows: Vec<_> = Score::new(pairs, by, &bootstrap).rows().collect();
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            _ => String::new(),
        };
        // name, gold, coded, both
        rows.iter().map(|row| [1, 3, 4, 5].map(|at| text(&row[at])).join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(count(&pairs, By::Code), ["a/x 1 2 1", "a/y 1 1 0", "b 1 0 0", " 3 3 1", "   "]);
    assert_eq!(count(&pairs, By::Theme), ["a 2 2 2", "b 1 0 0", " 3 2 2", "   "]);
    assert_eq!(count(&pairs, By::Document), ["d 3 3 1", " 3 3 1", "   "]);
    let told = listing::rows(&pairs, Level::Code, true, true).count();
    assert_eq!(told, 4);
    pairs.only(&["a".to_owned()]).expect("a theme of both");
    assert_eq!(count(&pairs, By::Theme), ["a 2 2 2", " 2 2 2", "   "]);
    assert!(pairs.only(&["c".to_owned()]).is_err());
}

#[test]
fn the_same_seed_gives_the_same_numbers_for_ever() {
    // The published sequence of SplitMix64 for the seed 1234567.
    let mut random = Random::new(1_234_567);
    let first = [random.next(), random.next(), random.next()];
    assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    let mut random = Random::new(3);
    assert!((0..1000).all(|_| random.below(7) < 7));
}

#[test]
fn an_interval_holds_the_figure_and_narrows_with_more_passages() {
    let material = |passages: usize| {
        let rows = |codes: fn(usize) -> bool| {
            let row = |at: usize| format!("d{},{at},{}\n", at % 4, if codes(at) { "a" } else { "" });
            format!("document,passage,codes\n{}", (1..=passages).map(row).collect::<String>())
        };
        pairs(&rows(|at| at % 3 == 0), &rows(|at| at % 3 == 0 || at % 7 == 0))
    };
    let width = |passages, resample| {
        let bootstrap = Bootstrap { resample, samples: 500, seed: 7 };
        let rows: Vec<_> = Score::new(&material(passages), By::Code, &bootstrap).rows().collect();
        let [Cell::Number(f1, _), Cell::Number(low, _), Cell::Number(high, _)] = &rows[0][16..19] else {
            panic!("three numbers");
        };
        assert!(low <= f1 && f1 <= high, "{low} {f1} {high}");
        high - low
    };
    assert!(width(400, Resample::Passages) < width(40, Resample::Passages));
    assert!(width(400, Resample::Documents) > 0.0);
}
