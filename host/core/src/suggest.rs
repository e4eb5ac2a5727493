//! "Did you mean": the nearest of the names that there are.

/// The candidate that is most like `name`, if any is like it: ignoring case, `_` and `-`, or by few changed letters.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain =
        |text: &str| text.chars().filter(|c| !"_- ".contains(*c)).flat_map(char::to_lowercase).collect::<String>();
    let wanted = plain(name);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count().min(wanted.chars().count()) / 3).max(1))
        .filter(|(distance, _)| *distance < wanted.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The hint for a name that does not exist: the nearest one, then all of them. `what` names them in the plural.
pub(crate) fn hint<'a>(name: &str, what: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let all = format!("{what} are {}", list(&candidates));
    match nearest(name, candidates.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`? {all}"),
        None => all,
    }
}

/// `a`, `b` and `c`.
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_letters_are_forgiven() {
        let keys = ["vus", "maxVUs", "preAllocatedVUs", "rate"];
        assert_eq!(nearest("vuss", keys), Some("vus"));
        assert_eq!(nearest("max_vus", keys), Some("maxVUs"));
        assert_eq!(nearest("preallocatedVus", keys), Some("preAllocatedVUs"));
        assert_eq!(nearest("raet", keys), Some("rate"));
        assert_eq!(nearest("target", keys), None);
        assert_eq!(nearest("x", ["y"]), None);
    }

    #[test]
    fn lists_are_sentences() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
