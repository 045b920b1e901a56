import { z } from 'zod'
import { type Problem, textProblems } from './lint.ts'
import { id, isoDay, type Knowledge, LANGS, LIMITS, type Topic, text } from './schema.ts'
import { cite, type RenderContext } from './template.ts'

/**
 * What the calculators and «where to go» stand on: shapes, what a shape cannot see, and how a line
 * of them is read. Ages and shares are not written a second time: they are named by the figures of
 * the topic that states them.
 */

/** Longest line of the timeline and longest text on a body, in characters. */
const LINE = 150
/** The last age of the timeline: what begins later is no child's matter. */
export const LAST_AGE = 21

export const calculatorsSchema = z.strictObject({
  fine: z.strictObject({
    topic: id,
    offer: z.array(z.number().int().positive()).min(1).max(9).describe('Numbers of MCI to pick'),
    under: z.array(id).describe('Topics that offer this calculator'),
  }),
  alimony: z.strictObject({
    topic: id,
    source: id,
    shares: z
      .array(id)
      .min(2)
      .describe('Figures of the topic: for one child, for two, …, for the last number and more'),
    offer: z.array(z.number().int().positive()).min(1).max(9).describe('Incomes to pick, tenge'),
    under: z.array(id),
  }),
  age: z.strictObject({ topic: id, under: z.array(id) }),
  deadline: z.strictObject({
    topic: id,
    offer: z.array(z.number().int().positive()).min(1).max(9).describe('Numbers of days to pick'),
    under: z.array(id),
  }),
})
export type Calculators = z.infer<typeof calculatorsSchema>
export type Calculator = keyof Calculators

const line = z.string().trim().min(1).max(LINE)
const age = z
  .union([z.literal(0), id])
  .describe('0, or the figure of the topic that holds the age: "own" of work-from-age')
export const timelineSchema = z.array(
  z
    .strictObject({
      from: age.optional().describe('It begins at this age'),
      until: z
        .union([age, z.literal('never')])
        .optional()
        .describe('It ends at this age'),
      topic: id,
      source: id.describe('Its law, or the page that tells it'),
      kk: line,
      ru: line,
    })
    .refine(
      (entry) => entry.from !== undefined || entry.until !== undefined,
      'expected "from", "until" or both',
    ),
)
export type Timeline = z.infer<typeof timelineSchema>
export type TimelineEntry = Timeline[number]

export const regionsSchema = z.array(
  z.strictObject({
    id: id.max(16, 'expected an id of at most 16 characters: it travels in a button with a body'),
    kind: z.enum(['region', 'city']),
    kk: text,
    ru: text,
  }),
)
export type Region = z.infer<typeof regionsSchema>[number]

const bodyTexts = z.strictObject({
  name: text.describe('Also the label of a button'),
  does: text.describe('With what one turns to it'),
  find: text.describe(
    'How to find it; " ({region})" is the name of the region, where one was chosen',
  ),
})
export const bodiesSchema = z.array(
  z.strictObject({
    id: id.max(24, 'expected an id of at most 24 characters: it travels in a button with a region'),
    topic: id.describe('Where more is told of it'),
    under: z.array(id).describe('Topics that lead to it'),
    checked: isoDay,
    sources: z.array(id).min(1).describe('The first one is its law'),
    regional: z.boolean().default(true).describe('Whether every region has its own'),
    kk: bodyTexts,
    ru: bodyTexts,
    in: z
      .record(id, z.strictObject({ kk: text, ru: text, source: id }))
      .default({})
      .describe('What is confirmed of one region, beside the general way'),
  }),
)
export type Body = z.infer<typeof bodiesSchema>[number]

/** Stands in for a file that could not be read; the loader has told so already. */
export const NO_CALCULATORS: Calculators = {
  fine: { topic: '', offer: [], under: [] },
  alimony: { topic: '', source: '', shares: [], offer: [], under: [] },
  age: { topic: '', under: [] },
  deadline: { topic: '', offer: [], under: [] },
}

/** The age at which a line begins or ends, in years; undefined where it is left open. */
export function ageOf(
  entry: TimelineEntry,
  end: 'from' | 'until',
  byId: Knowledge['byId'],
): number | undefined {
  const named = entry[end]
  if (named === undefined || named === 0) return named
  if (named === 'never') return Number.POSITIVE_INFINITY
  const figure = byId.get(entry.topic)?.figures[named]
  return typeof figure === 'number' ? figure : undefined
}

/** What a line of the timeline is rendered against: its figures are those of its topic. */
export const lineContext = (
  topic: Topic | undefined,
  context: Omit<RenderContext, 'figures'>,
): RenderContext => ({ ...context, figures: topic?.figures ?? {} })

/**
 * A text on a body with the name of a region in it; without one, what stands in brackets for it is
 * left out. To be rendered by bodyContext.
 */
export const inRegion = (source: string, region: Region | undefined): string =>
  region ? source : source.replaceAll(' ({region})', '')

/** What such a text is rendered against. */
export const bodyContext = (
  region: Region | undefined,
  context: Omit<RenderContext, 'figures'>,
): RenderContext => ({ ...context, figures: region ? { region: region[context.lang] } : {} })

