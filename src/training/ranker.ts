import {
  EVIDENCE,
  type Evidence,
  type Model,
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

/** What was known of a first candidate, and whether it was right. */
export interface Verdict {
  evidence: Weights<Evidence>
  right: boolean
  /** How much it counts. */
  weight: number
}

const STEPS = 300

/**
 * Weights of the channels by which the right candidate wins most often: softmax regression over
 * each question's candidates. A channel never counts against a candidate.
 */
export function fitRanker(contests: readonly Contest[]): Weights<Signal> {
  const weights = SIGNALS.map(() => 1)
  for (let step = 0; step < STEPS; step++) {
    const gradient = SIGNALS.map(() => 0)
    for (const { candidates, right } of contests) {
      const values = candidates.map(({ signals }) => SIGNALS.map((name) => signals[name]))
      const scores = values.map((row) => dot(row, weights))
      const highest = Math.max(...scores)
      const powers = scores.map((score) => Math.exp(score - highest))
      const total = powers.reduce((sum, power) => sum + power, 0)
      for (const [at, row] of values.entries()) {
        const error = (powers[at] ?? 0) / total - (at === right ? 1 : 0)
        for (const [name, value] of row.entries())
          gradient[name] = (gradient[name] ?? 0) + error * value
      }
    }
    const rate = 20 / contests.length
    for (const [name, slope] of gradient.entries())
      weights[name] = Math.max(0, (weights[name] ?? 0) - rate * slope)
  }
  const largest = Math.max(...weights)
  return named(
    SIGNALS,
    weights.map((weight) => round(weight / largest)),
  )
}

/** Logistic regression of a first candidate's being right; its output is the confidence. */
export function fitConfidence(verdicts: readonly Verdict[]): Model['confidence'] {
  let bias = 0
  const weights = EVIDENCE.map(() => 0)
  const total = verdicts.reduce((sum, { weight }) => sum + weight, 0)
  for (let step = 0; step < 10 * STEPS; step++) {
    let slope = 0
    const gradient = EVIDENCE.map(() => 0)
    for (const { evidence, right, weight } of verdicts) {
      const values = EVIDENCE.map((name) => evidence[name])
      const error = weight * (logistic(dot(values, weights) + bias) - (right ? 1 : 0))
      slope += error
      for (const [name, value] of values.entries())
        gradient[name] = (gradient[name] ?? 0) + error * value
    }
    const rate = 4 / total
    bias -= rate * slope
    for (const [name, down] of gradient.entries())
      weights[name] = (weights[name] ?? 0) - rate * (down + 0.1 * (weights[name] ?? 0))
  }
  return { bias: round(bias), ...named(EVIDENCE, weights.map(round)) }
}

const dot = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)
const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit))
const round = (value: number): number => Math.round(value * 1000) / 1000
const named = <Name extends string>(
  names: readonly Name[],
  values: readonly number[],
): Weights<Name> =>
  Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0])) as Weights<Name>
