import { isDay } from '../core/calculate.ts'
import { AGE_VIEWS, type AgeView, type Calculation, isWithin } from '../core/calculations.ts'
import type { Calculator } from '../knowledge/tools.ts'

/**
 * A step of a calculator, as a button carries it: a calculation, whole or with a part that is yet to
 * be chosen; the list of calculators; a number to be written; the topics behind the lines of an age.
 */
export type CalcStep =
  | Calculation
  | { of: 'menu' }
  | { of: 'write'; what: Calculator }
  | { of: 'lines'; age: number; view: AgeView }

/** The calculators in the order in which they are offered. */
export const CALCULATORS: readonly Calculator[] = ['fine', 'alimony', 'age', 'deadline']

/** Writes a step in parts; a part that is yet to be chosen is empty. */
export function calcParts(step: CalcStep): (string | number)[] {
  switch (step.of) {
    case 'fine':
      return ['fine', step.count ?? '', step.day ?? '']
    case 'alimony':
      return ['alimony', step.income ?? '', step.children ?? '']
    case 'age':
      // A day of birth is never put into a button: the age is enough.
      return ['age', step.age ?? '', step.view ?? '']
    case 'deadline':
      return ['deadline', step.from ?? '', step.days ?? '']
    case 'menu':
      return ['menu']
    case 'write':
      return ['write', step.what]
    case 'lines':
      return ['lines', step.age, step.view]
  }
}

/** Reads a step back, strictly; undefined for what no button of this version carries. */
export function readCalcParts([of, first = '', second = '']: readonly string[]):
  | CalcStep
  | undefined {
  switch (of) {
    case 'fine': {
      const count = number(first, 'count')
      const day = second === '' || isDay(second)
      if (count === null || !day) return undefined
      return { of, ...given('count', count), ...given('day', second || undefined) }
    }
    case 'alimony': {
      const [income, children] = [number(first, 'income'), number(second, 'children')]
      if (income === null || children === null) return undefined
      return { of, ...given('income', income), ...given('children', children) }
    }
    case 'age': {
      const age = number(first, 'age')
      const view = AGE_VIEWS.find((known) => known === second)
      if (age === null || (second !== '' && !view)) return undefined
      return { of, ...given('age', age), ...given('view', view) }
    }
    case 'deadline': {
      const days = number(second, 'days')
      if (days === null || (first !== '' && !isDay(first))) return undefined
      return { of, ...given('from', first || undefined), ...given('days', days) }
    }
    case 'menu':
      return { of }
    case 'write': {
      const what = CALCULATORS.find((known) => known === first)
      return what && { of, what }
    }
    case 'lines': {
      const age = number(first, 'age')
      const view = AGE_VIEWS.find((known) => known === second)
      return typeof age === 'number' && view ? { of, age, view } : undefined
    }
    default:
      return undefined
  }
}

/** A number within its bounds; undefined where it is left open, null where it is none. */
function number(part: string, what: Parameters<typeof isWithin>[0]): number | undefined | null {
  if (part === '') return undefined
  if (!/^\d{1,10}(\.\d{1,2})?$/.test(part)) return null
  const value = Number(part)
  const whole = what === 'count' || Number.isInteger(value)
  return whole && isWithin(what, value) ? value : null
}

const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
