import { hasKazakhLetter } from '../core/text.ts'
import { fingerprint, isWithheld, type Question } from '../knowledge/questions.ts'
import {
  type Knowledge,
  LANGS,
  type Lang,
  type Thesaurus,
  type Topic,
} from '../knowledge/schema.ts'
import { withoutPlaceholders } from '../knowledge/template.ts'
import type { Example } from './softmax.ts'

/** What a sentence of a field counts beside a question, which counts 1. */
const FIELD_WEIGHTS = { title: 1, short: 0.3, more: 0.15, teen: 0.2 } as const
const ID_WEIGHT = 0.2
/** Shorter lines say nothing of their own. */
const SHORTEST_LINE = 15
/** The class of questions that are not ours. */
export const STRAY = ''

/** A question with the class that is right, for training or for measuring. */
export interface Asked {
  text: string
  label: string
}

/** All that a model is trained on. */
export interface Lessons {
  asked: readonly Asked[]
  sentences: readonly Example[]
  thesaurus: Thesaurus
  /** Texts that are surely of one language. */
  texts: Record<Lang, readonly string[]>
}

/** Gathers what may be trained on; the withheld questions are left out. */
export const gatherLessons = (
  knowledge: Knowledge,
  voices: readonly Question[],
  thesaurus: Thesaurus,
): Lessons => ({
  asked: askedOf(knowledge, voices),
  sentences: sentencesOf(knowledge.topics),
  thesaurus,
  texts: { kk: textsOf(knowledge, 'kk'), ru: textsOf(knowledge, 'ru') },
})

/** Every question that may be trained on: example questions, the voices', and those that are not ours. */
function askedOf(knowledge: Knowledge, voices: readonly Question[]): Asked[] {
  return [
    ...knowledge.topics.flatMap(({ id, kk, ru }) =>
      [...kk.ask, ...ru.ask].map((text) => ({ text, label: id })),
    ),
    ...voices
      .filter((question) => !isWithheld(question))
      .map(({ text, topic }) => ({ text, label: topic })),
    ...LANGS.flatMap((lang) => [
      ...knowledge.offSubject[lang],
      ...knowledge.smalltalk.flatMap((entry) => entry[lang].say),
    ]).map((text) => ({ text, label: STRAY })),
  ]
}

/** What the answers themselves say, sentence by sentence. */
function sentencesOf(topics: readonly Topic[]): Example[] {
  return topics.flatMap((topic) => [
    { text: topic.id.replaceAll('-', ' '), label: topic.id, weight: ID_WEIGHT },
    ...LANGS.flatMap((lang) =>
      Object.entries(FIELD_WEIGHTS).flatMap(([field, weight]) =>
        withoutPlaceholders(topic[lang][field as keyof typeof FIELD_WEIGHTS] ?? '')
          .split(/\n|(?<=[.!?])\s+/)
          .filter((text) => field === 'title' || text.length >= SHORTEST_LINE)
          .map((text) => ({ text, label: topic.id, weight })),
      ),
    ),
  ])
}

const textsOf = ({ topics, smalltalk, glossary, offSubject }: Knowledge, lang: Lang): string[] => [
  ...topics.flatMap((topic) => [
    topic[lang].title,
    topic[lang].short,
    topic[lang].more,
    ...topic[lang].ask,
  ]),
  ...smalltalk.flatMap((entry) => [...entry[lang].say, entry[lang].reply]),
  ...glossary.flatMap((entry) => entry[lang]),
  // Stray questions are often mixed: of the Kazakh ones only those that surely are.
  ...offSubject[lang].filter((text) => lang === 'ru' || hasKazakhLetter(text.toLowerCase())),
]

/** One number for all that a model is trained on: a model of another number is out of date. */
export const fingerprintOf = (lessons: Lessons): string =>
  fingerprint(JSON.stringify(lessons)).toString(16)
