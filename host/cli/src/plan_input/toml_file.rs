//! TOML into a JSON value, with the place of each key and value. All errors of the text at once.

use std::collections::HashMap;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::plan_input::file::{Parsed, Span, SyntaxFault};

pub(crate) fn parse(text: &str) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let fault =
            |error: &toml::de::Error| SyntaxFault { message: error.message().replace('\n', "; "), at: error.span() };
        return Err(errors.iter().map(fault).collect());
    }
    let mut reader = Reader::default();
    let value = reader.table(table.get_ref(), "");
    if reader.faults.is_empty() { Ok((value, reader.spans)) } else { Err(reader.faults) }
}

#[derive(Default)]
struct Reader {
    spans: HashMap<String, Span>,
    faults: Vec<SyntaxFault>,
}

impl Reader {
    fn table(&mut self, table: &DeTable<'_>, path: &str) -> Value {
        let mut map = Map::new();
        for (key, value) in table.iter() {
            let name = key.get_ref().to_string();
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.spans.insert(path.clone(), Span { key: Some(key.span()), value: value.span() });
            let value = self.value(value, &path);
            map.insert(name, value);
        }
        Value::Object(map)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        match value.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Boolean(truth) => Value::Bool(*truth),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Number(number.into()),
                Err(_) => self.fault("the number is too large", value),
            },
            DeValue::Float(number) => match number.as_str().parse().ok().and_then(Number::from_f64) {
                Some(number) => Value::Number(number),
                None => self.fault("the number is not finite", value),
            },
            DeValue::Datetime(_) => self.fault("a plan has no dates", value),
            DeValue::Array(list) => {
                let items = list.iter().enumerate().map(|(index, item)| {
                    let path = format!("{path}[{index}]");
                    self.spans.insert(path.clone(), Span { key: None, value: item.span() });
                    self.value(item, &path)
                });
                Value::Array(items.collect())
            }
            DeValue::Table(table) => self.table(table, path),
        }
    }

    fn fault(&mut self, message: &str, value: &Spanned<DeValue<'_>>) -> Value {
        self.faults.push(SyntaxFault { message: message.to_owned(), at: Some(value.span()) });
        Value::Null
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_each_is_found_again() {
        let text = "vus = 3\n[scenarios.a]\nstages = [{ duration = \"1s\", target = 5 }]\n";
        let (value, spans) = parse(text).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"vus": 3, "scenarios": {"a": {"stages": [{"duration": "1s", "target": 5}]}}})
        );
        let span = &spans["scenarios.a.stages[0].target"];
        assert_eq!(&text[span.key.clone().unwrap()], "target");
        assert_eq!(&text[span.value.clone()], "5");
    }

    #[test]
    fn all_errors_come_at_once() {
        assert_eq!(parse("a = \nb = 1\nc = ]\n").unwrap_err().len(), 2);
        assert_eq!(parse("a = inf\nb = 1979-05-27\n").unwrap_err().len(), 2);
    }
}
