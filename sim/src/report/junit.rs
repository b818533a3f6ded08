//! Runs as a JUnit file.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::RunReport;

/// The file's text: one test suite, one test case a run.
pub fn junit(runs: &[RunReport]) -> Result<String, quick_junit::SerializeError> {
    let mut suite = TestSuite::new("replay");
    for run in runs {
        let status = if run.passed {
            TestCaseStatus::success()
        } else {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(run.failures.first().cloned().unwrap_or_default());
            status.set_description(run.failures.join("\n"));
            status
        };
        let mut case = TestCase::new(run.name(), status);
        case.set_classname(format!("replay.{}", run.backend));
        case.set_time(Duration::from_secs_f64(run.speed.seconds.max(0.0)));
        suite.add_test_case(case);
    }
    let mut report = Report::new("expether");
    report.add_test_suite(suite);
    report.to_string()
}