/** A share of income such as «1/3» as a fraction; undefined for anything else. */
export function fractionOf(figure: unknown): { of: number; in: number } | undefined {
  const [, over, under] = /^(\d{1,2})\/(\d{1,2})$/.exec(String(figure)) ?? []
  const fraction = { of: Number(over), in: Number(under) }
  return fraction.of > 0 && fraction.of <= fraction.in ? fraction : undefined
}

/** Dangling references, figures that no topic has, over-long texts, a topic that leads to two bodies. */
export function findToolProblems(knowledge: Knowledge): Problem[] {
  return [
    ...calculatorProblems(knowledge),
    ...timelineProblems(knowledge),
    ...bodyProblems(knowledge),
  ]
}

const reporter = (file: string) => {
  const problems: Problem[] = []
  return {
    problems,
    report: (path: string, message: string) => {
      problems.push({ file: `knowledge/${file}.yaml`, path, message })
    },
  }
}

function calculatorProblems({ calculators, byId, sources, values }: Knowledge): Problem[] {
  const { problems, report } = reporter('calculators')
  if (calculators === NO_CALCULATORS) return problems
  const led = new Map<string, string>()
  for (const [name, { topic, under }] of Object.entries(calculators)) {
    for (const wanted of [topic, ...under]) {
      if (!byId.has(wanted)) report(name, `expected a topic's id, got "${wanted}"`)
    }
    for (const wanted of under) {
      const first = led.get(wanted)
      if (first) report(`${name}.under`, `expected one tool a topic, "${wanted}" has ${first}`)
      led.set(wanted, name)
    }
  }
  const { topic, source, shares } = calculators.alimony
  if (!cite(sources, source, 'ru'))
    report('alimony.source', `expected a source of sources.yaml, got "${source}"`)
  for (const share of shares) {
    if (!fractionOf(byId.get(topic)?.figures[share]))
      report('alimony.shares', `expected a figure of ${topic} such as 1/3, got "${share}"`)
  }
  if (!values.mci) report('fine', 'expected "mci" in values.yaml')

  return problems
}

function timelineProblems(knowledge: Knowledge): Problem[] {
  const { problems, report } = reporter('timeline')
  for (const [index, entry] of knowledge.timeline.entries()) {
    const topic = knowledge.byId.get(entry.topic)
    if (!topic) report(`${index}.topic`, `expected a topic's id, got "${entry.topic}"`)
    if (!cite(knowledge.sources, entry.source, 'ru'))
      report(`${index}.source`, `expected a source of sources.yaml, got "${entry.source}"`)
    for (const end of ['from', 'until'] as const) {
      if (entry[end] === undefined || entry[end] === 'never') continue
      const years = ageOf(entry, end, knowledge.byId)
      if (years === undefined || !Number.isInteger(years) || years > LAST_AGE) {
        report(
          `${index}.${end}`,
          `expected a figure of ${entry.topic} that is an age up to ${LAST_AGE}, got "${entry[end]}"`,
        )
      }
    }
    for (const lang of LANGS) {
      const context = lineContext(topic, { lang, day: SOME_DAY, registers: knowledge })
      for (const message of textProblems(entry[lang], LINE, context))
        report(`${index}.${lang}`, message)
    }
  }
  return problems
}

function bodyProblems(knowledge: Knowledge): Problem[] {
  const { problems, report } = reporter('bodies')
  // A topic has one tool: what a calculator stands under has no room for a body.
  const led = new Map(
    Object.entries(knowledge.calculators).flatMap(([name, { under }]) =>
      under.map((topic): [string, string] => [topic, `the calculator ${name}`]),
    ),
  )
  for (const body of knowledge.bodies) {
    for (const wanted of [body.topic, ...body.under]) {
      if (!knowledge.byId.has(wanted)) report(body.id, `expected a topic's id, got "${wanted}"`)
    }
    for (const wanted of body.under) {
      const first = led.get(wanted)
      if (first) report(`${body.id}.under`, `expected one tool a topic, "${wanted}" has ${first}`)
      led.set(wanted, body.id)
    }
    for (const source of [...body.sources, ...Object.values(body.in).map((each) => each.source)]) {
      if (!cite(knowledge.sources, source, 'ru'))
        report(body.id, `expected a source of sources.yaml, got "${source}"`)
    }
    for (const region of Object.keys(body.in)) {
      if (!knowledge.regions.some((known) => known.id === region))
        report(`${body.id}.in`, `expected a region of regions.yaml, got "${region}"`)
    }
    for (const lang of LANGS) {
      // The longest name of a region, so that no text is too long in any of them.
      const longest = [...knowledge.regions].sort((a, b) => b[lang].length - a[lang].length)[0]
      const check = (path: string, source: string, limit: number) => {
        for (const region of [longest, undefined]) {
          const context = bodyContext(region, { lang, day: SOME_DAY, registers: knowledge })
          for (const message of textProblems(inRegion(source, region), limit, context))
            report(`${body.id}.${lang}.${path}`, message)
        }
      }
      check('name', body[lang].name, LIMITS.label)
      check('does', body[lang].does, LIMITS.short)
      check('find', body[lang].find, LIMITS.short)
      for (const [region, local] of Object.entries(body.in))
        check(`in.${region}`, local[lang], LIMITS.short)
    }
  }
  return problems
}

/** Any day does: what is checked does not depend on the amounts in force. */
const SOME_DAY = '2026-11-22'
