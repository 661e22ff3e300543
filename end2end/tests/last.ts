// What failed, said once more and briefly at the very end: the end is what remains of a long log.
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const LINES = 30;
// Colours, which a log does not show.
const COLOUR = /\u001b\[[0-9;]*m/g;

export default class Last implements Reporter {
  private readonly failures: string[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status === test.expectedStatus) return;
    const steps = result.steps.filter((step) => step.error).map((step) => `  in the step: ${step.title}`);
    const errors = result.errors.map((error) => (error.message ?? String(error.value)).split("\n").slice(0, LINES).join("\n"));
    const place = result.error?.location ? `  at line ${result.error.location.line}` : "";
    this.failures.push([`${test.titlePath().filter(Boolean).join(" › ")}: ${result.status}`, ...steps, place, ...errors].filter(Boolean).join("\n"));
  }

  onEnd(_: FullResult) {
    if (this.failures.length) process.stdout.write(`\nWhat failed, in short:\n\n${this.failures.join("\n\n").replace(COLOUR, "")}\n`);
  }
}
