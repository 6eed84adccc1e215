// red-tests.mjs REPORT EXPECTED [--record]: compares the red tests of a Playwright JSON report with those listed in
// `red` of EXPECTED, or writes them there. Without EXPECTED none may be red. Exit status 1 when they differ.

import { readFileSync, writeFileSync } from 'node:fs';

const [reportFile, expectedFile, record] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportFile, 'utf8'));

function* redIn(suite) {
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const name = `${test.projectName ? `[${test.projectName}] ` : ''}${spec.file}: ${spec.title}`;
      if (test.status !== 'expected' && test.status !== 'skipped') yield name;
    }
  }
  for (const inner of suite.suites ?? []) yield* redIn(inner);
}

const red = report.suites.flatMap((suite) => [...redIn(suite)]).sort();
for (const error of report.errors) console.error(error.message);
const problem = (report.errors.length > 0 && 'the run itself failed') || (report.stats.expected === 0 && 'no test was green');
if (problem) {
  console.error(problem);
  process.exit(1);
}

if (record) {
  const expected = JSON.parse(readFileSync(expectedFile, 'utf8'));
  writeFileSync(expectedFile, `${JSON.stringify({ ...expected, red }, null, 2)}\n`);
}
const wanted = expectedFile ? JSON.parse(readFileSync(expectedFile, 'utf8')).red : [];
const differences = [
  ...red.filter((name) => !wanted.includes(name)).map((name) => `red, but should be green: ${name}`),
  ...wanted.filter((name) => !red.includes(name)).map((name) => `green, but should be red: ${name}`),
];
for (const difference of differences) console.log(`   ${difference}`);
console.log(`   ${report.stats.expected} green, ${red.length} red in ${Math.round(report.stats.duration / 1000)} s`);
process.exit(differences.length > 0 ? 1 : 0);
