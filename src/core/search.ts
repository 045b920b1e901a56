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
/** What the best example question adds to a topic's score, as a share of the best word score. */
const QUESTION_WEIGHT = 0.6

/** Ranks topics for a text. Pure: the same index and text give the same answer. */
export function search(index: TopicIndex, text: string): Found {
  const query = [...new Set(stemsOf(text))]
  if (query.length === 0) return { ranking: [], confidence: 0 }
  const weights = new Map(query.map((term) => [term, index.idf(term)]))
  const total = sum(weights.values())
  const hits = index.words.search(text, {
    boost: BOOST,
    fuzzy: (term) => (index.idf(term) > unseenIdf(index) - 0.01 && term.length > 3 ? 1 : false),
    weights: { fuzzy: 0.5, prefix: 0.4 },
  })
  const best = hits[0]?.score ?? 1
  const ranked = hits
    .slice(0, 30)
    .map((hit) => {
      const topic = index.topics[hit.id as number]
      if (!topic) throw new Error(`The word index holds topic ${hit.id}, the knowledge does not`)
      const question = bestQuestion(index, hit.id as number, weights, total)
      return {
        topic,
        score: hit.score / best + QUESTION_WEIGHT * question,
        question,
        coverage: sum(hit.queryTerms.map((term) => weights.get(term) ?? 0)) / total,
      }
    })
    .sort((a, b) => b.score - a.score)
  const [first, second] = ranked
  if (!first) return { ranking: [], confidence: 0 }
  const confidence = calibrate({
    coverage: first.coverage,
    question: first.question,
    margin: (first.score - (second?.score ?? 0)) / first.score,
    words: Math.min(query.length, 8) / 8,
  })
  return {
    ranking: ranked.slice(0, DEPTH).map(({ topic, score }) => ({ topic, score })),
    confidence,
  }
}

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

const unseenIdf = (index: TopicIndex): number => index.idf('\u0000')

interface Features {
  /** Share of the question's idf that the topic's texts cover. */
  coverage: number
  /** Overlap with the topic's nearest example question. */
  question: number
  /** How far the second topic is behind, relative to the first. */
  margin: number
  /** Words of the question, capped. */
  words: number
}

/** Logistic model, fitted by `npm run bench -- --calibrate` on the example questions. */
const MODEL = { bias: -3.4, coverage: 2.2, question: 3.6, margin: 3.2, words: 0.4 }

function calibrate(features: Features): number {
  const logit =
    MODEL.bias +
    MODEL.coverage * features.coverage +
    MODEL.question * features.question +
    MODEL.margin * features.margin +
    MODEL.words * features.words
  return 1 / (1 + Math.exp(-logit))
}

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}
