use super::*;

/// Checks that every form of `yes` is found and none of `no` (a space between two).
fn check(word: &str, yes: &str, no: &str) {
    let found: Vec<String> = forms(word).into_iter().map(|form| form.text).collect();
    for form in yes.split_whitespace() {
        assert!(found.iter().any(|text| text == form), "{word} misses {form}: {found:?}");
    }
    for form in no.split_whitespace() {
        assert!(!found.iter().any(|text| text == form), "{word} has {form}: {found:?}");
    }
}

#[test]
fn a_verb_finds_all_its_forms() {
    check("helfen", "hilft half geholfen hülfe helfend helfende Helfen Helfens hilf helft", "Hilfe Helfer");
    check("fördern", "fördert förderte gefördert fördere Fördern", "fordern fordert forderte");
    check("fordern", "fordert gefordert", "fördert");
    check("haben", "hab habe hat hatte hätte hätt gehabt", "");
    check("machen", "mach macht gemacht", "Macht Mächte");
    check("engagieren", "engagierte engagierten Engagierte engagiert engagierter", "geengagiert");
}

#[test]
fn a_separable_verb_in_one_piece_finds_its_joined_forms() {
    check(
        "voranbringen",
        "voranbringt vorangebracht voranzubringen voranbrachte voranbringen",
        "bringt voran",
    );
    check("teilnehmen", "teilnimmt teilgenommen teilzunehmen Teilnehmende", "");
    check("übersetzen", "übersetzt übersetzte", "");
    check("unterstützen", "unterstützt unterstützte", "untergestützt unterzustützen");
    check("mitmachen", "mitgemacht mitzumachen mitmacht mitmach", "");
}

#[test]
fn a_torn_verb_keeps_only_finite_forms() {
    let verb = separable("voran", "bringen");
    let torn: Vec<_> = verb.torn.iter().map(|form| form.text.as_str()).collect();
    assert!(
        ["bringt", "bringe", "brachte", "brächte", "bring"].iter().all(|form| torn.contains(form)),
        "{torn:?}"
    );
    assert!(!torn.contains(&"gebracht") && !torn.contains(&"bringend"), "{torn:?}");
    assert!(verb.joined.iter().any(|form| form.text == "vorangebracht"));
}

#[test]
fn a_noun_finds_its_cases_and_numbers_and_no_other_noun() {
    check("Verein", "Vereins Vereine Vereinen Verein", "verein vereinen Vereint");
    check("Bürger", "Bürgers Bürgern Bürgerin Bürgerinnen", "Burg Burgen Bürgende");
    check("post", "Post", "Posten Poste");
    check("rat", "Rat Rates Räte Räten", "Rate Raten");
    check("not", "Not Nöte Nöten", "Note Noten");
    check("Recht", "Rechte Rechten Rechts", "");
    check("Thema", "Themen Themas", "");
    check("Zentrum", "Zentren Zentrums", "");
    check("Kollege", "Kollegen Kollegin Kolleginnen", "");
    check("Haus", "Hauses Häuser Häusern", "Hause_");
    check("Arbeit", "Arbeiten", "Arbeiter Arbeite Arbeitern");
    check("Nachbarschaftsstammtisch", "Nachbarschaftsstammtische Nachbarschaftsstammtischen", "");
}

#[test]
fn a_person_finds_the_feminine_but_a_feminine_only_itself() {
    check("Teilnehmer", "Teilnehmerin Teilnehmerinnen Teilnehmende Teilnehmenden Teilnehmern", "");
    check("Teilnehmerin", "Teilnehmerinnen", "Teilnehmer Teilnehmern");
    check("Student", "Studenten Studentin Studierende Studierenden", "");
    check("Ehrenamtliche", "Ehrenamtlicher Ehrenamtlichen Ehrenamtlichem", "Ehrenamt");
    check("Arzt", "Ärztin Ärzte Arztes", "");
}

#[test]
fn an_adjective_is_declined_and_compared() {
    check("sozial", "soziale sozialem sozialer soziales sozialen", "");
    check("groß", "großen größer größere größten", "");
    check("niedrigschwellig", "niedrigschwelliges niedrigschwelligeren", "");
    check("hoch", "hohe hohen höher höchste", "");
    check("bürgernah", "bürgernahe bürgernahen", "");
}

#[test]
fn a_word_may_be_several_and_a_function_word_is_itself() {
    check("essen", "isst aß gegessen Essen Essens", "");
    check("Essen", "Essen Essens", "isst");
    check("kein", "keine keinen keinem keiner keines", "");
    check("nie", "nie", "Nie");
    check("Community", "Community Communitys", "");
}
