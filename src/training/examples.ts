import { fingerprint, isWithheld, type Question } from '../knowledge/questions.ts'
import { type Knowledge, LANGS, type Thesaurus, type Topic } from '../knowledge/schema.ts'
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

/** One number for all that a model is trained on: a model of another number is out of date. */
export const fingerprintOf = ({ asked, sentences, thesaurus }: Lessons): string =>
  fingerprint(JSON.stringify([asked, sentences, thesaurus])).toString(16)
