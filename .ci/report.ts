import { readFileSync } from 'node:fs'

/** Fails where a test was skipped or no test ran on Redis; its last line counts them. */

interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[] }[]
}

const { testResults } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Report
const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
const count = (status: string): number => tests.filter((each) => each.status === status).length
const onRedis = tests.filter(
  ({ fullName, status }) => /redis/i.test(fullName) && status === 'passed',
)

if (onRedis.length === 0) {
  console.error('Expected tests on a real Redis to have run, found none')
  process.exitCode = 1
}
const skipped = tests.length - count('passed') - count('failed')
if (skipped > 0) {
  console.error(`Expected every test to run, ${skipped} were skipped`)
  process.exitCode = 1
}
console.log(`${count('passed')} passed, ${count('failed')} failed`)
