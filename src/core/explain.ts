import type { Topic } from '../knowledge/schema.ts'
import { createConcepts } from './concepts.ts'
import type { TopicIndex } from './index.ts'
import { type Evidence, SIGNALS, type Signal, type Weights } from './model.ts'
import { findCandidates, rank, scoreOf } from './search.ts'
import { stem } from './stem.ts'
import { readTerms } from './terms.ts'
import { fold, splitWords } from './text.ts'

/** Why a question found what it found. */
export interface Explanation {
  /** Each word as typed, its folded form, its stem, and the concepts that it stands for. */
  words: { typed: string; folded: string; stem: string; concepts: readonly string[] }[]
  /** Topics, best first, with what each channel gave and the features that spoke loudest. */
  candidates: {
    topic: Topic
    score: number
    signals: Weights<Signal>
    features: { feature: string; logit: number }[]
  }[]
  /** What each channel's weight is. */
  ranker: Weights<Signal>
  evidence: Weights<Evidence> | undefined
}

const MOST_CANDIDATES = 4
const MOST_FEATURES = 8

/** Explains a search, so that an editor can mend an answer by an example question. */
export function explain(index: TopicIndex, text: string): Explanation | undefined {
  const { learnt } = index
  if (!learnt) return undefined
  const { concepts } = learnt.model.classifier
  const conceptsOf = createConcepts(concepts)
  const nameOf = (concept: number) => concepts.names[concept] ?? ''
  const { candidates: found, read } = findCandidates(index, readTerms(text))
  const candidates = found
    .map((candidate) => ({
      ...candidate,
      score: scoreOf(candidate, learnt.model.ranker),
    }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, MOST_CANDIDATES)
  return {
    words: splitWords(text).map((typed) => {
      const folded = fold(typed)
      return {
        typed,
        folded,
        stem: stem(folded),
        concepts: conceptsOf(stem(folded)).map(nameOf),
      }
    }),
    candidates: candidates.flatMap(({ at, score, signals }) => {
      const topic = index.topics[at]
      if (!topic) return []
      const features = learnt.classifier
        .explain(read, learnt.classOf[at] ?? -1)
        .slice(0, MOST_FEATURES)
        .map(({ feature, logit }) => ({ feature: readable(feature, nameOf), logit }))
      return [{ topic, score, signals, features }]
    }),
    ranker: Object.fromEntries(
      SIGNALS.map((name) => [name, learnt.model.ranker[name]]),
    ) as Weights<Signal>,
    evidence: rank(index, text).evidence,
  }
}

/** A feature's name for people; its first letter tells its kind (core/classifier.ts). */
function readable(feature: string, nameOf: (concept: number) => string): string {
  const rest = feature.slice(1)
  switch (feature[0]) {
    case 'c':
      return `«${nameOf(Number(rest))}»`
    case 'p':
      return `«${rest
        .split(' ')
        .map((concept) => nameOf(Number(concept)))
        .join(' + ')}»`
    case 'g':
      return `…${rest}…`
    default:
      return rest
  }
}
