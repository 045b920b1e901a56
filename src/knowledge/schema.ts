import { z } from 'zod'
import type { Body, Calculators, Region, Timeline } from './tools.ts'

/**
 * The shape of every file under knowledge/. Types are inferred from these schemas, and
 * `npm run docs:schema` writes them as JSON Schema so that editors complete and check.
 */

export const LANGS = ['kk', 'ru'] as const
/** The two languages that Tirek speaks. */
export type Lang = (typeof LANGS)[number]

/** The language that is not `lang`. */
export const otherLang = (lang: Lang): Lang => (lang === 'kk' ? 'ru' : 'kk')

export const AUDIENCES = ['child', 'teen', 'parent', 'teacher', 'ngo'] as const
/** For whom a topic is written, and who a person says that they are. */
export type Audience = (typeof AUDIENCES)[number]

/** Length limits of rendered texts, in characters: a message must fit a small phone. */
export const LIMITS = {
  title: 50,
  short: 350,
  more: 1100,
  teen: 500,
  label: 40,
  card: 900,
  /** The end of a flow, whichever way led to it. */
  outcome: 1600,
  /** What a letter asks for, in one line. */
  ask: 300,
  /** A button of Telegram copies so much. */
  brief: 256,
  /** A letter whose facts are all left out; with them it must fit two messages. */
  letter: 3300,
} as const

/** A kebab-case id that fits into a button. */
export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a kebab-case id: a-z, 0-9 and single hyphens')
  .max(48, 'expected an id of at most 48 characters: it travels in a button')
export const isoDay = z.iso.date('expected a day as YYYY-MM-DD')
export const text = z.string().trim().min(1, 'expected a text, found none')
const bothLangs = <T extends z.ZodType>(inner: T) => z.strictObject({ kk: inner, ru: inner })

/** A named number, date, time or fraction of a topic's texts. */
const figure = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d[\d:/.,-]*$/, 'expected a number, an ISO date or month, a time or a fraction'),
])

/** An id, or several in the order of preference; read as a list. */
const oneOrMore = z
  .union([id, z.array(id).min(1)])
  .transform((ids) => (typeof ids === 'string' ? [ids] : ids))

const topicTexts = z.strictObject({
  title: text.describe('A plain short phrase; also the label of a button'),
  short: text.describe('Answers the question in its first sentence'),
  more: text.describe('Steps for today, who must act, what if they do not, then the law'),
  teen: text.optional().describe('The same, said to a child'),
  ask: z.array(text).min(6, 'expected at least 6 ways in which people ask'),
})

export const topicSchema = z.strictObject({
  id,
  aliases: z.array(id).default([]).describe('Older ids that still lead here'),
  audience: z.array(z.enum(AUDIENCES)).min(1),
  urgency: z.enum(['normal', 'sensitive', 'crisis']),
  checked: isoDay.describe('The day somebody last compared it with its sources'),
  review: isoDay
    .optional()
    .describe('The day it is known to change; otherwise 180 days after `checked`'),
  sources: z.array(id).min(1),
  related: z.array(id).min(1).max(4),
  flow: oneOrMore
    .optional()
    .describe(
      'The guided flow offered under the answer; of several, the first that is for the asker',
    ),
  letter: oneOrMore
    .optional()
    .describe('The letter offered under the answer; of several, the first that is for the asker'),
  figures: z.record(id, figure).default({}),
  kk: topicTexts,
  ru: topicTexts,
})

const lawNames = z.strictObject({
  name: text,
  short: text,
  of: text.describe('The short name in the genitive, as it stands beside an article'),
})
const edition = z.string().regex(/^\d{4}(-\d\d(-\d\d)?)?$/, 'expected YYYY, YYYY-MM or YYYY-MM-DD')
const webAddress = z.url({ protocol: /^https?$/ })

export const sourcesSchema = z.strictObject({
  laws: z.record(
    id,
    z.strictObject({
      kk: lawNames,
      ru: lawNames,
      number: text.optional(),
      date: edition.optional(),
      edition: edition.describe('The date of the text that was read'),
      unit: z.enum(['article', 'paragraph']).default('article'),
      part: z
        .enum(['point', 'part'])
        .default('point')
        .describe(
          'What an article is divided into: the criminal and administrative codes have parts',
        ),
      url: webAddress,
      articles: z
        .record(
          id,
          z.strictObject({
            kk: text,
            ru: text,
            edition: edition.optional(),
            url: webAddress.optional(),
          }),
        )
        .default({}),
    }),
  ),
  pages: z
    .record(
      id,
      z.strictObject({
        kk: text,
        ru: text,
        date: edition.optional(),
        url: webAddress.optional().describe('Left out where only a copy of the text was kept'),
      }),
    )
    .default({}),
})

