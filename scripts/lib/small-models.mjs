// What a job with a real small model must have ended with, whatever the model said.
//   small-models.mjs API EXIT-STATUS REPORT
import { readFileSync } from 'node:fs';

const [api, ended, file] = process.argv.slice(2);
const { job, fixes, actions, metrics } = JSON.parse(readFileSync(file, 'utf8'));
const problems = [];
const expect = (holds, problem) => holds || problems.push(problem);

expect(['0', '1'].includes(ended), `exit status ${ended}`);
expect(metrics.llm.calls > 0, 'no model was asked');
expect(ended === '1' || fixes.some(({ state }) => state === 'proposed'), 'all is well without a fix');
for (const { id, state, proof } of fixes) {
  const holds = proof.checks.every(({ passed }) => passed) && proof.after.runs >= 3 && proof.after.green === proof.after.runs;
  expect(holds || state === 'rejected', `the fix ${id} is ${state}, and its proof does not hold`);
}
const said = fixes.map(({ state, proof }) => `${state} (${proof.checks.filter(({ passed }) => !passed).map(({ name }) => name).join() || 'proven'})`)
  .concat(actions.filter(({ what }) => what === 'model').map(({ result }) => result.split('\n')[0]));
console.log(`${problems.length === 0 ? 'PASS' : 'FAIL'} ${api}: ${job.outcome}, ${metrics.llm.calls} calls; ${said.join('; ')}`);
for (const problem of problems) console.log(`     ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
