import type { Topic } from '../knowledge/schema.ts'
import type { TopicIndex } from './index.ts'
import {
  EVIDENCE,
  type Evidence,
  type Logistic,
  SIGNALS,
  type Signal,
  type Weights,
} from './model.ts'
import { stem } from './stem.ts'
import { gramsOf, readTerms, type Terms, wordTerms } from './terms.ts'

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
  /** Calibrated probability that the question is ours at all, 0 to 1. */
  scope: number
}

/** Topics that are ranked for a question. */
const DEPTH = 5
/** Topics of each channel that are looked at closely. */
const SHORTLIST = 10
/** What a word counts that may have been meant beside one that was written. */
const CORRECTED = 0.8
/** … and its letters, as those that were written count too. */
const CORRECTED_LETTERS = 0.7
/** Most unknown words of one question that are looked up: a wall of noise must not be slow. */
const MOST_UNKNOWN = 12
/** … and words that may be two letters off, which takes a millisecond each. */
const MOST_FAR = 4
/** Logarithm of how much likelier than a topic the best one may be, before the topic counts nothing. */
const FAR_BEHIND = 8
/** Words of a question that tell as much as any more would. */
const LONG_QUESTION = 8
/** Without a model the two channels that need none count alike. */
const UNTRAINED: Weights<Signal> = { words: 1, letters: 1, likelihood: 0, probability: 0 }

const NOWHERE: ReadonlyMap<Topic, number> = new Map()

/**
 * Ranks topics for a text. Pure: the same index and text give the same answer. `near` are topics that
 * are likelier than others beforehand, each with what that adds to its score.
 */
export function search(index: TopicIndex, text: string, near?: ReadonlyMap<Topic, number>): Found {
  const { ranking, evidence } = rank(index, text, DEPTH, near)
  const model = index.learnt?.model
  if (!evidence || !model) return { ranking, confidence: 0, scope: 0 }
  return {
    ranking,
    confidence: probabilityOf(model.confidence, evidence),
    scope: probabilityOf(model.scope, evidence),
  }
}

/** What a logistic model makes of the evidence, 0 to 1. */
export function probabilityOf(model: Logistic, evidence: Weights<Evidence>): number {
  let logit = model.bias
  for (const name of EVIDENCE) logit += model[name] * evidence[name]
  return 1 / (1 + Math.exp(-logit))
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
  near: ReadonlyMap<Topic, number> = NOWHERE,
): { ranking: Ranked[]; evidence: Weights<Evidence> | undefined } {
  const terms = readTerms(text)
  const { candidates, stray } = findCandidates(index, terms, depth, near)
  const weights = index.learnt?.model.ranker ?? UNTRAINED
  const nearness = ({ at }: Candidate) => {
    const topic = index.topics[at]
    return topic === undefined ? 0 : (near.get(topic) ?? 0)
  }
  const scored = candidates
    .map((candidate) => ({
      ...candidate,
      score: scoreOf(candidate, weights) + nearness(candidate),
    }))
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
      logit: logitOf(first.signals.probability),
      margin: (first.score - (second?.score ?? 0)) / first.score,
      share: shareOf(scored.map(({ score }) => score)),
      words: first.signals.words,
      letters: first.signals.letters,
      agreement: agreementOf(first, scored),
      stray,
      strayLogit: logitOf(stray),
      known: terms.stems.filter((each) => index.words.has(each)).length / (terms.stems.length || 1),
      length: Math.min(terms.words.length, LONG_QUESTION) / LONG_QUESTION,
    },
  }
}

/** A probability's logit, cut to what rounding leaves of it, in tenths. */
const logitOf = (probability: number): number => {
  const clipped = Math.min(1 - 1e-4, Math.max(1e-4, probability))
  return Math.log(clipped / (1 - clipped)) / 10
}

/** Share of the channels that put a candidate first. */
function agreementOf(candidate: Candidate, all: readonly Candidate[]): number {
  const channels = ['words', 'letters', 'likelihood'] as const
  const agreeing = channels.filter((name) =>
    all.every(({ signals }) => signals[name] <= candidate.signals[name]),
  )
  return agreeing.length / channels.length
}

/**
 * The candidates of all channels; `stray` is the probability that the question is not ours, `read`
 * what the classifier took the question for.
 */
export function findCandidates(
  index: TopicIndex,
  terms: Terms,
  depth = DEPTH,
  near: ReadonlyMap<Topic, number> = NOWHERE,
): { candidates: Candidate[]; stray: number; read: Terms } {
  const corrections = correct(index, terms.words)
  const words = index.words.score(weighWords(terms.words, corrections))
  const letters = index.letters.score(weighGrams(terms.grams, corrections))
  const { learnt } = index
  const read = learnt ? mend(terms, corrections, learnt.classifier.knows) : terms
  const probabilities = learnt?.classifier.probabilities(read)
  const probability = (at: number): number => probabilities?.[learnt?.classOf[at] ?? -1] ?? 0
  let likeliest = Number.EPSILON
  for (let at = 0; at < index.topics.length; at++) likeliest = Math.max(likeliest, probability(at))

  const shortlist = new Set<number>()
  for (const topic of near.keys()) shortlist.add(index.topics.indexOf(topic))
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
    read,
  }
}

/** Weighted sum of what speaks for a candidate. */
export const scoreOf = ({ signals }: Candidate, weights: Weights<Signal>): number =>
  SIGNALS.reduce((sum, name) => sum + weights[name] * signals[name], 0)

/** Terms with what misspelt words may have meant, where the classifier does not know them as they are. */
function mend(
  terms: Terms,
  corrections: ReadonlyMap<string, readonly string[]>,
  knows: (word: string) => boolean,
): Terms {
  if (corrections.size === 0) return terms
  const words = terms.words.flatMap((word) => {
    const near = corrections.get(word)
    return near === undefined || knows(word) ? [word] : [word, near[0] ?? word]
  })
  return { ...terms, words: [...new Set(words)], stems: [...new Set(words.map(stem))] }
}

/** Words that no text has, with the known ones that they may be misspellings of. */
function correct(
  { words: known, vocabulary }: TopicIndex,
  words: readonly string[],
): Map<string, readonly string[]> {
  const corrections = new Map<string, readonly string[]>()
  let unknown = 0
  for (const word of words) {
    if (known.has(stem(word))) continue
    if (unknown === MOST_UNKNOWN) break
    const near = vocabulary.near(word, unknown++ < MOST_FAR)
    if (near.length > 0) corrections.set(word, near)
  }
  return corrections
}

/** What a question's words are looked up by; one that was misspelt gives way to what it may have been. */
function weighWords(
  words: readonly string[],
  corrections: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const terms = new Map<string, number>()
  const add = (word: string, share: number) => {
    for (const [term, weight] of wordTerms(word))
      if (!terms.has(term)) terms.set(term, weight * share)
  }
  for (const word of words) {
    const near = corrections.get(word)
    if (near === undefined) add(word, 1)
    else for (const other of near) add(other, CORRECTED / near.length)
  }
  return terms
}

/** The letters of a question as it was typed, and those of what was meant. */
function weighGrams(
  grams: readonly string[],
  corrections: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const terms = new Map(grams.map((gram) => [gram, 1]))
  for (const near of corrections.values())
    for (const gram of gramsOf(near))
      if (!terms.has(gram)) terms.set(gram, CORRECTED_LETTERS / near.length)
  return terms
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
