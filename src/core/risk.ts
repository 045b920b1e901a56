import type { ConceptsOf } from './concepts.ts'
import { continueHash, FNV_OFFSET, FNV_PRIME } from './hash.ts'
import { STEM_LENGTH, stem } from './stem.ts'

/**
 * The second channel of triage: a small linear model over the words and letters of a message, learnt
 * from messages that people sorted by hand (`npm run train:triage`). It sees what no pattern says
 * word for word, and misspelt words; its weights hold no sentences.
 */
export interface RiskModel {
  /** Weight of each bucket for danger now and for harm that is told, in steps of `scale`. */
  weights: Int8Array
  scale: readonly [number, number]
  bias: readonly [number, number]
  /** Fingerprint of the messages that it was trained on. */
  trainedOn: string
}

/** How sure the model is, each from 0 to 1. */
export interface Risk {
  /** Life or safety may be at risk now. */
  crisis: number
  /** Harm is told, without danger at this moment. */
  disclosure: number
}

/** Buckets that features are hashed into. */
export const BUCKETS = 1 << 18
/** Words that are read at once: a long message is read in overlapping parts, so that none is diluted. */
const WINDOW = 32
const STEP = 16
/** Parts of a wall of text that are read; patterns read all of it. */
const MOST_WINDOWS = 24

/**
 * Calls `add` with the bucket and the weight of each feature of a part of a message: words, their
 * beginnings, neighbours, letter n-grams, and two kinds of concepts, which let a word that the model
 * never saw speak for its like: the sets of words of triage.yaml, and those of the thesaurus.
 */
export function eachRiskFeature(
  words: readonly string[],
  concepts: Iterable<string>,
  meaningsOf: ConceptsOf,
  add: (bucket: number, weight: number) => void,
): void {
  eachMeaning(words, meaningsOf, add)
  let before = seed('^')
  let beforeThat = seed('^')
  for (const word of words) {
    const start = continueHash(seed('s'), word, Math.min(word.length, STEM_LENGTH))
    add(mix(continueHash(seed('w'), word, word.length)), 1)
    add(mix(start), 1)
    add(mix(Math.imul(before, 31) ^ start), NEXT)
    add(mix(Math.imul(beforeThat, 37) ^ start), NEXT_BUT_ONE)
    beforeThat = before
    before = start
    const bordered = `^${word}$`
    for (let from = 0; from + SHORTEST_GRAM <= bordered.length; from++) {
      let hash = seed('g')
      const end = Math.min(bordered.length, from + LONGEST_GRAM)
      for (let at = from; at < end; at++) {
        hash = Math.imul(hash ^ bordered.charCodeAt(at), FNV_PRIME)
        if (at - from + 1 >= SHORTEST_GRAM) add(mix(hash), GRAM)
      }
    }
  }
  add(mix(Math.imul(before, 31) ^ seed('$')), NEXT)
  const present = Array.from(concepts, (name) => continueHash(seed('c'), name, name.length)).sort(
    (one, other) => one - other,
  )
  for (const [place, concept] of present.entries()) {
    add(mix(concept), CONCEPT)
    for (let other = place + 1; other < present.length; other++)
      add(mix(Math.imul(concept, 31) ^ (present[other] ?? 0)), CONCEPT / 2)
  }
}

/** Concepts of the thesaurus, each once, and pairs of near ones: «father, come, night» is its own matter. */
function eachMeaning(
  words: readonly string[],
  meaningsOf: ConceptsOf,
  add: (bucket: number, weight: number) => void,
): void {
  const present = new Set<number>()
  const path: number[] = []
  for (const word of words) {
    const meanings = meaningsOf(stem(word))
    for (const meaning of meanings) present.add(meaning)
    if (meanings[0] !== undefined) path.push(meanings[0])
  }
  for (const meaning of present) add(mix(Math.imul(seed('t') ^ meaning, FNV_PRIME)), MEANING)
  for (const [at, one] of path.entries()) {
    for (const other of path.slice(at + 1, at + 1 + MEANING_REACH)) {
      const pair = one < other ? [one, other] : [other, one]
      const first = Math.imul(seed('p') ^ (pair[0] ?? 0), FNV_PRIME)
      add(mix(Math.imul(first ^ (pair[1] ?? 0), FNV_PRIME)), MEANING / 2)
    }
  }
}

