import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWLEDGE_FOLDER } from '../app.ts'
import { decodeRisk, encodeRisk } from '../core/risk.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { loadQuestions } from '../knowledge/questions.ts'
import { loadThesaurus } from '../knowledge/thesaurus.ts'
import { fingerprintOfLessons, lessonsOf, type Sorted, trainRisk } from '../training/risk.ts'

/**
 * `npm run train:triage`: learns from test/golden/triage-dev.jsonl and the questions of the knowledge,
 * and writes knowledge/triage.bin.
 *
 *     --check     says whether the model was trained on today's messages
 *     --compare   trains again and compares the file byte by byte
 */

const MODEL_FILE = join(KNOWLEDGE_FOLDER, 'triage.bin')
const MESSAGES = join(import.meta.dirname, '../../test/golden/triage-dev.jsonl')

const sorted = readFileSync(MESSAGES, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Sorted)
const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
const lessons = lessonsOf(
  sorted,
  knowledge,
  loadQuestions(join(KNOWLEDGE_FOLDER, 'questions'), knowledge),
)

const thesaurus = loadThesaurus(join(KNOWLEDGE_FOLDER, 'thesaurus.yaml'))

function complain(expected: string): void {
  console.error(`knowledge/triage.bin: ${expected}`)
  process.exitCode = 1
}

if (process.argv.includes('--check')) {
  const { trainedOn } = decodeRisk(readFileSync(MODEL_FILE))
  if (trainedOn !== fingerprintOfLessons(lessons, knowledge.triage, thesaurus))
    complain('messages or questions changed since it was trained: run `npm run train:triage`')
} else {
  const started = performance.now()
  const bytes = encodeRisk(trainRisk(lessons, knowledge.triage, thesaurus))
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(`${lessons.length} messages, ${bytes.length} bytes, trained in ${seconds} s`)
  if (!process.argv.includes('--compare')) writeFileSync(MODEL_FILE, bytes)
  else if (!Buffer.from(bytes).equals(readFileSync(MODEL_FILE)))
    complain('expected the bytes that `npm run train:triage` makes')
}
