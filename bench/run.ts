import { parseArgs } from 'node:util'
import { benchBeir } from './beir.ts'
import { calibrate } from './calibrate.ts'
import { benchSpeed } from './speed.ts'

/**
 * `npm run bench`: speed beside a bare grammY echo, then relevance by cross-validation.
 * `npm run bench -- --calibrate`: relevance and the fitted confidence alone.
 * `npm run --silent bench -- --beir DIR [--json]`: the product's search on any BEIR-layout folder.
 */

const { values } = parseArgs({
  options: { beir: { type: 'string' }, json: { type: 'boolean' }, calibrate: { type: 'boolean' } },
})
if (values.beir !== undefined) benchBeir(values.beir, values.json === true)
else {
  if (!values.calibrate) await benchSpeed()
  calibrate()
}
