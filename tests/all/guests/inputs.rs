//! Guests that take rows of data, and secrets: each row goes where it belongs, and a secret nowhere.
//!
//! What the files are refused for is in the golden tests.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;

use super::{all_checks_passed, each, says};

/// A folder with `rows.csv` of so many rows, whose ids are their indices.
fn rows(count: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows: String = (0..count).map(|row| format!("{row},\"name, {row}\"\n")).collect();
    std::fs::write(folder.path().join("rows.csv"), format!("id,name\n{rows}")).expect("a file of rows");
    folder
}

/// So many VUs take so many rows each.
fn take(folder: &TempDir, [vus, iterations]: [u32; 2], how: &str, on_empty: &str) -> Finished {
    let file = folder.path().join("rows.csv");
    let data = format!("[data.rows]\nfile = '{}'\nonEmpty = '{on_empty}'\n", file.display());
    let scenario = format!("executor = 'per-vu-iterations'\nvus = {vus}\niterations = {iterations}\n");
    let plan = format!("seed = 7\n{data}[scenarios.only]\n{scenario}");
    Wasmload::run(&guest("data_rows")).plan(&plan).args(["--summary-series", "-e", &format!("HOW={how}")]).finish()
}

/// How often each row was taken, by row and VU.
fn taken(finished: &Finished) -> BTreeMap<(usize, u32), u64> {
    let summary = finished.summary();
    let series = summary.json["series"].as_array().expect("a list of series");
    let number =
        |one: &serde_json::Value, tag: &str| one["tags"][tag].as_str().and_then(|text| text.parse::<u32>().ok());
    let number = |one: &serde_json::Value, tag: &str| number(one, tag).expect("a number in a tag");
    let of_rows = series.iter().filter(|one| one["metric"] == "taken");
    let count = |one: &serde_json::Value| one["values"]["count"].as_f64().expect("a count").round() as u64;
    of_rows.map(|one| ((number(one, "row") as usize, number(one, "vu")), count(one))).collect()
}

fn by_row(finished: &Finished) -> BTreeMap<usize, u64> {
    let mut rows = BTreeMap::new();
    for ((row, _), count) in taken(finished) {
        *rows.entry(row).or_default() += count;
    }
    rows
}

#[test]
fn data_rows() {
    let folder = rows(20);
    // Each once, over all VUs.
    let run = take(&folder, [4, 5], "unique", "fail").expect_code(0);
    assert_eq!(by_row(&run), (0..20).map(|row| (row, 1)).collect());
    // Each VU its own, in their order; the same in every run.
    let run = take(&folder, [3, 4], "partition", "fail").expect_code(0);
    let expected = (0..12).map(|row| ((row, u32::try_from(row % 3 + 1).unwrap()), 1)).collect();
    assert_eq!(taken(&run), expected);
    let run = take(&folder, [2, 3], "index", "fail").expect_code(0);
    assert_eq!(by_row(&run), (0..3).map(|row| (row, 2)).collect());
    // Many draws meet every row, and come again with their seed.
    let run = take(&folder, [2, 200], "random", "fail").expect_code(0);
    assert_eq!(by_row(&run).len(), 20);
    assert_eq!(taken(&run), taken(&take(&folder, [2, 200], "random", "fail")));
}

