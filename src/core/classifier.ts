import { stem } from './stem.ts'
import { type Terms, wordGrams } from './terms.ts'

/** A linear softmax classifier with weights of one byte: what example questions teach of meaning. */
export interface ClassifierModel {
  /** Topic ids; the last class is '' and stands for questions that are not ours. */
  classes: readonly string[]
  features: readonly string[]
  /** Inverse document frequency of each feature, in nats. */
  idf: Float32Array
  /** What one step of a feature's weights is worth. */
  scale: Float32Array
  /** Features × classes, row by row, in steps of the feature's scale. */
  weights: Int8Array
  bias: Float32Array
}

/** Scores a text's terms for each class. */
export interface Classifier {
  classes: readonly string[]
  /** Probability of each class, in the order of `classes`. */
  probabilities: (terms: Terms) => Float32Array
}

/** What a letter n-gram counts beside a stem, which tells more. */
const GRAM_WEIGHT = 0.33
/** What the whole word counts beside its stem. */
const WORD_WEIGHT = 0.5

/** Features of a text, each with its weight: stems, words that are longer, letter n-grams. */
export function featuresOf({ words, stems }: Pick<Terms, 'words' | 'stems'>): Map<string, number> {
  const features = new Map<string, number>()
  const add = (feature: string, weight: number) =>
    features.set(feature, (features.get(feature) ?? 0) + weight)
  for (const each of stems) add(`s${each}`, 1)
  for (const word of words) {
    if (stem(word) !== word) add(`w${word}`, WORD_WEIGHT)
    for (const gram of wordGrams(word)) add(`g${gram}`, GRAM_WEIGHT)
  }
  return features
}

/** Prepares a model for use. */
export function createClassifier(model: ClassifierModel): Classifier {
  const ids = new Map(model.features.map((feature, id) => [feature, id]))
  const count = model.classes.length
  return {
    classes: model.classes,
    probabilities: (terms) => {
      const known: { row: number; value: number; scale: number }[] = []
      let square = 0
      for (const [feature, weight] of featuresOf(terms)) {
        const id = ids.get(feature)
        if (id === undefined) continue
        const value = weight * (model.idf[id] ?? 0)
        square += value * value
        known.push({ row: id * count, value, scale: model.scale[id] ?? 0 })
      }
      const logits = Float32Array.from(model.bias)
      const norm = Math.sqrt(square) || 1
      const { weights } = model
      for (const { row, value, scale } of known) {
        const step = (value * scale) / norm
        for (let at = 0; at < count; at++)
          logits[at] = (logits[at] ?? 0) + step * (weights[row + at] ?? 0)
      }
      return softmax(logits)
    },
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
