import type { SearchResult } from 'minisearch'
import type { Topic } from '../knowledge/schema.ts'
import { stemsOf, type TopicIndex } from './index.ts'

/** A topic found for a question. */
export interface Ranked {
  topic: Topic
  /** Combined score; comparable within one question only. */
  score: number
}

/** What is found for a question: topics, best first, and how sure the first one is. */
export interface Found {
  ranking: readonly Ranked[]
  /** Calibrated probability that the first topic is the right one, 0 to 1. */
  confidence: number
}

/** Topics that are ranked for a question. */
const DEPTH = 5
const BOOST = { title: 2, ask: 3, short: 1, more: 0.4, also: 0.8 }
/** What each channel brings to a topic's score; the first is relative to the best word score. */
const WEIGHTS = { words: 1, question: 0.4, letters: 2 }

/** What is known of a candidate, each from 0 to 1; the calibration is fitted on these. */
export interface Features {
  /** Share of the question's idf that the topic's texts cover. */
  coverage: number
  /** Overlap with the topic's nearest example question, by stems. */
  question: number
  /** The same by letter n-grams. */
  letters: number
  /** Likeness by letters to the nearest question that is not ours. */
  stray: number
  /** How far the second topic is behind, relative to the first. */
  margin: number
  /** Words of the question that carry a subject, of at most 8. */
  words: number
}

/** Ranks topics for a text. Pure: the same index and text give the same answer. */
export function search(index: TopicIndex, text: string): Found {
  const { ranking, features } = rank(index, text)
  return { ranking, confidence: features ? calibrate(features) : 0 }
}

/** The ranking with the features of its first topic, from which the confidence is computed. */
export function rank(
  index: TopicIndex,
  text: string,
  depth = DEPTH,
): { ranking: Ranked[]; features: Features | undefined } {
  const query = [...new Set(stemsOf(text))]
  const weights = new Map(query.map((term) => [term, index.idf(term)]))
  const total = sum(weights.values()) || 1
  const hits = new Map(
    index.words
      .search(text, {
        boost: BOOST,
        fuzzy: (term) => (isUnseen(index, term) && term.length > 3 ? 1 : false),
        weights: { fuzzy: 0.5, prefix: 0.4 },
      })
      .map((hit) => [hit.id as number, hit]),
  )
  const best = Math.max(...[...hits.values()].map((hit) => hit.score), Number.EPSILON)
  const letters = index.letters.nearest(text)
  const ranked = index.topics
    .map((topic, id) => {
      const hit = hits.get(id)
      const question = hit ? bestQuestion(index, id, weights, total) : 0
      const near = letters[id] ?? 0
      return {
        topic,
        score:
          WEIGHTS.words * ((hit?.score ?? 0) / best) +
          WEIGHTS.question * question +
          WEIGHTS.letters * near,
        coverage: hit ? coverageOf(hit, weights) / total : 0,
        question,
        letters: near,
      }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const [first, second] = ranked
  return {
    ranking: ranked.slice(0, depth).map(({ topic, score }) => ({ topic, score })),
    features: first && {
      coverage: first.coverage,
      question: first.question,
      letters: first.letters,
      stray: letters[index.topics.length] ?? 0,
      margin: (first.score - (second?.score ?? 0)) / first.score,
      words: Math.min(query.length, 8) / 8,
    },
  }
}

/** The idf of the query's words that a topic holds; a word found only by a near spelling counts half. */
const coverageOf = (hit: SearchResult, weights: ReadonlyMap<string, number>): number =>
  sum(hit.queryTerms.map((term) => (weights.get(term) ?? 0) * (hit.terms.includes(term) ? 1 : 0.5)))

/** Overlap with the nearest example question, weighted by idf, 0 to 1 (a weighted Dice coefficient). */
function bestQuestion(
  index: TopicIndex,
  topic: number,
  weights: ReadonlyMap<string, number>,
  total: number,
): number {
  let best = 0
  for (const question of index.questions[topic] ?? []) {
    let shared = 0
    let own = 0
    for (const term of question) {
      const weight = weights.get(term)
      if (weight !== undefined) shared += weight
      own += weight ?? index.idf(term)
    }
    best = Math.max(best, (2 * shared) / (total + own || 1))
  }
  return best
}

/** Whether no topic holds the term: only then is a near spelling looked for. */
const isUnseen = (index: TopicIndex, term: string): boolean =>
  index.idf(term) >= index.idf('\u0000')

/** Logistic model over the features, fitted by `npm run bench -- --calibrate`. */
const MODEL = {
  bias: -3.9,
  coverage: 3.14,
  question: 0.21,
  letters: 1.96,
  stray: -3.93,
  margin: 3.2,
  words: 1.39,
}

function calibrate(features: Features): number {
  let logit = MODEL.bias
  for (const [name, value] of Object.entries(features))
    logit += MODEL[name as keyof Features] * value
  return 1 / (1 + Math.exp(-logit))
}

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}
