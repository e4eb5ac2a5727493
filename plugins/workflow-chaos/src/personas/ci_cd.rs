//! CI/CD pipelines: they start when somebody pushes, however busy the engine is, and do the same every time: create, compile,
//! deploy, execute. What they make is deleted at the end of the test.

use wasmload_sdk::prelude::*;

use crate::api::Draft;
use crate::measures;
use crate::vu::Worker;

/// One pipeline, from push to production. A stage that does not pass ends it.
pub(crate) fn run_pipeline(worker: &mut Worker) -> Result {
    let api = &worker.api;
    let number = execution::iteration().in_test;
    let size = usize::try_from(random::range(5..100))?;
    let draft = Draft::new(format!("{}-build-{number}", worker.seed.run), size);

    let id: String = group("create", || {
        let made = api.create(&draft).send()?;
        if !check!("the build is created", made.status() == 201) {
            fail!("the build was answered with {}", made.status());
        }
        Ok(made.json_path("id")?)
    })?;
    group("compile", || {
        let compiled = api.compile(&id).send()?;
        if !check!("the build compiles", compiled.status() == 200) {
            fail!("the compilation was answered with {}", compiled.status());
        }
        check!("all activities are compiled", compiled.json_path::<usize>("activities")? == size);
        check!("there is source text", compiled.json_path::<u64>("source_bytes")? > 0);
        Ok(())
    })?;
    for environment in ["staging", "production"] {
        group("deploy", || {
            let deployed = api.deploy(&id, environment).send()?;
            if !check!("the build is deployed", deployed.status() == 201) {
                fail!("the deployment was answered with {}", deployed.status());
            }
            Ok(())
        })?;
    }
    group("execute", || {
        let run = api.execute(&id).send()?;
        if !check!("the build runs", run.status() == 200) {
            fail!("the execution was answered with {}", run.status());
        }
        check!("the build passes", run.json_path::<String>("status")? == "completed");
        measures::executed(&run)
    })
}
