import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  contactsSchema,
  flowSchema,
  glossarySchema,
  groupsSchema,
  letterFactsSchema,
  letterSchema,
  offSubjectSchema,
  smalltalkSchema,
  sourcesSchema,
  thesaurusSchema,
  topicSchema,
  triageSchema,
  valuesSchema,
} from '../knowledge/schema.ts'
import {
  bodiesSchema,
  calculatorsSchema,
  regionsSchema,
  timelineSchema,
} from '../knowledge/tools.ts'

/**
 * `npm run docs:schema` writes docs/schema/*.json, by which editors complete and check knowledge
 * files; with `--check` it only compares and fails where one is out of date.
 */

const FOLDER = join(import.meta.dirname, '../../docs/schema')
const SCHEMAS = {
  topic: topicSchema,
  flow: flowSchema,
  letter: letterSchema,
  'letter-facts': letterFactsSchema,
  sources: sourcesSchema,
  contacts: contactsSchema,
  values: valuesSchema,
  groups: groupsSchema,
  glossary: glossarySchema,
  thesaurus: thesaurusSchema,
  smalltalk: smalltalkSchema,
  'off-subject': offSubjectSchema,
  triage: triageSchema,
  calculators: calculatorsSchema,
  timeline: timelineSchema,
  regions: regionsSchema,
  bodies: bodiesSchema,
}

const check = process.argv.includes('--check')
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const path = join(FOLDER, `${name}.json`)
  const text = `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`
  if (!check) writeFileSync(path, text)
  else if (readOrNothing(path) !== text) {
    console.error(`docs/schema/${name}.json is out of date: npm run docs:schema`)
    process.exitCode = 1
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
