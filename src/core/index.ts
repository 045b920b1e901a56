import MiniSearch from 'minisearch'
import { type Glossary, type Knowledge, LANGS, type Topic } from '../knowledge/schema.ts'
import { withoutPlaceholders } from '../knowledge/template.ts'
import { createQuestionIndex, type QuestionIndex } from './ngrams.ts'
import { isStopWord, stem } from './stem.ts'
import { tokenize } from './text.ts'

/** Stems of a text without stop words, in order; the terms of both documents and queries. */
export const stemsOf = (text: string): string[] =>
  tokenize(text)
    .filter((token) => !isStopWord(token))
    .map(stem)

/** One topic as the index sees it: both languages together, so that a mixed question finds it. */
interface TopicDocument {
  id: number
  title: string
  ask: string
  short: string
  more: string
  /** Glossary words of the same meaning as those in title and ask. */
  also: string
}

/** The word index and what the ranking needs beside it. */
export interface TopicIndex {
  topics: readonly Topic[]
  words: MiniSearch<TopicDocument>
  /** Stem → inverse document frequency over topics, in nats. */
  idf: (stem: string) => number
  /** Stems of each example question, by topic. */
  questions: readonly (readonly ReadonlySet<string>[])[]
  /** The same questions by their letters; those that are not ours stand behind the last topic. */
  letters: QuestionIndex
}

/** Builds the index of all topics. */
export function createIndex({
  topics,
  glossary,
  offSubject,
}: Pick<Knowledge, 'topics' | 'glossary' | 'offSubject'>): TopicIndex {
  const words = new MiniSearch<TopicDocument>({
    fields: ['title', 'ask', 'short', 'more', 'also'],
    tokenize: (text) => stemsOf(text),
    processTerm: (term) => term,
  })
  const documentFrequency = new Map<string, number>()
  const expand = createExpander(glossary)
  for (const [id, topic] of topics.entries()) {
    const document = toDocument(id, topic, expand)
    words.add(document)
    const { title, ask, short, more, also } = document
    for (const term of new Set(stemsOf([title, ask, short, more, also].join(' ')))) {
      documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1)
    }
  }
  const idf = (term: string) => {
    const frequency = documentFrequency.get(term) ?? 0
    return Math.log(1 + (topics.length - frequency + 0.5) / (frequency + 0.5))
  }
  const asked = topics.map((topic) =>
    LANGS.flatMap((lang) => [...topic[lang].ask, withoutPlaceholders(topic[lang].title)]),
  )
  return {
    topics,
    words,
    idf,
    questions: asked.map((texts) => texts.map((text) => new Set(stemsOf(text)))),
    letters: createQuestionIndex(
      [...asked, [...offSubject.kk, ...offSubject.ru]].flatMap((texts, topic) =>
        texts.map((text) => ({ topic, text })),
      ),
      topics.length + 1,
    ),
  }
}

function toDocument(id: number, topic: Topic, expand: (text: string) => string): TopicDocument {
  const both = (field: (texts: Topic['kk']) => string) =>
    LANGS.map((lang) => withoutPlaceholders(field(topic[lang]))).join('\n')
  const title = `${both((texts) => texts.title)}\n${topic.id.replaceAll('-', ' ')}`
  const ask = both((texts) => texts.ask.join('\n'))
  return {
    id,
    title,
    ask,
    short: both((texts) => texts.short),
    more: both((texts) => `${texts.more}\n${texts.teen ?? ''}`),
    also: expand(`${title}\n${ask}`),
  }
}

/** Adds the other words of every glossary entry of which one word or phrase stands in the text. */
function createExpander(glossary: Glossary): (text: string) => string {
  const entries = glossary.map((entry) => {
    const phrases = [...entry.kk, ...entry.ru, ...entry.slang]
    return { phrases, stems: phrases.map(stemsOf).filter((stems) => stems.length > 0) }
  })
  return (text) => {
    const present = new Set(stemsOf(text))
    const holds = (stems: readonly string[]) => stems.every((each) => present.has(each))
    return entries
      .filter((entry) => entry.stems.some(holds))
      .flatMap((entry) => entry.phrases)
      .join('\n')
  }
}
