import { parseArgs } from 'node:util'
import { benchAblation } from './ablation.ts'
import { benchBeir } from './beir.ts'
import { benchPeers, benchRelevance } from './relevance.ts'
import { benchSpeed } from './speed.ts'

/**
 * `npm run bench`: speed beside a bare grammY echo in the same run; relevance on messages that nothing
 * was trained on; and other search libraries on the same knowledge and messages.
 *
 *     --relevance                      only the relevance
 *     --ablation                       what each part of the search brings
 *     --beir DIR [--json] [--peers]    the product's search on any BEIR-layout folder
 */

const { values } = parseArgs({
  options: {
    beir: { type: 'string' },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    relevance: { type: 'boolean', default: false },
    ablation: { type: 'boolean', default: false },
  },
})
if (values.beir !== undefined) benchBeir(values.beir, { asJson: values.json, peers: values.peers })
else if (values.ablation) benchAblation()
else {
  if (!values.relevance) await benchSpeed()
  benchRelevance()
  if (!values.relevance) benchPeers()
}
