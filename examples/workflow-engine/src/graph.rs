//! The graph of a workflow: activities with their dependencies resolved, checked, and sorted topologically.
//!
//! It holds no results and runs nothing.

use std::collections::{BTreeSet, HashMap};

use crate::activity::{Activity, Kind, MAX_ACTIVITIES, Retry};
use crate::error::FieldError;

/// One activity of a graph.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Positions of the nodes before this one.
    pub(crate) depends_on: Vec<usize>,
    pub(crate) when: Option<bool>,
    pub(crate) retry: Retry,
    pub(crate) fail_attempts: u32,
}

/// A directed graph without cycles.
#[derive(Debug, Clone)]
pub(crate) struct Graph {
    /// In the order in which the client wrote them.
    pub(crate) nodes: Vec<Node>,
    /// Positions in `nodes`, each after all it depends on.
    pub(crate) order: Vec<usize>,
}

impl Graph {
    /// Checks the activities and builds their graph.
    ///
    /// # Errors
    /// Everything that is wrong: values outside their limits, duplicate or unknown names, a cycle, a `when` without its
    /// condition.
    pub(crate) fn build(activities: &[Activity]) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        if activities.is_empty() || activities.len() > MAX_ACTIVITIES {
            return Err(vec![FieldError::new("activities", format!("must have 1 to {MAX_ACTIVITIES} entries"))]);
        }
        let mut positions = HashMap::with_capacity(activities.len());
        for (position, activity) in activities.iter().enumerate() {
            let at = format!("activities[{position}]");
            activity.check(&at, &mut errors);
            if positions.insert(activity.name.as_str(), position).is_some() {
                errors.push(FieldError::new(format!("{at}.name"), format!("{:?} is there twice", activity.name)));
            }
        }
        let mut nodes = Vec::with_capacity(activities.len());
        for (position, activity) in activities.iter().enumerate() {
            let depends_on = resolve(position, activity, &positions, &mut errors);
            let conditions = depends_on.iter().filter(|before| activities[**before].kind == Kind::Condition).count();
            if activity.when.is_some() && (depends_on.len() != 1 || conditions != 1) {
                let message = "needs exactly one dependency, and that must be a condition";
                errors.push(FieldError::new(format!("activities[{position}].when"), message));
            }
            nodes.push(Node {
                name: activity.name.clone(),
                kind: activity.kind,
                depends_on,
                when: activity.when,
                retry: activity.retry,
                fail_attempts: activity.fail_attempts,
            });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let order = sort(&nodes)?;
        Ok(Self { nodes, order })
    }

    /// Names of the nodes before `node`.
    pub(crate) fn names_before(&self, node: &Node) -> Vec<&str> {
        node.depends_on.iter().map(|before| self.nodes[*before].name.as_str()).collect()
    }
}

/// Turns the names of dependencies into positions.
fn resolve(
    position: usize,
    activity: &Activity,
    positions: &HashMap<&str, usize>,
    errors: &mut Vec<FieldError>,
) -> Vec<usize> {
    let Some(names) = &activity.depends_on else {
        return position.checked_sub(1).into_iter().collect();
    };
    let mut found = BTreeSet::new();
    for (entry, name) in names.iter().enumerate() {
        let problem = match positions.get(name.as_str()) {
            None => "there is no such activity",
            Some(before) if *before == position => "an activity cannot depend on itself",
            Some(before) if !found.insert(*before) => "this dependency is there twice",
            Some(_) => continue,
        };
        let field = format!("activities[{position}].depends_on[{entry}]");
        errors.push(FieldError::new(field, format!("{name:?}: {problem}")));
    }
    found.into_iter().collect()
}

/// Kahn's algorithm. Of the nodes that are ready, the one written first comes first.
fn sort(nodes: &[Node]) -> Result<Vec<usize>, Vec<FieldError>> {
    let mut waits_for: Vec<usize> = nodes.iter().map(|node| node.depends_on.len()).collect();
    let mut after = vec![Vec::new(); nodes.len()];
    for (position, node) in nodes.iter().enumerate() {
        for before in &node.depends_on {
            after[*before].push(position);
        }
    }
    let mut ready: BTreeSet<usize> = (0..nodes.len()).filter(|position| waits_for[*position] == 0).collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(position) = ready.pop_first() {
        order.push(position);
        for next in &after[position] {
            waits_for[*next] -= 1;
            if waits_for[*next] == 0 {
                ready.insert(*next);
            }
        }
    }
    if order.len() == nodes.len() {
        return Ok(order);
    }
    let stuck = nodes.iter().zip(&waits_for).filter(|(_, waits)| **waits > 0).map(|(node, _)| node.name.as_str());
    let names: Vec<&str> = stuck.take(5).collect();
    Err(vec![FieldError::new("activities", format!("there is a cycle at or before {}", names.join(", ")))])
}

#[cfg(test)]
mod tests {
    use super::Graph;
    use crate::activity::{Kind, generate};

    #[test]
    fn every_generated_size_is_a_valid_graph_sorted_topologically() {
        for count in 1..=500 {
            let graph = Graph::build(&generate(count)).unwrap();
            assert_eq!(graph.nodes.len(), count);
            let mut rank = vec![0; count];
            for (place, position) in graph.order.iter().enumerate() {
                rank[*position] = place;
            }
            for (position, node) in graph.nodes.iter().enumerate() {
                assert!(node.depends_on.iter().all(|before| rank[*before] < rank[position]), "{count}: {}", node.name);
            }
            let conditions = graph.nodes.iter().filter(|node| node.kind == Kind::Condition).count();
            assert_eq!(conditions, count / 10);
        }
    }

    #[test]
    fn a_cycle_is_found_and_named() {
        let mut activities = generate(5);
        activities[1].depends_on = Some(vec!["step-004".into()]);
        let errors = Graph::build(&activities).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert!(errors[0].message.contains("cycle") && errors[0].message.contains("step-002"), "{errors:?}");
    }
}
