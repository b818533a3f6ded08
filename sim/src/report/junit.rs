//! Runs as a JUnit file.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::RunReport;

/// What a JUnit file says of a run.
pub(crate) struct JunitCase<'a> {
    pub name: String,
    pub class: String,
    pub seconds: f64,
    pub passed: bool,
    pub failures: &'a [String],
}

/// The file's text: one test suite, one test case a run.
pub(crate) fn junit_file<'a, R>(
    suite: &str,
    runs: &'a [R],
    case_of: impl Fn(&'a R) -> JunitCase<'a>,
) -> Result<String, quick_junit::SerializeError> {
    let mut suite = TestSuite::new(suite);
    for run in runs.iter().map(case_of) {
        let status = if run.passed {
            TestCaseStatus::success()
        } else {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(run.failures.first().cloned().unwrap_or_default());
            status.set_description(run.failures.join("\n"));
            status
        };
        let mut case = TestCase::new(run.name, status);
        case.set_classname(run.class);
        case.set_time(Duration::from_secs_f64(run.seconds.max(0.0)));
        suite.add_test_case(case);
    }
    let mut report = Report::new("expether");
    report.add_test_suite(suite);
    report.to_string()
}

/// Replays as a JUnit file.
pub fn junit(runs: &[RunReport]) -> Result<String, quick_junit::SerializeError> {
    junit_file("replay", runs, |run| JunitCase {
        name: run.name(),
        class: format!("replay.{}", run.backend),
        seconds: run.speed.seconds,
        passed: run.passed,
        failures: &run.failures,
    })
}