#[test]
fn rows_that_are_used_up_stop_wrap_or_fail() {
    let folder = rows(20);
    let stopped = take(&folder, [4, 1000], "unique", "stop").expect_code(0);
    assert_eq!(by_row(&stopped), (0..20).map(|row| (row, 1)).collect());
    assert_eq!((stopped.summary().count("iterations"), stopped.summary().count_or_zero("iterations_failed")), (20, 0));
    says(&stopped, "the test ended early: the rows of the data `rows` are used up");

    let wrapped = take(&folder, [4, 15], "unique", "wrap").expect_code(0);
    assert_eq!(by_row(&wrapped), (0..20).map(|row| (row, 3)).collect());

    let failed = take(&folder, [4, 6], "unique", "fail").expect_code(111);
    assert_eq!((failed.summary().count("iterations"), failed.summary().count("iterations_failed")), (24, 4));
    says(&failed, "the rows of the data `rows` are used up; add rows, or let them begin again with `onEmpty`");

    let part = take(&folder, [3, 1000], "partition", "stop").expect_code(0);
    // The first part that is used up ends it: the smallest has 6 rows.
    assert!((6..=20).contains(&part.summary().count("iterations")), "{:?}", taken(&part));
    // 2 rows for 3 VUs: the third has none, whatever the plan says of used up ones.
    let few = take(&rows(2), [3, 1], "partition", "stop").expect_code(111);
    says(&few, "the data `rows` has 2 rows for 3 VUs: none for number 3");
}

#[test]
fn data_that_is_missing_malformed_or_empty_is_a_typed_error_where_the_plan_lets_the_test_begin() {
    let folder = rows(3);
    std::fs::write(folder.path().join("malformed.csv"), "id,name\n1,a\n2\n").unwrap();
    std::fs::write(folder.path().join("empty.csv"), "id\n").unwrap();
    let plan = folder.path().join("plan.toml");
    let optional = |name: &str| format!("[data.{name}]\nfile = '{name}.csv'\noptional = true\n");
    let data: String = ["missing", "malformed", "empty", "rows"].map(optional).concat();
    std::fs::write(&plan, format!("{data}[scenarios.only]\nexecutor = 'per-vu-iterations'\nexec = 'faults'\n"))
        .unwrap();
    // Its paths are relative to the plan, and not to where the program runs.
    let run = Wasmload::run(&guest("data_rows")).args(["--config".as_ref(), plan.as_os_str()]).finish().expect_code(0);
    all_checks_passed(&run);
    for words in
        ["the data `missing` cannot be used", "malformed.csv`: line 3: it has 1 field", "the data `empty` cannot be"]
    {
        says(&run, words);
    }
}

/// The most resident memory of so many VUs that hold rows of that file, in bytes.
fn memory(file: &Path, vus: u32) -> f64 {
    let data = format!("rows={}", file.display());
    let run = Wasmload::run(&guest("data_rows")).args(["--vus", &vus.to_string(), "--data", &data, "-e", "SECONDS=2"]);
    let plan = "[scenarios.only]\nexecutor = 'per-vu-iterations'\nexec = 'hold'\nVUS";
    let run = run.plan(&plan.replace("VUS", &format!("vus = {vus}"))).limit(Duration::from_secs(120)).finish();
    run.expect_code(0).summary().json["generator"]["memory_max"].as_f64().expect("a number")
}

#[test]
fn rows_cost_their_size_once_and_not_for_each_vu() {
    let folder = tempfile::tempdir().unwrap();
    let [small, large] = [("small.csv", 10), ("large.csv", 500_000)].map(|(name, count)| {
        let file = folder.path().join(name);
        let rows: String = (0..count).map(|row| format!("{row},{:0>90}\n", row)).collect();
        std::fs::write(&file, format!("id,filler\n{rows}")).unwrap();
        file
    });
    let size = std::fs::metadata(&large).unwrap().len() as f64;
    assert!(size > 48e6, "{size}");
    let [one, many] = [1, 200].map(|vus| memory(&large, vus) - memory(&small, vus));
    // The file, and four bytes for each row; measured with what else moves from run to run.
    assert!((one / size - 1.0).abs() < 0.3, "one VU: {one} more bytes for {size}");
    assert!((many / size - 1.0).abs() < 0.3, "200 VUs: {many} more bytes for {size}");
}

/// Everything that a run left: both streams, the summary, and the log file.
fn everything(finished: &Finished, log: &Path) -> String {
    let log = std::fs::read_to_string(log).expect("the log file");
    format!("{}\n{}\n{log}\n{}", finished.stdout, finished.stderr, finished.summary().json)
}

