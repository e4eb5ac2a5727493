//! YAML, and JSON with it, into a JSON value with the place of each key and value.

use std::collections::HashMap;

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use serde_json::{Map, Number, Value};

use crate::plan_input::file::{Parsed, Span, SyntaxFault};

pub(crate) fn parse(text: &str) -> Parsed {
    let mut reader = Reader::new(text);
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        let at = reader.offset(error.marker());
        vec![SyntaxFault { message: error.info().to_owned(), at: Some(at..at + 1) }]
    })?;
    let value = match documents.as_slice() {
        [] => Value::Object(Map::new()),
        [document] => reader.value(document, ""),
        [_, second, ..] => reader.fault("it holds more than one document", second),
    };
    if reader.faults.is_empty() { Ok((value, reader.spans)) } else { Err(reader.faults) }
}

struct Reader {
    /// The byte offset of each character: the parser counts characters.
    offsets: Vec<usize>,
    end: usize,
    spans: HashMap<String, Span>,
    faults: Vec<SyntaxFault>,
}

impl Reader {
    fn new(text: &str) -> Self {
        let offsets = text.char_indices().map(|(offset, _)| offset).collect();
        Self { offsets, end: text.len(), spans: HashMap::new(), faults: Vec::new() }
    }

    fn offset(&self, marker: &Marker) -> usize {
        self.offsets.get(marker.index()).copied().unwrap_or(self.end)
    }

    fn range(&self, node: &MarkedYaml<'_>) -> std::ops::Range<usize> {
        self.offset(&node.span.start)..self.offset(&node.span.end)
    }

    fn value(&mut self, node: &MarkedYaml<'_>, path: &str) -> Value {
        match &node.data {
            YamlData::Value(scalar) => match scalar {
                Scalar::Null => Value::Null,
                Scalar::Boolean(truth) => Value::Bool(*truth),
                Scalar::Integer(number) => Value::Number((*number).into()),
                Scalar::FloatingPoint(number) => match Number::from_f64(number.into_inner()) {
                    Some(number) => Value::Number(number),
                    None => self.fault("the number is not finite", node),
                },
                Scalar::String(text) => Value::String(text.to_string()),
            },
            YamlData::Sequence(list) => {
                let items = list.iter().enumerate().map(|(index, item)| {
                    let path = format!("{path}[{index}]");
                    self.spans.insert(path.clone(), Span { key: None, value: self.range(item) });
                    self.value(item, &path)
                });
                Value::Array(items.collect())
            }
            YamlData::Mapping(mapping) => {
                let mut map = Map::new();
                for (key, value) in mapping {
                    let name = match &key.data {
                        YamlData::Value(Scalar::String(name)) => name.to_string(),
                        YamlData::Value(Scalar::Integer(number)) => number.to_string(),
                        YamlData::Value(Scalar::Boolean(truth)) => truth.to_string(),
                        _ => {
                            self.fault("a key is not a text", key);
                            continue;
                        }
                    };
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    self.spans.insert(path.clone(), Span { key: Some(self.range(key)), value: self.range(value) });
                    let value = self.value(value, &path);
                    map.insert(name, value);
                }
                Value::Object(map)
            }
            YamlData::Tagged(..) => self.fault("tags are not supported", node),
            YamlData::Alias(_) | YamlData::Representation(..) | YamlData::BadValue => {
                self.fault("the value cannot be read", node)
            }
        }
    }

    fn fault(&mut self, message: &str, node: &MarkedYaml<'_>) -> Value {
        let at = self.range(node);
        self.faults.push(SyntaxFault { message: message.to_owned(), at: Some(at) });
        Value::Null
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_json_are_read_and_each_value_is_found_again() {
        for text in ["é: 1\nscenarios:\n  a:\n    vus: 5\n", "{\"é\": 1, \"scenarios\": {\"a\": {\"vus\": 5}}}"] {
            let (value, spans) = parse(text).unwrap();
            assert_eq!(value, serde_json::json!({"é": 1, "scenarios": {"a": {"vus": 5}}}));
            assert_eq!(&text[spans["scenarios.a.vus"].value.clone()], "5");
        }
    }

    #[test]
    fn what_is_no_plain_document_is_refused() {
        for bad in ["a: [", "a: 1\n---\nb: 2\n", "? [a]\n: 1\n", "a: .inf\n"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
