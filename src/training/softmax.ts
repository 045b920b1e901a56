import { type ClassifierModel, featuresOf, softmax } from '../core/classifier.ts'
import { readTerms } from '../core/terms.ts'

/** A text of a class; `weight` is how much it counts beside a question, which counts 1. */
export interface Example {
  text: string
  label: string
  weight: number
}

const EPOCHS = 10
const RATE = 3
/** A feature of fewer texts is left out: it could only be learnt by heart. */
const RAREST = 2
/** Errors below it are not followed: most classes are out of the question for most texts. */
const SLIGHT = 0.002

/**
 * Multinomial logistic regression by stochastic gradient descent over tf-idf features of unit
 * length, then rounded to one byte a weight. Deterministic: the order of the examples is shuffled
 * by a fixed generator, and nothing depends on time.
 */
export function trainClassifier(
  examples: readonly Example[],
  classes: readonly string[],
  random: () => number,
): ClassifierModel {
  const bags = examples.map(({ text }) => featuresOf(readTerms(text)))
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
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    const rate = RATE * (1 - epoch / EPOCHS)
    for (const at of order) {
      const { rows, values } = vectors[at] ?? { rows: [], values: [] }
      error.set(bias)
      for (let each = 0; each < rows.length; each++) {
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
      for (let each = 0; each < rows.length; each++) {
        const row = (rows[each] ?? 0) * count
        const step = pace * (values[each] ?? 0)
        for (let which = 0; which < live; which++) {
          const label = active[which] ?? 0
          weights[row + label] = (weights[row + label] ?? 0) - step * (error[label] ?? 0)
        }
      }
      for (let which = 0; which < live; which++) {
        const label = active[which] ?? 0
        bias[label] = (bias[label] ?? 0) - 0.05 * pace * (error[label] ?? 0)
      }
    }
  }
  return { classes, features, idf, bias, ...quantise(weights, features.length, count) }
}

function toVector(
  bag: ReadonlyMap<string, number>,
  ids: ReadonlyMap<string, number>,
  idf: Float32Array,
): { rows: number[]; values: number[] } {
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
  return { rows, values: values.map((value) => value / norm) }
}

/** Each row in 127 steps of its own largest weight. */
function quantise(
  weights: Float32Array,
  rows: number,
  count: number,
): Pick<ClassifierModel, 'scale' | 'weights'> {
  const scale = new Float32Array(rows)
  const steps = new Int8Array(weights.length)
  for (let row = 0; row < rows; row++) {
    let largest = 0
    for (let at = row * count; at < (row + 1) * count; at++)
      largest = Math.max(largest, Math.abs(weights[at] ?? 0))
    scale[row] = largest / 127
    if (largest === 0) continue
    for (let at = row * count; at < (row + 1) * count; at++)
      steps[at] = Math.round((127 * (weights[at] ?? 0)) / largest)
  }
  return { scale, weights: steps }
}

function shuffle(items: number[], random: () => number): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const held = items[at] ?? 0
    items[at] = items[other] ?? 0
    items[other] = held
  }
}
