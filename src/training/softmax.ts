import { type ClassifierModel, featuresOf, MOST_CLASSES, softmax } from '../core/classifier.ts'
import { type ConceptTable, createConcepts } from '../core/concepts.ts'
import { hashOf } from '../core/hash.ts'
import { readTerms } from '../core/terms.ts'

/** A text of a class; `weight` is how much it counts beside a question, which counts 1. */
export interface Example {
  text: string
  label: string
  weight: number
}

const EPOCHS = 8
const RATE = 3
/** A feature of fewer texts is left out: it could only be learnt by heart. */
const RAREST = 2
/** Errors below it are not followed: most classes are out of the question for most texts. */
const SLIGHT = 0.002
/** Share of a text's features that is hidden each time it is seen, so that none is relied on alone. */
const HIDDEN = 0.5
const BIAS_RATE = 0.05
/** Classes that a feature keeps a weight for: those for or against which it speaks most. */
const KEPT_CLASSES = 32
/** Features that are kept: those of the largest weights. With KEPT_CLASSES it bounds the file. */
const KEPT_FEATURES = 90_000

/**
 * Multinomial logistic regression by stochastic gradient descent over tf-idf features of unit
 * length, with features hidden at random (dropout), then cut to its largest weights, of one byte
 * each. Deterministic: order and hiding come from a fixed generator, and nothing depends on time.
 */
export function trainClassifier(
  examples: readonly Example[],
  classes: readonly string[],
  concepts: ConceptTable,
  random: () => number,
): ClassifierModel {
  if (classes.length > MOST_CLASSES)
    throw new RangeError(`Expected at most ${MOST_CLASSES} classes, got ${classes.length}`)
  const conceptsOf = createConcepts(concepts)
  const bags = examples.map(({ text }) => featuresOf(readTerms(text), conceptsOf))
  const counts = new Map<string, number>()
  for (const bag of bags)
    for (const feature of bag.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const features = [...counts.keys()].filter((feature) => (counts.get(feature) ?? 0) >= RAREST)
  const ids = new Map(features.map((feature, id) => [feature, id]))
  const idf = Float32Array.from(features, (feature) =>
    Math.log(1 + examples.length / (counts.get(feature) ?? 1)),
  )
  const vectors = bags.map((bag) => toVector(bag, ids, idf))
  const labels = new Map(classes.map((label, id) => [label, id]))
  const truth = examples.map(({ label }) => labels.get(label) ?? 0)

  const count = classes.length
  const weights = new Float32Array(features.length * count)
  const bias = new Float32Array(count)
  const order = examples.map((_, at) => at)
  const error = new Float32Array(count)
  const active = new Uint16Array(count)
  const longest = vectors.reduce((most, vector) => Math.max(most, vector.rows.length), 0)
  const rows = new Uint32Array(longest)
  const values = new Float32Array(longest)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    const rate = RATE * (1 - epoch / EPOCHS)
    for (const at of order) {
      const seen = hide(vectors[at], random, rows, values)
      error.set(bias)
      for (let each = 0; each < seen; each++) {
        const row = (rows[each] ?? 0) * count
        const value = values[each] ?? 0
        for (let label = 0; label < count; label++)
          error[label] = (error[label] ?? 0) + value * (weights[row + label] ?? 0)
      }
      softmax(error)
      const right = truth[at] ?? 0
      error[right] = (error[right] ?? 0) - 1
      let live = 0
      for (let label = 0; label < count; label++)
        if (Math.abs(error[label] ?? 0) > SLIGHT) active[live++] = label
      const pace = rate * (examples[at]?.weight ?? 1)
      for (let each = 0; each < seen; each++) {
        const row = (rows[each] ?? 0) * count
        const step = pace * (values[each] ?? 0)
        for (let which = 0; which < live; which++) {
          const label = active[which] ?? 0
          weights[row + label] = (weights[row + label] ?? 0) - step * (error[label] ?? 0)
        }
      }
      for (let which = 0; which < live; which++) {
        const label = active[which] ?? 0
        bias[label] = (bias[label] ?? 0) - BIAS_RATE * pace * (error[label] ?? 0)
      }
    }
  }
  return { classes, concepts, bias, ...prune(features, idf, weights, count) }
}

/** A text's features: rows of the weights, and values of unit length. */
interface Vector {
  rows: Uint32Array
  values: Float32Array
}

function toVector(
  bag: ReadonlyMap<string, number>,
  ids: ReadonlyMap<string, number>,
  idf: Float32Array,
): Vector {
  const rows: number[] = []
  const values: number[] = []
  let square = 0
  for (const [feature, weight] of bag) {
    const id = ids.get(feature)
    if (id === undefined) continue
    const value = weight * (idf[id] ?? 0)
    square += value * value
    rows.push(id)
    values.push(value)
  }
  const norm = Math.sqrt(square) || 1
  return {
    rows: Uint32Array.from(rows),
    values: Float32Array.from(values, (value) => value / norm),
  }
}

/**
 * Copies a vector without a part of its features into `rows` and `values`; what is left counts more,
 * so that the sum stays. Returns how many are left.
 */
function hide(
  vector: Vector | undefined,
  random: () => number,
  rows: Uint32Array,
  values: Float32Array,
): number {
  let seen = 0
  if (vector === undefined) return seen
  for (let at = 0; at < vector.rows.length; at++) {
    if (random() < HIDDEN) continue
    rows[seen] = vector.rows[at] ?? 0
    values[seen] = (vector.values[at] ?? 0) / (1 - HIDDEN)
    seen++
  }
  return seen
}

/** The largest weights of the weightiest features, each feature's in 127 steps of its largest. */
function prune(
  names: readonly string[],
  idfs: Float32Array,
  weights: Float32Array,
  count: number,
): Omit<ClassifierModel, 'classes' | 'concepts' | 'bias'> {
  const row = (id: number) => weights.subarray(id * count, (id + 1) * count)
  const size = names.map((_, id) => row(id).reduce((sum, weight) => sum + weight * weight, 0))
  const kept = [...names.keys()]
    .sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0) || a - b)
    .slice(0, KEPT_FEATURES)
    .sort((a, b) => a - b)
  const scale: number[] = []
  const counts: number[] = []
  const labels: number[] = []
  const steps: number[] = []
  for (const id of kept) {
    const own = row(id)
    const places = [...own.keys()]
      .sort((a, b) => Math.abs(own[b] ?? 0) - Math.abs(own[a] ?? 0) || a - b)
      .slice(0, KEPT_CLASSES)
    const largest = Math.abs(own[places[0] ?? 0] ?? 0)
    scale.push(largest / 127)
    const before = labels.length
    for (const label of places) {
      const step = largest === 0 ? 0 : Math.round((127 * (own[label] ?? 0)) / largest)
      if (step === 0) continue
      labels.push(label)
      steps.push(step)
    }
    counts.push(labels.length - before)
  }
  return {
    features: Uint32Array.from(kept, (id) => hashOf(names[id] ?? '')),
    idf: Float32Array.from(kept, (id) => idfs[id] ?? 0),
    scale: Float32Array.from(scale),
    counts: Uint8Array.from(counts),
    labels: Uint8Array.from(labels),
    weights: Int8Array.from(steps),
  }
}

function shuffle(items: number[], random: () => number): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const held = items[at] ?? 0
    items[at] = items[other] ?? 0
    items[other] = held
  }
}
