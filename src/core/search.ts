import type { Topic } from '../knowledge/schema.ts'
import type { TopicIndex } from './index.ts'
import { EVIDENCE, type Evidence, SIGNALS, type Signal, type Weights } from './model.ts'
import { stem } from './stem.ts'
import { readTerms, type Terms } from './terms.ts'

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
/** Topics of each channel that are looked at closely. */
const SHORTLIST = 10
/** What a word counts that may have been meant beside one that was written. */
const CORRECTED = 0.8
/** Most words of one question that are corrected: a wall of noise must not be slow. */
const MOST_CORRECTED = 8
/** Logarithm of how much likelier than a topic the best one may be, before the topic counts nothing. */
const FAR_BEHIND = 8
/** Words of a question that tell as much as any more would. */
const LONG_QUESTION = 8
/** Without a model the two channels that need none count alike. */
const UNTRAINED: Weights<Signal> = { words: 1, letters: 1, likelihood: 0, probability: 0 }

/** Ranks topics for a text. Pure: the same index and text give the same answer. */
export function search(index: TopicIndex, text: string): Found {
  const { ranking, evidence } = rank(index, text)
  const model = index.learnt?.model.confidence
  if (!evidence || !model) return { ranking, confidence: 0 }
  let logit = model.bias
  for (const name of EVIDENCE) logit += model[name] * evidence[name]
  return { ranking, confidence: 1 / (1 + Math.exp(-logit)) }
}

/** A candidate with what speaks for it. */
export interface Candidate {
  /** Its place among the index's topics. */
  at: number
  signals: Weights<Signal>
}

/** The ranking, with the evidence for its first topic, from which the confidence is computed. */
export function rank(
  index: TopicIndex,
  text: string,
  depth = DEPTH,
): { ranking: Ranked[]; evidence: Weights<Evidence> | undefined } {
  const terms = readTerms(text)
  const { candidates, stray } = findCandidates(index, terms, depth)
  const weights = index.learnt?.model.ranker ?? UNTRAINED
  const scored = candidates
    .map((candidate) => ({ ...candidate, score: scoreOf(candidate, weights) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
  const [first, second] = scored
  return {
    ranking: scored.slice(0, depth).flatMap(({ at, score }) => {
      const topic = index.topics[at]
      return topic ? [{ topic, score }] : []
    }),
    evidence: first && {
      probability: first.signals.probability,
      share: shareOf(scored.map(({ score }) => score)),
      margin: (first.score - (second?.score ?? 0)) / first.score,
      words: first.signals.words,
      letters: first.signals.letters,
      stray,
      length: Math.min(terms.words.length, LONG_QUESTION) / LONG_QUESTION,
    },
  }
}

/** The candidates of all channels; `stray` is the probability that the question is not ours. */
export function findCandidates(
  index: TopicIndex,
  terms: Terms,
  depth = DEPTH,
): { candidates: Candidate[]; stray: number } {
  const stems = repair(index, terms.words)
  const words = index.words.score(stems)
  const letters = index.letters.score(terms.grams.map((gram) => [gram, 1] as const))
  const { learnt } = index
  const probabilities = learnt?.classifier.probabilities(terms)
  const probability = (at: number): number => probabilities?.[learnt?.classOf[at] ?? -1] ?? 0
  let likeliest = Number.EPSILON
  for (let at = 0; at < index.topics.length; at++) likeliest = Math.max(likeliest, probability(at))

  const shortlist = new Set<number>()
  const wanted = Math.max(depth, SHORTLIST)
  addBest(shortlist, words, wanted)
  addBest(shortlist, letters, wanted)
  if (probabilities)
    addBest(
      shortlist,
      Float32Array.from(index.topics, (_, at) => probability(at)),
      wanted,
    )
  return {
    candidates: [...shortlist].map((at) => ({
      at,
      signals: {
        words: words[at] ?? 0,
        letters: letters[at] ?? 0,
        likelihood: probabilities
          ? Math.max(0, 1 + Math.log(Math.max(probability(at), 1e-9) / likeliest) / FAR_BEHIND)
          : 0,
        probability: probability(at),
      },
    })),
    stray: probabilities?.[probabilities.length - 1] ?? 0,
  }
}

/** Weighted sum of what speaks for a candidate. */
export const scoreOf = ({ signals }: Candidate, weights: Weights<Signal>): number =>
  SIGNALS.reduce((sum, name) => sum + weights[name] * signals[name], 0)

/** Stems of the words, each with what it counts; one that no topic has gives way to those of near spellings. */
function repair(
  { words: known, vocabulary }: TopicIndex,
  words: readonly string[],
): Map<string, number> {
  const stems = new Map<string, number>()
  let corrected = 0
  for (const word of words) {
    const own = stem(word)
    const near = known.has(own) || corrected >= MOST_CORRECTED ? [] : vocabulary.near(word)
    if (near.length === 0) stems.set(own, 1)
    else corrected++
    for (const other of near)
      if (!stems.has(stem(other))) stems.set(stem(other), CORRECTED / near.length)
  }
  return stems
}

/** Adds the places of the highest scores above 0. */
function addBest(places: Set<number>, scores: Float32Array, count: number): void {
  const best: number[] = []
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? 0
    if (score <= 0) continue
    let place = best.length
    while (place > 0 && (scores[best[place - 1] ?? 0] ?? 0) < score) place--
    if (place >= count) continue
    best.splice(place, 0, at)
    if (best.length > count) best.pop()
  }
  for (const at of best) places.add(at)
}

/** The first score's share of all, sharpened so that a clear winner nears 1. */
function shareOf(scores: readonly number[]): number {
  const [first = 0] = scores
  const total = scores.reduce((sum, score) => sum + Math.exp(6 * (score - first)), 0)
  return total > 0 ? 1 / total : 0
}
