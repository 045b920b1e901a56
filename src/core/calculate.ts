import { addDays } from '../knowledge/calendar.ts'
import type { Knowledge, Topic, Values } from '../knowledge/schema.ts'
import { ageOf, fractionOf, type TimelineEntry } from '../knowledge/tools.ts'

/** The sums and days of the calculators: pure, the day of asking is a parameter. */

/** A number of MCI in tenge, or why it cannot be told. */
export type Fine =
  | { known: true; count: number; tenge: number; mci: number; since: string }
  /** The day lies before the first amount that is held, or in a year whose amount is not adopted. */
  | { known: false; count: number; limit: string; lies: 'before' | 'after' }

/**
 * A number of MCI by the amount in force on a day, ISO. An amount is held from its first day until
 * the day on which a new one is expected; outside of that nothing is guessed.
 */
export function fineOn(values: Values, count: number, day: string): Fine {
  const amounts = Object.entries(values.mci?.amounts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const review = values.mci?.review ?? ''
  const [first] = amounts
  if (day >= review) return { known: false, count, limit: review, lies: 'after' }
  const held = amounts.findLast(([from]) => from <= day)
  if (!held) return { known: false, count, limit: first?.[0] ?? review, lies: 'before' }
  const [since, mci] = held
  return { known: true, count, tenge: Math.round(count * mci), mci, since }
}

/** What a court gives by law, a month: the share and the sum in whole tenge. */
export interface Alimony {
  share: string
  tenge: number
  /** Whether the number of children is the last one the law names: «three and more». */
  orMore: boolean
}

/**
 * The legal share of an income for a number of children, from 1. `shares` are fractions such as «1/4»
 * for one child, for two, …; the last one holds for all larger families. Throws RangeError where a
 * share is no fraction: the loader has checked them.
 */
export function alimonyOf(income: number, children: number, shares: readonly string[]): Alimony {
  const place = Math.min(Math.max(1, Math.trunc(children)), shares.length) - 1
  const share = shares[place] ?? ''
  const fraction = fractionOf(share)
  if (!fraction) throw new RangeError(`Expected shares such as 1/4, got "${share}"`)
  return {
    share,
    tenge: Math.round((income * fraction.of) / fraction.in),
    orMore: place === shares.length - 1,
  }
}

/** The legal shares by number of children, read from the topic that states them. */
export function alimonyShares({ calculators, byId }: Knowledge): string[] {
  const { topic, shares } = calculators.alimony
  return shares.map((name) => String(byId.get(topic)?.figures[name] ?? ''))
}

/** Full years on a day of somebody born on another; undefined for a day before the birth. */
export function ageOn(born: string, day: string): number | undefined {
  if (born > day) return undefined
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}

/** The last day of a period and how many days are left until it; negative once it is over. */
export interface Deadline {
  last: string
  left: number
}

/** So many calendar days after a day. */
export function deadlineOf(from: string, days: number, today: string): Deadline {
  const last = addDays(from, days)
  return { last, left: daysBetween(today, last) }
}

const DAY = 86_400_000
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)

/** A line of the timeline with the age by which it stands in its list. */
export interface TimelineLine {
  entry: TimelineEntry
  topic: Topic
  age: number
}

/** What the law says at an age: what holds by then, what is kept from it still, what comes. */
export interface AtAge {
  /** Latest first. */
  now: TimelineLine[]
  /** Soonest to end first. */
  limits: TimelineLine[]
  /** Soonest first. */
  next: TimelineLine[]
}

/** The timeline as somebody of an age in full years sees it. */
export function timelineAt({ timeline, byId }: Knowledge, age: number): AtAge {
  const found: AtAge = { now: [], limits: [], next: [] }
  for (const entry of timeline) {
    const topic = byId.get(entry.topic)
    if (!topic) continue
    const from = ageOf(entry, 'from', byId)
    const until = ageOf(entry, 'until', byId) ?? Number.POSITIVE_INFINITY
    if (from === undefined) {
      if (age < until) found.limits.push({ entry, topic, age: until })
    } else if (age < from) found.next.push({ entry, topic, age: from })
    else if (age < until) found.now.push({ entry, topic, age: from })
  }
  found.now.sort((a, b) => b.age - a.age)
  found.limits.sort((a, b) => a.age - b.age)
  found.next.sort((a, b) => a.age - b.age)
  return found
}

/**
 * The ISO day that a partial date means: «2025-03-10», «2025-03» and «2025» begin where they say,
 * «--03» and «--03-10» are the latest such month or day that is not to come. Undefined for a day that
 * no calendar has.
 */
export function resolveDay(when: string, today: string): string | undefined {
  const partial = /^(\d{4}|-)(?:-(\d\d))?(?:-(\d\d))?$/.exec(when)
  if (!partial) return undefined
  const [, year = '', month = '01', day = '01'] = partial
  const thisYear = Number(today.slice(0, 4))
  const on = (y: number | string) => `${String(y).padStart(4, '0')}-${month}-${day}`
  const full = year !== '-' ? on(year) : on(thisYear) <= today ? on(thisYear) : on(thisYear - 1)
  return isDay(full) ? full : undefined
}

/** Whether an ISO day stands in the calendar. */
export function isDay(iso: string): boolean {
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === iso
}
