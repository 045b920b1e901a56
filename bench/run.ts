import { parseArgs } from 'node:util'
import { benchBeir } from './beir.ts'
import { benchRelevance } from './relevance.ts'
import { benchSpeed } from './speed.ts'

/**
 * `npm run bench`: speed beside a bare grammY echo in the same run, and relevance on messages that
 * nothing was trained on; `-- --relevance` only the latter.
 * `npm run --silent bench -- --beir DIR [--json]`: the product's search on any BEIR-layout folder.
 */

const { values } = parseArgs({
  options: {
    beir: { type: 'string' },
    json: { type: 'boolean' },
    relevance: { type: 'boolean' },
    peers: { type: 'boolean' },
  },
})
if (values.beir !== undefined)
  benchBeir(values.beir, { asJson: values.json === true, peers: values.peers === true })
else {
  if (!values.relevance) await benchSpeed()
  benchRelevance()
}
