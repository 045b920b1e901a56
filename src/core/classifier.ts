import { type ConceptsOf, type ConceptTable, createConcepts } from './concepts.ts'
import { createHashTable, hashOf } from './hash.ts'
import { stem } from './stem.ts'
import { type Terms, wordGrams } from './terms.ts'

/**
 * A linear softmax classifier, small enough for a file: of all weights the largest are kept, of one
 * byte each.
 */
export interface ClassifierModel {
  /** Topic ids; the last class is '' and stands for questions that are not ours. */
  classes: readonly string[]
  /** Hash of each feature's name: names are not kept. */
  features: Uint32Array
  concepts: ConceptTable
  /** Inverse document frequency of each feature, in nats. */
  idf: Float32Array
  /** What one step of a feature's weights is worth. */
  scale: Float32Array
  /** How many entries each feature has. */
  counts: Uint8Array
  /** Class of each entry. */
  labels: Uint8Array
  /** Weight of each entry, in steps of its feature's scale. */
  weights: Int8Array
  bias: Float32Array
}

/** Most classes that a model can tell apart: a class is one byte. */
export const MOST_CLASSES = 256

/** Scores a text's terms for each class. */
export interface Classifier {
  classes: readonly string[]
  /** Probability of each class, in the order of `classes`. */
  probabilities: (terms: Terms) => Float32Array
  /** Whether a word's stem was learnt. */
  knows: (word: string) => boolean
  /** What each known feature of a text adds to the logit of a class, largest first. */
  explain: (terms: Terms, label: number) => { feature: string; logit: number }[]
}

/** What a letter n-gram counts beside a stem, which tells more. */
const GRAM_WEIGHT = 0.33
/** What the whole word counts beside its stem. */
const WORD_WEIGHT = 0.5
/** What a word of grammar counts: «how much», «where», «if» tell neighbouring topics apart. */
const FUNCTION_WEIGHT = 0.5

/** What a concept counts: it is met in both languages and in many words. */
const CONCEPT_WEIGHT = 2
/** What two concepts near each other count: «father, hit» is another matter than either alone. */
const PAIR_WEIGHT = 1
/** What two words beside each other count: «не берут», «сколько платят». */
const NEIGHBOURS_WEIGHT = 0.7
/** How many concepts further on a concept is still near. */
const PAIR_REACH = 3

/**
 * Features of a text by name, each with its weight: stems and neighbouring stems, words, letters,
 * grammar, concepts and their pairs. The first letter of a name tells its kind.
 */
export function featuresOf(
  { words, stems, functionWords }: Pick<Terms, 'words' | 'stems' | 'functionWords'>,
  conceptsOf: ConceptsOf,
): Map<string, number> {
  const features = new Map<string, number>()
  const add = (feature: string, weight: number) =>
    features.set(feature, (features.get(feature) ?? 0) + weight)
  for (const [at, each] of stems.entries()) {
    add(`s${each}`, 1)
    const next = stems[at + 1]
    if (next !== undefined) add(`b${each} ${next}`, NEIGHBOURS_WEIGHT)
  }
  for (const word of words) {
    if (stem(word) !== word) add(`w${word}`, WORD_WEIGHT)
    for (const gram of wordGrams(word)) add(`g${gram}`, GRAM_WEIGHT)
  }
  for (const word of functionWords) add(`f${word}`, FUNCTION_WEIGHT)
  const path: number[] = []
  for (const each of stems) {
    const concepts = conceptsOf(each)
    for (const concept of concepts) features.set(`c${concept}`, CONCEPT_WEIGHT)
    if (concepts[0] !== undefined) path.push(concepts[0])
  }
  for (const [at, one] of path.entries()) {
    for (const other of path.slice(at + 1, at + 1 + PAIR_REACH))
      features.set(one < other ? `p${one} ${other}` : `p${other} ${one}`, PAIR_WEIGHT)
  }
  return features
}

/** A feature of a text that a model knows: its place in the model and its value. */
interface Known {
  id: number
  value: number
  name: string
}

/** Prepares a model for use. */
export function createClassifier(model: ClassifierModel): Classifier {
  const placeOf = createHashTable(model.features)
  const conceptsOf = createConcepts(model.concepts)
  /** Known features of a text, with values of unit length. */
  const read = (terms: Terms): Known[] => {
    const known: Known[] = []
    let square = 0
    for (const [name, weight] of featuresOf(terms, conceptsOf)) {
      const id = placeOf(hashOf(name))
      if (id < 0) continue
      const value = weight * (model.idf[id] ?? 0)
      square += value * value
      known.push({ id, value, name })
    }
    const norm = Math.sqrt(square) || 1
    for (const each of known) each.value /= norm
    return known
  }
  const { labels, weights, scale } = model
  const starts = new Uint32Array(model.counts.length + 1)
  for (const [id, count] of model.counts.entries()) starts[id + 1] = (starts[id] ?? 0) + count
  return {
    classes: model.classes,
    knows: (word) => placeOf(hashOf(`s${stem(word)}`)) >= 0,
    probabilities: (terms) => {
      const logits = Float32Array.from(model.bias)
      for (const { id, value } of read(terms)) {
        const step = value * (scale[id] ?? 0)
        const end = starts[id + 1] ?? 0
        for (let at = starts[id] ?? 0; at < end; at++) {
          const label = labels[at] ?? 0
          logits[label] = (logits[label] ?? 0) + step * (weights[at] ?? 0)
        }
      }
      return softmax(logits)
    },
    explain: (terms, label) =>
      read(terms)
        .flatMap(({ id, value, name }) => {
          const own = labels.subarray(starts[id], starts[id + 1]).indexOf(label)
          const weight = own < 0 ? 0 : (weights[(starts[id] ?? 0) + own] ?? 0)
          return weight === 0 ? [] : [{ feature: name, logit: value * (scale[id] ?? 0) * weight }]
        })
        .sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit)),
  }
}

/** Turns logits into probabilities, in place. */
export function softmax(logits: Float32Array): Float32Array {
  let highest = Number.NEGATIVE_INFINITY
  for (const logit of logits) if (logit > highest) highest = logit
  let total = 0
  for (let at = 0; at < logits.length; at++) {
    const power = Math.exp((logits[at] ?? 0) - highest)
    logits[at] = power
    total += power
  }
  for (let at = 0; at < logits.length; at++) logits[at] = (logits[at] ?? 0) / total
  return logits
}
