//! What stays the same in a line of output from run to run: its words, without figures and units.

/// A line without its figures and their units, and without the dots and spaces whose number depends on others.
pub fn shape(line: &str) -> String {
    let mut shape = String::new();
    let mut figure = false;
    for c in line.chars() {
        match c {
            c if c.is_ascii_digit() => figure = true,
            '.' => {}
            '%' if figure => {}
            c if figure && c.is_alphabetic() => {}
            c => {
                if std::mem::take(&mut figure) {
                    shape.push('#');
                }
                shape.push(c);
            }
        }
    }
    if figure {
        shape.push('#');
    }
    shape.split_whitespace().collect::<Vec<_>>().join(" ")
}
