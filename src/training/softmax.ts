import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type ClassifierModel, featuresOf, MOST_CLASSES, softmax } from '../core/classifier.ts'
import { type ConceptTable, createConcepts } from '../core/concepts.ts'
import { hashOf } from '../core/hash.ts'
import { readTerms } from '../core/terms.ts'
import { mistyped } from './degrade.ts'
import { shuffle } from './random.ts'

/** A text of a class; `weight` is how much it counts beside a question, which counts 1. */
export interface Example {
  text: string
  label: string
  weight: number
}

/** What a classifier is trained from; `seed` fixes the order and the hiding. */
export interface ClassifierTask {
  examples: readonly Example[]
  classes: readonly string[]
  concepts: ConceptTable
  seed: number
}

/** Trains a classifier in a thread of its own: two at a time take as long as one. */
export async function trainInThread(task: ClassifierTask): Promise<ClassifierModel> {
  const worker = new Worker(new URL('./softmax-worker.ts', import.meta.url), { workerData: task })
  const [model] = (await once(worker, 'message')) as [ClassifierModel]
  return model
}

const EPOCHS = 12
const RATE = 3
/** A feature of fewer texts is left out: it could only be learnt by heart. */
const RAREST = 2
/** Errors below it are not followed: most classes are out of the question for most texts. */
const SLIGHT = 0.002
/** Share of a text's features that is hidden each time it is seen, so that none is relied on alone. */
const HIDDEN = 0.5
/** How often a question is seen mistyped in place of as it stands. */
const MISTYPED = 0.3
const BIAS_RATE = 0.05
/** Features that are kept, those of the largest weights, and weights: they bound the file. */
const KEPT_FEATURES = 195_000
const KEPT_WEIGHTS = 2_350_000

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
  const bagOf = (text: string) => featuresOf(readTerms(text), conceptsOf)
  const bags = examples.map(({ text }) => bagOf(text))
  // What we wrote ourselves nobody mistypes.
  const mistypedBags = examples.map(({ text, weight }) =>
    weight < 1 ? undefined : bagOf(mistyped(text, random)),
  )
  const counts = new Map<string, number>()
  const count = (bag: Bag | undefined, share: number) => {
    for (const feature of bag?.keys() ?? []) counts.set(feature, (counts.get(feature) ?? 0) + share)
  }
  for (const bag of bags) count(bag, 1)
  for (const bag of mistypedBags) count(bag, MISTYPED)
  const features = [...counts.keys()].filter((feature) => (counts.get(feature) ?? 0) >= RAREST)
  const ids = new Map(features.map((feature, id) => [feature, id]))
  const idf = Float32Array.from(features, (feature) =>
    Math.log(1 + examples.length / (counts.get(feature) ?? 1)),
  )
  const vectors = bags.map((bag) => toVector(bag, ids, idf))
  const mistypedVectors = mistypedBags.map((bag) => bag && toVector(bag, ids, idf))
  const labels = new Map(classes.map((label, id) => [label, id]))
  const truth = examples.map(({ label }) => labels.get(label) ?? 0)

  const width = classes.length
  const weights = new Float32Array(features.length * width)
  const bias = new Float32Array(width)
  const order = examples.map((_, at) => at)
  const error = new Float32Array(width)
  const active = new Uint16Array(width)
  const longest = [...vectors, ...mistypedVectors].reduce(
    (most, vector) => Math.max(most, vector?.rows.length ?? 0),
    0,
  )
  const rows = new Uint32Array(longest)
  const values = new Float32Array(longest)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    const rate = RATE * (1 - epoch / EPOCHS)
    for (const at of order) {
      const slipped = mistypedVectors[at]
      const vector = slipped && random() < MISTYPED ? slipped : vectors[at]
      const seen = hide(vector, random, rows, values)
      error.set(bias)
      for (let each = 0; each < seen; each++) {
        const row = (rows[each] ?? 0) * width
        const value = values[each] ?? 0
        for (let label = 0; label < width; label++)
          error[label] = (error[label] ?? 0) + value * (weights[row + label] ?? 0)
      }
      softmax(error)
      const right = truth[at] ?? 0
      error[right] = (error[right] ?? 0) - 1
      let live = 0
      for (let label = 0; label < width; label++)
        if (Math.abs(error[label] ?? 0) > SLIGHT) active[live++] = label
      const pace = rate * (examples[at]?.weight ?? 1)
      for (let each = 0; each < seen; each++) {
        const row = (rows[each] ?? 0) * width
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
  return { classes, concepts, bias, ...prune(features, idf, weights, width) }
}

/** Features of a text by name. */
type Bag = ReadonlyMap<string, number>

/** A text's features: rows of the weights, and values of unit length. */
interface Vector {
  rows: Uint32Array
  values: Float32Array
}

function toVector(bag: Bag, ids: ReadonlyMap<string, number>, idf: Float32Array): Vector {
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

/**
 * The largest weights of all, whatever their feature, each in 127 steps of its feature's largest: a
 * common word needs many classes, a rare one few (docs/search.md has what this costs: nothing).
 */
function prune(
  names: readonly string[],
  idfs: Float32Array,
  weights: Float32Array,
  width: number,
): Omit<ClassifierModel, 'classes' | 'concepts' | 'bias'> {
  const row = (id: number) => weights.subarray(id * width, (id + 1) * width)
  const size = names.map((_, id) => row(id).reduce((sum, weight) => sum + weight * weight, 0))
  const kept = [...names.keys()]
    .sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0) || a - b)
    .slice(0, KEPT_FEATURES)
    .sort((a, b) => a - b)
  const least = leastOf(kept.map(row), KEPT_WEIGHTS)
  const scale: number[] = []
  const counts: number[] = []
  const labels: number[] = []
  const steps: number[] = []
  for (const id of kept) {
    const own = row(id)
    const largest = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
    scale.push(largest / 127)
    const before = labels.length
    for (let label = 0; label < width; label++) {
      const weight = own[label] ?? 0
      const step = largest === 0 ? 0 : Math.round((127 * weight) / largest)
      if (step === 0 || Math.abs(weight) < least) continue
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

const BINS = 1 << 14

/** The size from which on at most `most` weights are as large. */
function leastOf(rows: readonly Float32Array[], most: number): number {
  let largest = 0
  for (const row of rows)
    for (let at = 0; at < row.length; at++) largest = Math.max(largest, Math.abs(row[at] ?? 0))
  // Small weights are many: bins of their square roots are finer there.
  const bins = new Uint32Array(BINS + 1)
  for (const row of rows)
    for (let at = 0; at < row.length; at++) {
      const bin = Math.floor(Math.sqrt(Math.abs(row[at] ?? 0) / (largest || 1)) * BINS)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
  let taken = 0
  for (let bin = BINS; bin >= 0; bin--) {
    taken += bins[bin] ?? 0
    if (taken > most) return largest * ((bin + 1) / BINS) ** 2
  }
  return 0
}
