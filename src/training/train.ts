import { createIndex } from '../core/index.ts'
import type { Model } from '../core/model.ts'
import { EVIDENCE, SIGNALS, type Weights } from '../core/model.ts'
import { findCandidates, rank } from '../core/search.ts'
import { readTerms } from '../core/terms.ts'
import type { Question } from '../knowledge/questions.ts'
import type { Knowledge, Topic } from '../knowledge/schema.ts'
import { createRandom, toLatin, withoutKazakhLetters, withTypos } from './degrade.ts'
import { type Asked, askedOf, fingerprintOf, STRAY, sentencesOf } from './examples.ts'
import { type Contest, fitConfidence, fitRanker, type Verdict } from './ranker.ts'
import { type Example, trainClassifier } from './softmax.ts'

const SEED = 7
const FOLDS = 3
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
 * fitted on questions that the index and the classifier of their fold have not seen; the classifier
 * that is kept has seen all but the withheld ones.
 */
export function train(knowledge: Knowledge, voices: readonly Question[]): Trained {
  const asked = askedOf(knowledge, voices)
  const sentences = sentencesOf(knowledge.topics)
  const random = createRandom(SEED)
  const classes = [...knowledge.topics.map(({ id }) => id), STRAY]
  const classifierOf = (known: readonly Asked[]) =>
    trainClassifier([...known.map(toExample), ...sentences], classes, random)

  const contests: Contest[] = []
  const held: {
    text: string
    label: string
    kind: string
    index: ReturnType<typeof createIndex>
  }[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = (at: number) => at % FOLDS === fold
    const out = new Set(asked.filter((_, at) => isHeld(at)).map(({ text }) => text))
    const model = untrained(classifierOf(asked.filter((_, at) => !isHeld(at))))
    const index = createIndex({ ...knowledge, topics: knowledge.topics.map(without(out)) }, model)
    for (const { text, label } of asked.filter((_, at) => isHeld(at))) {
      for (const { kind, copy } of copiesOf(text, random)) {
        held.push({ text: copy, label, kind, index })
        if (label === STRAY) continue
        const { candidates } = findCandidates(index, readTerms(copy))
        const right = candidates.findIndex(({ at }) => index.topics[at]?.id === label)
        if (right >= 0) contests.push({ candidates, right })
      }
    }
  }
  const ranker = fitRanker(contests)

  const tallies = new Map<string, Tally>()
  const verdicts: Verdict[] = []
  for (const { text, label, kind, index } of held) {
    if (index.learnt) index.learnt.model.ranker = ranker
    const { ranking, evidence } = rank(index, text)
    const place = ranking.findIndex(({ topic }) => topic.id === label)
    if (evidence)
      verdicts.push({ evidence, right: place === 0, weight: label === STRAY ? STRAY_WEIGHT : 1 })
    if (label === STRAY) continue
    const tally = tallies.get(kind) ?? { asked: 0, first: 0, three: 0 }
    tally.asked++
    if (place === 0) tally.first++
    if (place >= 0 && place < 3) tally.three++
    tallies.set(kind, tally)
  }
  const confidence = fitConfidence(verdicts)
  return {
    model: {
      classifier: classifierOf(asked),
      ranker,
      confidence,
      trainedOn: fingerprintOf(asked, sentences),
    },
    tallies,
    verdicts: verdicts.map(({ evidence, right }) => ({
      confidence:
        1 /
        (1 +
          Math.exp(
            -EVIDENCE.reduce(
              (sum, name) => sum + confidence[name] * evidence[name],
              confidence.bias,
            ),
          )),
      right,
    })),
  }
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
const untrained = (classifier: Model['classifier']): Model => ({
  classifier,
  ranker: Object.fromEntries(SIGNALS.map((name) => [name, 1])) as Model['ranker'],
  confidence: {
    bias: 0,
    ...(Object.fromEntries(EVIDENCE.map((name) => [name, 0])) as Weights<
      (typeof EVIDENCE)[number]
    >),
  },
  trainedOn: '',
})
