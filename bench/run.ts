import { parseArgs } from 'node:util'
import { benchBeir } from './beir.ts'
import { benchSpeed } from './speed.ts'

/**
 * `npm run bench`: speed beside a bare grammY echo in the same run.
 * `npm run --silent bench -- --beir DIR [--json]`: the product's search on any BEIR-layout folder.
 * Relevance on the repository's own questions is printed by `npm run train`.
 */

const { values } = parseArgs({
  options: { beir: { type: 'string' }, json: { type: 'boolean' } },
})
if (values.beir === undefined) await benchSpeed()
else benchBeir(values.beir, values.json === true)
