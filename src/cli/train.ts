import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWLEDGE_FOLDER, MODEL_FILE } from '../app.ts'
import { decodeModel, encodeModel } from '../core/model.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { loadQuestions } from '../knowledge/questions.ts'
import { loadThesaurus } from '../knowledge/thesaurus.ts'
import { fingerprintOf, gatherLessons } from '../training/examples.ts'
import { train } from '../training/train.ts'

/**
 * `npm run train`: learns from the questions of the repository and writes knowledge/model.bin.
 *
 *     --check     says whether the model was trained on today's questions
 *     --compare   trains again and compares the file byte by byte
 */

const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
const lessons = gatherLessons(
  knowledge,
  loadQuestions(join(KNOWLEDGE_FOLDER, 'questions'), knowledge),
  loadThesaurus(join(KNOWLEDGE_FOLDER, 'thesaurus.yaml')),
)

if (process.argv.includes('--check')) {
  const { trainedOn } = decodeModel(readFileSync(MODEL_FILE))
  if (trainedOn !== fingerprintOf(lessons)) {
    console.error(
      'knowledge/model.bin: texts or questions changed since it was trained: run `npm run train`',
    )
    process.exitCode = 1
  }
} else {
  const started = performance.now()
  const { model, tallies, verdicts } = await train(knowledge, lessons)
  const bytes = encodeModel(model)
  const seconds = Math.round((performance.now() - started) / 1000)
  if (process.argv.includes('--compare')) {
    if (!Buffer.from(bytes).equals(readFileSync(MODEL_FILE))) {
      console.error('knowledge/model.bin: expected the bytes that `npm run train` makes')
      process.exitCode = 1
    }
  } else writeFileSync(MODEL_FILE, bytes)

  console.log('Held-out questions: right topic first / among three, %')
  for (const [kind, { asked, first, three }] of [...tallies].sort())
    console.log(
      `  ${kind.padEnd(20)} ${percent(first, asked)} / ${percent(three, asked)}  (${asked})`,
    )
  console.log('Reliability: predicted → right (questions)')
  for (let from = 0; from < 1; from += 0.1) {
    const within = verdicts.filter(({ confidence: p }) => p >= from && p < from + 0.1)
    const right = within.filter((verdict) => verdict.right).length
    if (within.length > 0)
      console.log(
        `  ${from.toFixed(1)}–${(from + 0.1).toFixed(1)} → ${percent(right, within.length)}  (${within.length})`,
      )
  }
  console.log(
    `${model.classifier.features.length} features, ${model.classifier.classes.length} classes, ` +
      `${(bytes.length / 1e6).toFixed(1)} MB, trained in ${seconds} s; ` +
      `ranker ${JSON.stringify(model.ranker)}, confidence ${JSON.stringify(model.confidence)}`,
  )
}

function percent(part: number, whole: number): string {
  return ((100 * part) / whole).toFixed(1)
}
