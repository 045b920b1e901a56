import { type ConceptsOf, createConcepts, tabulate } from '../core/concepts.ts'
import { compilePatterns } from '../core/patterns.ts'
import { BUCKETS, eachRiskFeature, type RiskModel, riskWords, toRisk } from '../core/risk.ts'
import { conceptsOf } from '../core/triage.ts'
import { fingerprint } from '../knowledge/questions.ts'
import { type Knowledge, LANGS, type Thesaurus, type TriageRules } from '../knowledge/schema.ts'
import { mistyped } from './degrade.ts'
import { createRandom, shuffle } from './random.ts'

/** A message that somebody sorted by hand. */
export interface Sorted {
  text: string
  lang: string
  class: 'crisis' | 'disclosure' | 'lookalike' | 'other'
}

/** A message that the model learns from. */
export interface Lesson {
  text: string
  class: 'crisis' | 'disclosure' | 'none'
}

const SEED = 11
/** Of the many questions one in so many teaches what is no danger: all would drown what is. */
const VOICES_ONE_IN = 8
const EPOCHS = 25
const RATE = 0.6
/** Share of a message's features that is hidden each time it is seen, so that none is relied on alone. */
const HIDDEN = 0.4
/** Pull of every weight towards 0. */
const DECAY = 1e-4

/**
 * What the model learns from: sorted messages, and questions of the knowledge as examples of what is
 * no danger. Topics whose questions tell of harm themselves (`toldIn`) teach only what they ask of the
 * law; of other delicate topics, questions in which a rule sees danger are left out.
 */
export function lessonsOf(
  sorted: readonly Sorted[],
  { topics, byId, triage, offSubject, smalltalk }: Knowledge,
  voices: readonly { topic: string; text: string }[],
): Lesson[] {
  const read = compilePatterns(triage)
  const toldIn = new Set(triage.toldIn)
  const isHarmless = ({ topic, text }: { topic: string; text: string }): boolean => {
    const { rules, contexts } = read(text)
    if (toldIn.has(topic)) return contexts.size > 0 && rules.size === 0
    return byId.get(topic)?.urgency === 'normal' || rules.size === 0
  }
  const asked = topics.flatMap(({ id, kk, ru }) =>
    [...kk.ask, ...ru.ask].map((text) => ({ topic: id, text })),
  )
  const some = voices.filter(({ text }) => fingerprint(text) % VOICES_ONE_IN === 0)
  const harmless = [
    ...[...asked, ...some].filter(isHarmless).map(({ text }) => text),
    ...LANGS.flatMap((lang) => [
      ...offSubject[lang],
      ...smalltalk.flatMap((entry) => entry[lang].say),
    ]),
  ]
  return [
    ...sorted.map(({ text, class: kind }) => ({
      text,
      class: kind === 'crisis' || kind === 'disclosure' ? kind : ('none' as const),
    })),
    ...harmless.map((text) => ({ text, class: 'none' as const })),
  ]
}

/** One number for all that a model is trained on. */
export const fingerprintOfLessons = (
  lessons: readonly Lesson[],
  { words, contexts, apart }: TriageRules,
  thesaurus: Thesaurus,
): string => fingerprint(JSON.stringify([lessons, words, contexts, apart, thesaurus])).toString(16)

/**
 * Multinomial logistic regression by AdaGrad over hashed features, on the lessons and on copies of
 * them as people mistype. Deterministic: one seed orders and misspells.
 */
export function trainRisk(
  lessons: readonly Lesson[],
  rules: TriageRules,
  thesaurus: Thesaurus,
): RiskModel {
  const random = createRandom(SEED)
  const read = compilePatterns(rules)
  const meaningsOf = createConcepts(tabulate(thesaurus))
  const examples = lessons.flatMap(({ text, class: kind }) => {
    const copies = [text, mistyped(text, random)]
    if (kind !== 'none') copies.push(mistyped(text, random))
    return copies.map((copy) => {
      const found = read(copy)
      return { features: toVector(riskWords(found.words), conceptsOf(found), meaningsOf), kind }
    })
  })
  const weights = new Float64Array(BUCKETS * 2)
  const squares = new Float64Array(BUCKETS * 2).fill(1e-4)
  const bias: [number, number] = [-1, -1]
  const order = examples.map((_, at) => at)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    for (const at of order) {
      const example = examples[at]
      if (!example) continue
      const { kind } = example
      const features = hide(example.features, random)
      let [crisis, disclosure] = bias
      for (let each = 0; each < features.length; each += 2) {
        const row = (features[each] ?? 0) * 2
        const value = features[each + 1] ?? 0
        crisis += value * (weights[row] ?? 0)
        disclosure += value * (weights[row + 1] ?? 0)
      }
      const risk = toRisk(crisis, disclosure)
      const errors = [
        risk.crisis - (kind === 'crisis' ? 1 : 0),
        risk.disclosure - (kind === 'disclosure' ? 1 : 0),
      ] as const
      for (let which = 0; which < 2; which++) {
        const error = errors[which] ?? 0
        if (Math.abs(error) < 0.003) continue
        bias[which] = (bias[which] ?? 0) - 0.02 * error
        for (let each = 0; each < features.length; each += 2) {
          const cell = (features[each] ?? 0) * 2 + which
          const slope = error * (features[each + 1] ?? 0) + DECAY * (weights[cell] ?? 0)
          squares[cell] = (squares[cell] ?? 0) + slope * slope
          weights[cell] = (weights[cell] ?? 0) - (RATE * slope) / Math.sqrt(squares[cell] ?? 1)
        }
      }
    }
  }
  return { ...quantise(weights), bias, trainedOn: fingerprintOfLessons(lessons, rules, thesaurus) }
}

/** Features as bucket and weight in turn, of unit length. */
function toVector(
  words: readonly string[],
  concepts: readonly string[],
  meaningsOf: ConceptsOf,
): Float64Array {
  const found: number[] = []
  let square = 0
  eachRiskFeature(words, concepts, meaningsOf, (bucket, weight) => {
    found.push(bucket, weight)
    square += weight * weight
  })
  const norm = Math.sqrt(square) || 1
  return Float64Array.from(found, (value, at) => (at % 2 === 0 ? value : value / norm))
}

/** A copy without a part of its features; what is left counts more, so that the sum stays. */
function hide(features: Float64Array, random: () => number): Float64Array {
  const left = new Float64Array(features.length)
  let length = 0
  for (let each = 0; each < features.length; each += 2) {
    if (random() < HIDDEN) continue
    left[length++] = features[each] ?? 0
    left[length++] = (features[each + 1] ?? 0) / (1 - HIDDEN)
  }
  return left.subarray(0, length)
}

/** Each class in 127 steps of its own largest weight. */
function quantise(weights: Float64Array): Pick<RiskModel, 'weights' | 'scale'> {
  const scale: [number, number] = [0, 0]
  for (let cell = 0; cell < weights.length; cell++)
    scale[cell % 2] = Math.max(scale[cell % 2] ?? 0, Math.abs(weights[cell] ?? 0) / 127)
  return {
    scale,
    weights: Int8Array.from(weights, (weight, cell) => Math.round(weight / (scale[cell % 2] || 1))),
  }
}
