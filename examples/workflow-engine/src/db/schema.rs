//! The tables, in the SQL that SQLite and PostgreSQL share, and the agents that are there from the start.
//!
//! There are no migrations: the program is an example and its tables have one version.

/// Run in this order, in one transaction, at every start.
pub(super) const TABLES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS workflows (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, status TEXT NOT NULL,
        version BIGINT NOT NULL, deployed_version BIGINT, activities TEXT NOT NULL, activity_count BIGINT NOT NULL,
        created_at_ms BIGINT NOT NULL, updated_at_ms BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS workflow_versions (
        workflow_id TEXT NOT NULL, version BIGINT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,
        activities TEXT NOT NULL, activity_count BIGINT NOT NULL, created_at_ms BIGINT NOT NULL,
        PRIMARY KEY (workflow_id, version))",
    "CREATE TABLE IF NOT EXISTS agents (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL, capacity BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS deployments (
        id TEXT PRIMARY KEY, workflow_id TEXT NOT NULL, version BIGINT NOT NULL, agent_id TEXT NOT NULL,
        environment TEXT NOT NULL, status TEXT NOT NULL, created_at_ms BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS deployments_by_workflow ON deployments (workflow_id, environment)",
    "CREATE INDEX IF NOT EXISTS deployments_by_agent ON deployments (agent_id, status)",
    "CREATE TABLE IF NOT EXISTS dags (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, activities TEXT NOT NULL, nodes BIGINT NOT NULL,
        created_at_ms BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS executions (
        id TEXT PRIMARY KEY, workflow_id TEXT, workflow_version BIGINT, dag_id TEXT, status TEXT NOT NULL,
        nodes BIGINT NOT NULL, completed BIGINT NOT NULL, skipped BIGINT NOT NULL, failed BIGINT NOT NULL,
        graph_build_ms DOUBLE PRECISION NOT NULL, execution_ms DOUBLE PRECISION NOT NULL, output TEXT NOT NULL,
        started_at_ms BIGINT NOT NULL, finished_at_ms BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS executions_by_workflow ON executions (workflow_id)",
    "CREATE TABLE IF NOT EXISTS spans (
        execution_id TEXT NOT NULL, position BIGINT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        depends_on TEXT NOT NULL, status TEXT NOT NULL, attempts BIGINT NOT NULL, start_us BIGINT NOT NULL,
        duration_us BIGINT NOT NULL, output TEXT NOT NULL, PRIMARY KEY (execution_id, position))",
    "CREATE TABLE IF NOT EXISTS tasks (
        id TEXT PRIMARY KEY, execution_id TEXT NOT NULL, agent_id TEXT NOT NULL, position BIGINT NOT NULL,
        name TEXT NOT NULL, status TEXT NOT NULL, attempts BIGINT NOT NULL, duration_ms DOUBLE PRECISION NOT NULL)",
    "CREATE INDEX IF NOT EXISTS tasks_by_execution ON tasks (execution_id, position)",
    "INSERT INTO agents (id, name, region, capacity) VALUES
        ('agent-1', 'builder', 'eu-west', 8), ('agent-2', 'planner', 'eu-central', 4),
        ('agent-3', 'reviewer', 'us-east', 2), ('agent-4', 'runner', 'us-west', 16)
        ON CONFLICT (id) DO NOTHING",
];

/// How many agents there are from the start. Tasks are dealt to them in turn.
pub(crate) const AGENTS: usize = 4;