export const contactsSchema = z.record(
  z.string().regex(/^\d{3,4}$/, 'expected a short number'),
  z.strictObject({
    kk: z.strictObject({ name: text, about: text }),
    ru: z.strictObject({ name: text, about: text }),
    emergency: z.boolean().default(false),
    checked: isoDay,
    sources: z.array(id).min(1),
  }),
)

export const valuesSchema = z.record(
  id,
  z.strictObject({
    kk: z.strictObject({ name: text, unit: text.optional() }),
    ru: z.strictObject({ name: text, unit: text.optional() }),
    source: id,
    review: isoDay.describe('The day a new amount is expected'),
    amounts: z
      .record(isoDay, z.number().positive())
      .describe('Tenge, by the day it came into force'),
  }),
)

export const groupsSchema = z.array(z.strictObject({ id, kk: text, ru: text }))

export const glossarySchema = z.array(
  z
    .strictObject({
      kk: z.array(text).default([]),
      ru: z.array(text).default([]),
      slang: z.array(text).default([]),
    })
    .refine(
      (entry) => entry.kk.length + entry.ru.length + entry.slang.length > 1,
      'expected two words or more',
    ),
)

/** Concepts, named in plain English, and the words of both languages that stand for them. */
export const thesaurusSchema = z.record(
  z.string().regex(/^[a-z0-9_]+$/, 'expected a plain English word'),
  z.array(text).min(2, 'expected two words or more'),
)

/** Questions that are not ours, by which a stray one is known. */
export const offSubjectSchema = bothLangs(z.array(text).min(1))

export const smalltalkSchema = z.array(
  z.strictObject({
    id,
    kk: z.strictObject({ say: z.array(text).min(1), reply: text }),
    ru: z.strictObject({ say: z.array(text).min(1), reply: text }),
  }),
)

const phrases = z.array(text).default([])
const patterns = z.strictObject({ kk: phrases, ru: phrases })
const cardTexts = z.strictObject({ title: text, body: text })
export const triageSchema = z.strictObject({
  cards: z.record(
    id,
    z.strictObject({
      kind: z.enum(['crisis', 'disclosure']),
      phones: z.array(z.string()).min(1),
      topics: z.array(id).min(1).describe('Where "what happens next" leads, best first'),
      kk: cardTexts,
      ru: cardTexts,
    }),
  ),
  words: z
    .record(id, z.strictObject({ kk: phrases, ru: phrases }))
    .describe('Named sets of word beginnings that patterns refer to as <name>'),
  rules: z
    .array(
      z.strictObject({
        id,
        card: id,
        certain: z.boolean().default(false).describe('Whether it stands whatever the model says'),
        unless: z.array(id).default([]).describe('Contexts in which the rule does not speak'),
        kk: phrases,
        ru: phrases,
      }),
    )
    .min(1),
  contexts: z
    .record(id, patterns)
    .describe('What a message may be about without telling of anybody: school work, law, games'),
  harmless: patterns.describe('Look-alikes: a match inside one of these does not count'),
  guesses: z
    .array(z.strictObject({ id, card: id, kk: phrases, ru: phrases }))
    .describe('Which card to show where no rule spoke and the model did; tried from the top'),
  fallback: z
    .strictObject({ crisis: id, disclosure: id })
    .describe('The card where no guess holds'),
  gentle: z
    .array(id)
    .default([])
    .describe('Contexts in which what the model alone sees brings a line, not a card'),
  toldIn: z
    .array(id)
    .default([])
    .describe('Topics whose questions tell of harm: the model does not learn from them'),
  apart: patterns.describe("Words that are nobody's slip of another one"),
})

const place = z.number().int().describe('Where it stands in its list')

