//! The plan's layers as this program gets them: a file, the environment, flags. Resolving them is the core's affair.

mod environment;
mod file;
mod flags;
mod locate;
mod toml_file;
mod yaml_file;

pub(crate) use environment::from_environment;
pub(crate) use file::{PlanFile, read};
pub(crate) use flags::from_flags;
pub(crate) use locate::{explain, explain_all, place_threshold};

#[cfg(test)]
mod tests {
    use wasmload_core::plan::{Layer, Origin, ResolveContext, resolve};

    use super::toml_file;

    #[test]
    fn the_plans_in_the_documentation_are_plans() {
        let page = include_str!("../../../../docs/plans.md");
        let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert_eq!(blocks.len(), 3);
        let functions = ["default", "checkout", "reader", "writer"].map(str::to_owned).to_vec();
        for block in blocks {
            let (document, _) = toml_file::parse(block).unwrap();
            let context = ResolveContext { functions: functions.clone(), ..ResolveContext::default() };
            let layers = vec![Layer { origin: Origin::File("plans.md".to_owned()), document }];
            let resolved = resolve(layers, &context);
            assert!(resolved.is_ok(), "{block}\n{:?}", resolved.err());
        }
    }
}