/** What a concept of the thesaurus counts beside a word. */
const MEANING = 1.5
/** How many concepts further on a concept is still near. */
const MEANING_REACH = 3
/** What two words that stand beside each other count, and two with one between. */
const NEXT = 0.8
const NEXT_BUT_ONE = 0.5
const SHORTEST_GRAM = 3
const LONGEST_GRAM = 5
/** What a concept counts beside a word. */
const CONCEPT = 1
/** What a letter n-gram counts beside a word. */
const GRAM = 0.35

const seed = (kind: string): number => Math.imul(FNV_OFFSET ^ kind.charCodeAt(0), FNV_PRIME)

/** The bucket of a hash: its upper bits are spread over the lower ones first. */
const mix = (hash: number): number => {
  const spread = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (spread ^ (spread >>> 13)) & (BUCKETS - 1)
}

/** Prepares a model for use: the risk of a message is that of its most worrying part. */
export function createRisk(
  model: RiskModel,
  meaningsOf: ConceptsOf,
): (words: readonly string[], concepts?: Iterable<string>) => Risk {
  const { weights, scale, bias } = model
  const read = (words: readonly string[], concepts: Iterable<string>): Risk => {
    let crisis = 0
    let disclosure = 0
    let square = 0
    eachRiskFeature(words, concepts, meaningsOf, (bucket, weight) => {
      crisis += weight * (weights[bucket * 2] ?? 0)
      disclosure += weight * (weights[bucket * 2 + 1] ?? 0)
      square += weight * weight
    })
    const norm = Math.sqrt(square) || 1
    return toRisk((crisis * scale[0]) / norm + bias[0], (disclosure * scale[1]) / norm + bias[1])
  }
  return (words, concepts = []) => {
    let worst: Risk = { crisis: 0, disclosure: 0 }
    for (let part = 0; part < MOST_WINDOWS; part++) {
      const from = part * STEP
      if (part > 0 && from + WINDOW - STEP >= words.length) break
      const risk = read(words.slice(from, from + WINDOW), concepts)
      if (risk.crisis + risk.disclosure > worst.crisis + worst.disclosure) worst = risk
    }
    return worst
  }
}

/** The probabilities of two classes beside a third whose logit is 0. */
export function toRisk(crisis: number, disclosure: number): Risk {
  const highest = Math.max(crisis, disclosure, 0)
  const [one, two, none] = [
    Math.exp(crisis - highest),
    Math.exp(disclosure - highest),
    Math.exp(-highest),
  ]
  const total = one + two + none
  return { crisis: one / total, disclosure: two / total }
}

/** The words that the model reads: numbers are alike. */
export const riskWords = (folded: readonly string[]): string[] =>
  folded.map((word) => (/^\d+$/.test(word) ? '#' : word))

const MAGIC = 'TIREK-RISK2\n'

/** The model as a file: a line of magic, the length of a JSON header, the header, the weights. */
export function encodeRisk({ weights, ...head }: RiskModel): Uint8Array {
  const encoder = new TextEncoder()
  const header = encoder.encode(JSON.stringify(head))
  return new Uint8Array([
    ...encoder.encode(MAGIC),
    ...new Uint8Array(Uint32Array.of(header.length).buffer),
    ...header,
    ...new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength),
  ])
}

/** Reads a model back. Throws where the bytes are not of a model of this version. */
export function decodeRisk(file: Uint8Array): RiskModel {
  // A copy: slices of a Buffer would share, and misalign, the memory of others.
  const bytes = new Uint8Array(file)
  const from = MAGIC.length + 4
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length))
  const [length = 0] = new Uint32Array(bytes.slice(MAGIC.length, from).buffer)
  if (magic !== MAGIC || bytes.length !== from + length + BUCKETS * 2)
    throw new Error('expected a triage model of this version: run `npm run train:triage`')
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(from, from + length))) as Omit<
    RiskModel,
    'weights'
  >
  return { ...head, weights: new Int8Array(bytes.slice(from + length).buffer) }
}