#[test]
fn tell_secret() {
    let server = HttpServer::start();
    let folder = tempfile::tempdir().unwrap();
    // One that is a name, and one that has to be quoted, escaped and encoded.
    for secret in ["hunter2_Secret9", "p@ss \"w\u{f6}rd\"/1%4"] {
        std::fs::write(folder.path().join("token"), format!("{secret}\n")).unwrap();
        let from_file = format!("TOKEN=file:{}", folder.path().join("token").display());
        for (source, format) in [("TOKEN", "text"), (from_file.as_str(), "json")] {
            let log = folder.path().join("log");
            let grants = ["--secret", source, "-e", &format!("URL={}/", server.url()), "--allow-net", "127.0.0.1"];
            let output = ["--verbose", "--summary-series", "--log-format", format, "--log-file", log.to_str().unwrap()];
            let scenarios = ["tell", "trap"].map(|function| {
                format!("[scenarios.{function}]\nexecutor = 'per-vu-iterations'\niterations = 2\nexec = '{function}'\n")
            });
            // The tag is a threshold's too.
            let tag = secret.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', ".");
            let threshold = format!("[thresholds]\n'checks{{token:{tag}}}' = ['rate>2']\n");
            let run = Wasmload::run(&guest("tell_secret")).plan(&(scenarios.concat() + &threshold));
            let run = run.args(grants).args(output).env("TOKEN", secret).finish();
            let left = everything(&run, &log);
            assert!(left.contains("***"), "{left}");
            let quoted = serde_json::Value::from(secret).to_string();
            let encoded: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
            for form in [secret, &quoted[1..quoted.len() - 1], &encoded] {
                assert!(!left.contains(form), "`{form}` is in {left}");
                // Nor the most of it, where it was cut.
                let most = &form[..form.floor_char_boundary(form.len() * 2 / 3)];
                assert!(!left.contains(most), "`{most}` is in {left}");
            }
        }
    }
}

#[test]
fn a_secret_comes_from_the_environment_a_file_or_a_command() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "from-a-file\n").unwrap();
    let plan = |source: &str| {
        let file = folder.path().join("plan.toml");
        std::fs::write(&file, format!("[secrets.TOKEN]\n{source}\n")).unwrap();
        let run = Wasmload::run(&guest("tell_secret")).args(["--config".as_ref(), file.as_os_str()]);
        run.env("FROM", "from-a-variable").finish()
    };
    for source in ["env = 'FROM'", "file = 'token'", "command = 'echo from-a-command'"] {
        // It marks the test as failed; without a secret its iteration would fail, and say something else.
        let run = plan(source).expect_code(110);
        says(&run, "the token is ***");
        assert!(!run.summary().json["plan"].to_string().contains("from-a"), "{}", run.summary().json["plan"]);
    }
}

#[test]
fn a_log_file_holds_the_messages_of_the_plugin_and_standard_error_those_of_the_host() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plugin.log");
    let run = |format: &str| {
        let arguments = ["-e", "LINES=3", "--log-format", format, "--log-file", file.to_str().unwrap()];
        let run = each("log_flood", 1, 1).args(arguments).finish().expect_code(0);
        assert!(!run.stderr.contains("message 2"), "{}", run.stderr);
        (run.stderr, std::fs::read_to_string(&file).unwrap())
    };
    let (stderr, text) = run("text");
    assert!(stderr.contains("info: plugin "), "{stderr}");
    let line = text.lines().find(|line| line.contains("message 2")).expect("it was logged");
    assert!(line.ends_with("Z warning: [only vu=1] message 2"), "{line}");
    let (stderr, text) = run("json");
    for line in stderr.lines().chain(text.lines()) {
        let message: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(message["time"].as_str().is_some_and(|time| time.ends_with('Z')), "{line}");
    }
    let last: serde_json::Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
    assert_eq!(
        (last["level"].as_str(), last["scenario"].as_str(), last["vu"].as_u64()),
        (Some("warning"), Some("only"), Some(1))
    );
    assert_eq!(last["message"], "message 2");
}
