import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWLEDGE_FOLDER } from '../src/app.ts'
import { createIndex } from '../src/core/index.ts'
import { type Features, rank } from '../src/core/search.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { LANGS, type Topic } from '../src/knowledge/schema.ts'
import { createRandom, toLatin, withoutKazakhLetters, withTypos } from './degrade.ts'

/**
 * Fits the confidence by cross-validation: the index is built without a fifth of the example
 * questions, which are then asked, clean and degraded; questions off the subject are all wrong.
 * Prints recall by kind, the fitted model, and how well the probabilities hold.
 */

const FOLDS = 5
const SEED = 7
/** How often each question off the subject counts: together about a third of all, to be wary of them. */
const OFF_SUBJECT_WEIGHT = 6
const NAMES = [
  'coverage',
  'question',
  'letters',
  'stray',
  'margin',
  'words',
] as const satisfies (keyof Features)[]

interface Sample {
  values: number[]
  right: boolean
}

export function calibrate(): void {
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  const random = createRandom(SEED)
  const kinds: Record<string, (text: string) => string> = {
    clean: (text) => text,
    'no special letters': withoutKazakhLetters,
    latin: (text) => toLatin(text, random),
    typos: (text) => withTypos(text, random),
  }
  const samples: Sample[] = []
  const tally = new Map<string, { asked: number; first: number; three: number }>()
  const offSubject = readFileSync(join(import.meta.dirname, 'data/off-subject.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text)

  for (let fold = 0; fold < FOLDS; fold++) {
    const held: { topic: string; lang: string; text: string }[] = []
    const topics = knowledge.topics.map((topic): Topic => {
      const without = structuredClone(topic) as Topic
      for (const lang of LANGS) {
        without[lang].ask = topic[lang].ask.filter((text, index) => {
          const out = index % FOLDS === fold
          if (out) held.push({ topic: topic.id, lang, text })
          return !out
        })
      }
      return without
    })
    const index = createIndex({ ...knowledge, topics })
    for (const [kind, degrade] of Object.entries(kinds)) {
      for (const { topic, lang, text } of held) {
        const { ranking, features } = rank(index, degrade(text))
        const place = ranking.findIndex((each) => each.topic.id === topic)
        const key = `${lang} ${kind}`
        const counts = tally.get(key) ?? { asked: 0, first: 0, three: 0 }
        counts.asked++
        if (place === 0) counts.first++
        if (place >= 0 && place < 3) counts.three++
        tally.set(key, counts)
        if (features)
          samples.push({ values: NAMES.map((name) => features[name]), right: place === 0 })
      }
    }
    for (const text of offSubject) {
      const { features } = rank(index, text)
      if (features)
        for (let i = 0; i < OFF_SUBJECT_WEIGHT; i++)
          samples.push({ values: NAMES.map((name) => features[name]), right: false })
    }
  }
  console.log('Held-out example questions, 5-fold: right topic first / among three, %')
  for (const [key, { asked, first, three }] of [...tally].sort()) {
    console.log(
      `  ${key.padEnd(24)} ${percent(first, asked)} / ${percent(three, asked)}   (${asked})`,
    )
  }
  const model = fitLogistic(samples)
  console.log('\nModel for src/core/search.ts:')
  console.log(
    `  { bias: ${round(model.bias)}, ${NAMES.map((name, at) => `${name}: ${round(model.weights[at] ?? 0)}`).join(', ')} }`,
  )
  console.log('\nReliability: predicted → right (samples)')
  for (let from = 0; from < 1; from += 0.1) {
    const within = samples.filter((sample) => {
      const p = predict(model, sample.values)
      return p >= from && p < from + 0.1
    })
    const right = within.filter((sample) => sample.right).length
    if (within.length > 0)
      console.log(
        `  ${from.toFixed(1)}–${(from + 0.1).toFixed(1)} → ${percent(right, within.length)} % (${within.length})`,
      )
  }
}

interface Model {
  bias: number
  weights: number[]
}

/** Logistic regression by full-batch gradient descent with a little weight decay. */
function fitLogistic(samples: readonly Sample[]): Model {
  const model: Model = { bias: 0, weights: NAMES.map(() => 0) }
  for (let step = 0; step < 4000; step++) {
    let bias = 0
    const gradient = NAMES.map(() => 0)
    for (const { values, right } of samples) {
      const error = predict(model, values) - (right ? 1 : 0)
      bias += error
      for (const [at, value] of values.entries()) gradient[at] = (gradient[at] ?? 0) + error * value
    }
    const rate = 4 / samples.length
    model.bias -= rate * bias
    model.weights = model.weights.map(
      (weight, at) => weight - rate * ((gradient[at] ?? 0) + 0.1 * weight),
    )
  }
  return model
}

const predict = ({ bias, weights }: Model, values: readonly number[]): number =>
  1 / (1 + Math.exp(-values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), bias)))

const percent = (part: number, whole: number): string => ((100 * part) / whole).toFixed(1)
const round = (value: number): number => Math.round(value * 100) / 100