const choice = z.strictObject({
  id,
  kk: text,
  ru: text,
  next: id.optional(),
  for: z
    .array(z.enum(AUDIENCES))
    .default([])
    .describe(
      'Who said that they are one of these is taken to have chosen it: the step is not asked',
    ),
})
export const flowSchema = z.strictObject({
  id,
  place,
  audience: z.array(z.enum(AUDIENCES)).min(1),
  checked: isoDay,
  sources: z.array(id).min(1),
  figures: z.record(id, figure).default({}),
  title: bothLangs(text),
  start: id,
  steps: z.record(
    id,
    z.strictObject({
      kk: text,
      ru: text,
      choices: z.array(choice).min(2).max(6),
      next: id.optional(),
    }),
  ),
  outcome: z.strictObject({
    title: bothLangs(text),
    advice: z
      .array(
        z.strictObject({
          when: z
            .record(id, z.array(id).min(1))
            .default({})
            .describe('Step: any of these choices; all steps must hold'),
          kk: text,
          ru: text,
          topics: z.array(id).default([]),
          letters: z.array(id).default([]),
        }),
      )
      .min(1),
  }),
})

const factTexts = z.strictObject({
  ask: text,
  blank: text
    .optional()
    .describe('Stands beside the line that is left empty, where no label stands before it'),
})

/** What letters ask, by id: one wording for all of them. */
export const letterFactsSchema = z.record(
  id,
  z.strictObject({
    limit: z.number().int().min(10).max(1200).describe('Longest answer, in characters'),
    story: z
      .boolean()
      .default(false)
      .describe('Tells what happened: words of danger belong into it, beside the card they bring'),
    kk: factTexts,
    ru: factTexts,
  }),
)

const letterTexts = z.strictObject({
  title: text.describe('The label of its button'),
  to: text.describe('To whom and from whom, a line each'),
  heading: text,
  body: text.describe('Paragraphs; lines that begin with «- » become a numbered list'),
  brief: text.describe('The same in one breath, for a chat: a button copies it'),
  after: text.describe('Where it is handed in, and what to ask for there'),
})
export const letterSchema = z.strictObject({
  id,
  place,
  audience: z.array(z.enum(AUDIENCES)).min(1),
  checked: isoDay,
  sources: z.array(id).min(1),
  figures: z.record(id, figure).default({}),
  topics: z.array(id).min(1).max(2).describe('What to read beside it'),
  facts: z.array(id).min(3).max(10).describe('Ids of letter-facts.yaml in the order of asking'),
  kk: letterTexts,
  ru: letterTexts,
})

export type Topic = z.infer<typeof topicSchema> & { group: string }
/** Where a topic stands, from the root of the repository. */
export const topicFile = ({ group, id: name }: Pick<Topic, 'group' | 'id'>): string =>
  `knowledge/topics/${group}/${name}.yaml`

export type Sources = z.infer<typeof sourcesSchema>
export type Contacts = z.infer<typeof contactsSchema>
export type Values = z.infer<typeof valuesSchema>
export type Groups = z.infer<typeof groupsSchema>
export type Glossary = z.infer<typeof glossarySchema>
export type Thesaurus = z.infer<typeof thesaurusSchema>
export type Smalltalk = z.infer<typeof smalltalkSchema>
export type OffSubject = z.infer<typeof offSubjectSchema>
export type TriageRules = z.infer<typeof triageSchema>
export type Flow = z.infer<typeof flowSchema>
export type LetterFacts = z.infer<typeof letterFactsSchema>
export type Letter = z.infer<typeof letterSchema>

/** Whether a piece of advice applies to the answers given: every named step has one of its choices. */
export const adviceHolds = (
  when: Record<string, string[]>,
  answers: Readonly<Record<string, string>>,
): boolean => Object.entries(when).every(([step, choices]) => choices.includes(answers[step] ?? ''))

/** Registers that texts refer to by placeholders. */
export interface Registers {
  sources: Sources
  contacts: Contacts
  values: Values
}

/** Everything that Tirek knows, validated and frozen. */
export interface Knowledge extends Registers {
  topics: readonly Topic[]
  /** Topic by id or alias. */
  byId: ReadonlyMap<string, Topic>
  groups: Groups
  glossary: Glossary
  smalltalk: Smalltalk
  offSubject: OffSubject
  triage: TriageRules
  /** What was learnt beside the rules; read by core/risk. */
  triageModel: Uint8Array
  /** By id, in the order of their places. */
  flows: ReadonlyMap<string, Flow>
  calculators: Calculators
  timeline: Timeline
  regions: readonly Region[]
  bodies: readonly Body[]
  letterFacts: LetterFacts
  /** By id, in the order of their places. */
  letters: ReadonlyMap<string, Letter>
}
