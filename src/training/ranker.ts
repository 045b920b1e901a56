import {
  EVIDENCE,
  type Evidence,
  type Logistic,
  SIGNALS,
  type Signal,
  type Weights,
} from '../core/model.ts'
import type { Candidate } from '../core/search.ts'

/** A question's candidates and which of them is right, by its place in the list. */
export interface Contest {
  candidates: readonly Candidate[]
  right: number
}

/** What was known of a first candidate, and whether it was right (or the question ours). */
export interface Verdict {
  evidence: Weights<Evidence>
  right: boolean
  /** How much it counts. */
  weight: number
}

const RANKER_STEPS = 150
const NEWTON_STEPS = 12
const RIDGE = 1

/**
 * Weights of the channels by which the right candidate wins most often: softmax regression over
 * each question's candidates. A channel never counts against a candidate.
 */
export function fitRanker(contests: readonly Contest[]): Weights<Signal> {
  const width = SIGNALS.length
  const rows = contests.map(({ candidates }) =>
    Float64Array.from(candidates.flatMap(({ signals }) => SIGNALS.map((name) => signals[name]))),
  )
  const weights = new Float64Array(width).fill(1)
  const gradient = new Float64Array(width)
  for (let step = 0; step < RANKER_STEPS; step++) {
    gradient.fill(0)
    for (const [at, values] of rows.entries()) {
      const powers = new Float64Array(values.length / width)
      for (let each = 0; each < powers.length; each++)
        powers[each] = dot(values, each * width, weights)
      const highest = powers.reduce((a, b) => Math.max(a, b))
      let total = 0
      for (let each = 0; each < powers.length; each++) {
        const power = Math.exp((powers[each] ?? 0) - highest)
        powers[each] = power
        total += power
      }
      for (let each = 0; each < powers.length; each++) {
        const error = (powers[each] ?? 0) / total - (each === contests[at]?.right ? 1 : 0)
        addScaled(gradient, values, each * width, error)
      }
    }
    const rate = 20 / contests.length
    for (let name = 0; name < width; name++)
      weights[name] = Math.max(0, (weights[name] ?? 0) - rate * (gradient[name] ?? 0))
  }
  const largest = Math.max(...weights)
  return named(
    SIGNALS,
    weights.map((weight) => round(weight / largest)),
  )
}

/**
 * Logistic regression by Newton's method with a small ridge: the probability that a verdict is right.
 */
export function fitLogistic(verdicts: readonly Verdict[]): Logistic {
  // The bias is the weight of a value that is always 1.
  const width = EVIDENCE.length + 1
  const rows = verdicts.map(({ evidence }) =>
    Float64Array.of(1, ...EVIDENCE.map((name) => evidence[name])),
  )
  let weights = new Float64Array(width)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = weights.map((weight, name) => (name === 0 ? 0 : -RIDGE * weight))
    const curvature = Array.from({ length: width }, (_, name) => {
      const row = new Float64Array(width)
      row[name] = RIDGE
      return row
    })
    for (const [at, { right, weight }] of verdicts.entries()) {
      const row = rows[at] ?? new Float64Array(width)
      const probability = 1 / (1 + Math.exp(-dot(row, 0, weights)))
      addScaled(gradient, row, 0, weight * ((right ? 1 : 0) - probability))
      const spread = weight * probability * (1 - probability)
      for (const [name, line] of curvature.entries())
        addScaled(line, row, 0, spread * (row[name] ?? 0))
    }
    const move = solve(curvature, gradient)
    weights = weights.map((weight, name) => weight + (move[name] ?? 0))
  }
  const [bias = 0, ...others] = weights
  return { bias: round(bias), ...named(EVIDENCE, others.map(round)) }
}

/** Solves a symmetric positive system by elimination; both arguments are used up. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  for (const [pivot, row] of matrix.entries()) {
    for (const [other, line] of matrix.entries()) {
      if (other === pivot) continue
      const factor = (line[pivot] ?? 0) / (row[pivot] ?? 1)
      addScaled(line, row, 0, -factor)
      right[other] = (right[other] ?? 0) - factor * (right[pivot] ?? 0)
    }
  }
  return right.map((value, at) => value / (matrix[at]?.[at] ?? 1))
}

/** Product of `weights` with as many values from a place on. */
function dot(values: Float64Array, from: number, weights: Float64Array): number {
  let sum = 0
  for (let name = 0; name < weights.length; name++)
    sum += (values[from + name] ?? 0) * (weights[name] ?? 0)
  return sum
}

function addScaled(sum: Float64Array, values: Float64Array, from: number, factor: number): void {
  for (let name = 0; name < sum.length; name++)
    sum[name] = (sum[name] ?? 0) + factor * (values[from + name] ?? 0)
}

const round = (value: number): number => Math.round(value * 1000) / 1000
const named = <Name extends string>(
  names: readonly Name[],
  values: ArrayLike<number>,
): Weights<Name> =>
  Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0])) as Weights<Name>
