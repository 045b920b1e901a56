import { tabulate } from '../core/concepts.ts'
import { createIndex, type TopicIndex } from '../core/index.ts'
import { EVIDENCE, type Model, SIGNALS, type Weights } from '../core/model.ts'
import { findCandidates, probabilityOf, rank } from '../core/search.ts'
import { readTerms } from '../core/terms.ts'
import type { Knowledge, Topic } from '../knowledge/schema.ts'
import { toLatin, withoutKazakhLetters, withTypos } from './degrade.ts'
import { type Asked, fingerprintOf, type Lessons, STRAY } from './examples.ts'
import { trainLanguage } from './language.ts'
import { createRandom } from './random.ts'
import { type Contest, fitLogistic, fitRanker, type Verdict } from './ranker.ts'
import { type Example, trainInThread } from './softmax.ts'

const SEED = 7
/** One question in so many is kept from the first classifier, and the rest is learnt from it. */
const HELD_ONE_IN = 5
/** How much a question that is not ours counts when the confidence is fitted: to be wary of them. */
const STRAY_WEIGHT = 4

/** How well held-out questions were found while training, by kind. */
export interface Tally {
  asked: number
  first: number
  three: number
}

export interface Trained {
  model: Model
  tallies: Map<string, Tally>
  verdicts: { confidence: number; right: boolean }[]
}

/**
 * Learns all that is learnt, from the repository's own questions. The ranker and the confidence are
 * fitted on questions that a first classifier and its index have not seen; the classifier that is
 * kept has seen all but the withheld ones.
 */
export async function train(knowledge: Knowledge, lessons: Lessons): Promise<Trained> {
  const { asked, sentences, thesaurus } = lessons
  const random = createRandom(SEED)
  const classes = [...knowledge.topics.map(({ id }) => id), STRAY]
  const concepts = tabulate(thesaurus)
  const classifierOf = (known: readonly Asked[]) =>
    trainInThread({
      examples: [...known.map(toExample), ...sentences],
      classes,
      concepts,
      seed: SEED,
    })

  const held = asked.filter((_, at) => at % HELD_ONE_IN === 0)
  const known = asked.filter((_, at) => at % HELD_ONE_IN !== 0)
  const [first, whole] = await Promise.all([classifierOf(known), classifierOf(asked)])
  const texts = new Set(held.map(({ text }) => text))
  const index = createIndex(
    { ...knowledge, topics: knowledge.topics.map(without(texts)) },
    untrained(first),
  )
  const copies = held.flatMap(({ text, label }) =>
    copiesOf(text, random).map(({ kind, copy }) => ({ text: copy, label, kind })),
  )
  const ranker = fitRanker(
    copies.flatMap(({ text, label }) => (label === STRAY ? [] : contestOf(index, text, label))),
  )
  if (index.learnt) index.learnt.model.ranker = ranker

  const tallies = new Map<string, Tally>()
  const verdicts: Verdict[] = []
  const ours: Verdict[] = []
  for (const { text, label, kind } of copies) {
    const { ranking, evidence } = rank(index, text)
    const place = ranking.findIndex(({ topic }) => topic.id === label)
    if (evidence) {
      const weight = label === STRAY ? STRAY_WEIGHT : 1
      verdicts.push({ evidence, right: place === 0, weight })
      ours.push({ evidence, right: label !== STRAY, weight })
    }
    if (label === STRAY) continue
    const tally = tallies.get(kind) ?? { asked: 0, first: 0, three: 0 }
    tally.asked++
    if (place === 0) tally.first++
    if (place >= 0 && place < 3) tally.three++
    tallies.set(kind, tally)
  }
  const confidence = fitLogistic(verdicts)
  return {
    model: {
      classifier: whole,
      language: trainLanguage(lessons.texts),
      ranker,
      confidence,
      scope: fitLogistic(ours),
      trainedOn: fingerprintOf(lessons),
    },
    tallies,
    verdicts: verdicts.map(({ evidence, right }) => ({
      confidence: probabilityOf(confidence, evidence),
      right,
    })),
  }
}

/** The candidates of a question, where the right topic is one of them. */
function contestOf(index: TopicIndex, text: string, label: string): Contest[] {
  const { candidates } = findCandidates(index, readTerms(text))
  const right = candidates.findIndex(({ at }) => index.topics[at]?.id === label)
  return right < 0 ? [] : [{ candidates, right }]
}

const toExample = ({ text, label }: Asked): Example => ({ text, label, weight: 1 })

/** The topic without the example questions that are asked of it. */
const without =
  (questions: ReadonlySet<string>) =>
  (topic: Topic): Topic => ({
    ...topic,
    kk: { ...topic.kk, ask: topic.kk.ask.filter((text) => !questions.has(text)) },
    ru: { ...topic.ru, ask: topic.ru.ask.filter((text) => !questions.has(text)) },
  })

/** A question as it stands, and mistyped in one of the usual ways. */
function copiesOf(text: string, random: () => number): { kind: string; copy: string }[] {
  const ways: [string, string][] = [
    ['typos', withTypos(text, random)],
    ['Latin', toLatin(text, random)],
    ['no special letters', withoutKazakhLetters(text)],
  ]
  const [kind, copy] = ways[Math.floor(random() * ways.length)] ?? ['clean', text]
  return [
    { kind: 'clean', copy: text },
    { kind, copy },
  ]
}

/** A model whose ranker is still to be fitted. */
const untrained = (classifier: Model['classifier']): Model => {
  const undecided = { bias: 0, ...zeros(EVIDENCE) }
  return {
    classifier,
    language: { pieces: new Uint32Array(), weights: new Int8Array() },
    ranker: zeros(SIGNALS),
    confidence: undecided,
    scope: undecided,
    trainedOn: '',
  }
}

const zeros = <Name extends string>(names: readonly Name[]): Weights<Name> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Weights<Name>
