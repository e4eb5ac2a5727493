//! The whole API from outside, in process, on SQLite and on PostgreSQL: each case is one test on SQLite, and all of
//! them together are the one test `postgresql`, which starts a PostgreSQL of its own.

#![expect(clippy::unwrap_used, reason = "test code outside of test functions: a failure is a failed test")]

mod backend;
mod cases;
mod client;
mod program;

use std::pin::Pin;

use backend::{Backend, Cluster};

/// A case on one backend.
type Case = fn(Backend) -> Pin<Box<dyn Future<Output = ()>>>;

macro_rules! suite {
    ($($module:ident { $($case:ident),* $(,)? })*) => {
        mod sqlite {
            $(mod $module {
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    crate::cases::$module::$case(crate::backend::Backend::Sqlite).await;
                })*
            })*
        }

        /// The same cases, by name.
        const CASES: &[(&str, Case)] = &[
            $($((concat!(stringify!($module), "::", stringify!($case)), |backend| {
                Box::pin(cases::$module::$case(backend))
            }),)*)*
        ];
    };
}

suite! {
    access {
        health_needs_no_token,
        login_gives_a_token_that_opens_the_api,
        wrong_credentials_and_wrong_tokens_are_401,
        a_token_expires,
        unknown_paths_and_methods_are_json_errors,
        bad_bodies_are_json_errors,
    }
    workflows {
        what_is_created_is_read_back,
        every_wrong_field_is_named,
        a_replacement_makes_a_version,
        an_old_version_is_a_conflict,
        of_parallel_replacements_of_one_version_one_wins,
        a_deleted_workflow_is_gone,
        pages_cover_the_whole_list_once,
        wrong_pages_are_refused,
    }
    executions {
        an_execution_is_stored_with_trace_and_tasks,
        a_dry_run_stores_nothing,
        branches_retries_and_failures_are_in_the_trace,
        the_same_graph_has_the_same_output,
        every_size_runs_and_others_are_refused,
        lists_are_filtered,
        dags_are_stored_and_executed,
    }
    compiling {
        source_grows_with_the_number_of_activities,
        sizes_outside_5_to_100_are_refused,
        the_stored_activities_are_compiled,
    }
    deploying {
        a_deployment_supersedes_the_one_before,
        wrong_deployments_are_refused,
        agents_are_there_from_the_start,
    }
    hub {
        every_client_gets_every_event,
        pings_are_answered,
        a_plain_request_is_refused,
        a_stop_closes_clients,
    }
    numbers {
        metrics_count_what_was_answered,
        bytes_are_exact,
        unread_bytes_do_not_break_the_counts,
    }
    misbehaving {
        latency_is_added,
        errors_come_at_the_asked_rate_and_by_the_seed,
        memory_is_leaked,
        n_plus_one_asks_once_per_row,
        a_small_pool_makes_requests_wait,
    }
    stopping {
        requests_under_way_are_answered,
        idle_connections_do_not_delay_it,
        a_stuck_request_is_cut,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql() {
    let Some(cluster) = Cluster::start().await else {
        assert!(std::env::var_os("CI").is_none(), "in CI PostgreSQL has to be installed");
        println!("skipped: PostgreSQL not installed");
        return;
    };
    for (name, case) in CASES {
        println!("postgresql: {name}");
        case(Backend::Postgres(cluster.clone())).await;
    }
    cluster.stop();
}
