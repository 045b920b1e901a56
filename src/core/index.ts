import { type Glossary, type Knowledge, LANGS, type Topic } from '../knowledge/schema.ts'
import { withoutPlaceholders } from '../knowledge/template.ts'
import { type Bm25, createBm25 } from './bm25.ts'
import { type Classifier, createClassifier } from './classifier.ts'
import type { Model } from './model.ts'
import { stem } from './stem.ts'
import { subjectWords, wordGrams, wordTerms } from './terms.ts'
import { type fold, rememberingFold } from './text.ts'
import { createVocabulary, type Vocabulary } from './vocabulary.ts'

/** The fields of a topic and what a word of each counts. */
const FIELDS = { title: 2, ask: 3, short: 1, more: 0.4, also: 0.8 }
type Field = keyof typeof FIELDS
/** Letters tell less of where a word stands: the title counts twice there. */
const LETTER_FIELDS: Record<Field, number> = { title: 2, ask: 2, short: 1, more: 0.3, also: 0.5 }

/** Everything that a question is compared with. */
export interface TopicIndex {
  topics: readonly Topic[]
  /** Topics by the stems of their texts. */
  words: Bm25
  /** Topics by the letters of their words: the net for what is misspelt, run together or inflected. */
  letters: Bm25
  vocabulary: Vocabulary
  /** What was learnt from example questions; without a model words and letters alone decide. */
  learnt: { classifier: Classifier; classOf: Int16Array; model: Model } | undefined
}

/** Builds the index of all topics, both languages of a topic together, so that a mixed question finds it. */
export function createIndex(
  { topics, glossary }: Pick<Knowledge, 'topics' | 'glossary'>,
  model: Model | undefined,
): TopicIndex {
  const foldWord = rememberingFold()
  const expand = createExpander(glossary, foldWord)
  const documents = topics.map((topic) => fieldsOf(topic, expand, foldWord))
  const counts = new Map<string, number>()
  for (const fields of documents) {
    for (const words of Object.values(fields))
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return {
    topics,
    words: createBm25(
      documents.map((fields) => weigh(fields, FIELDS)),
      wordTerms,
    ),
    letters: createBm25(
      documents.map((fields) => weigh(fields, LETTER_FIELDS)),
      (word) => wordGrams(word).map((gram) => [gram, 1]),
    ),
    vocabulary: createVocabulary(counts),
    learnt: model && {
      classifier: createClassifier(model.classifier),
      classOf: Int16Array.from(topics, ({ id }) => model.classifier.classes.indexOf(id)),
      model,
    },
  }
}

/** Folded words of each field of a topic. */
function fieldsOf(
  topic: Topic,
  expand: (words: ReadonlySet<string>) => string[],
  foldWord: typeof fold,
): Fields {
  const both = (field: (texts: Topic['kk']) => string) =>
    subjectWords(LANGS.map((lang) => withoutPlaceholders(field(topic[lang]))).join('\n'), foldWord)
  const title = [...both((texts) => texts.title), ...subjectWords(topic.id.replaceAll('-', ' '))]
  const ask = both((texts) => texts.ask.join('\n'))
  return {
    title,
    ask,
    short: both((texts) => texts.short),
    more: both((texts) => `${texts.more}\n${texts.teen ?? ''}`),
    also: expand(new Set([...title, ...ask].map(stem))),
  }
}

type Fields = Record<Field, readonly string[]>

/** How often a topic's fields have each word, weighted by field. */
function weigh(fields: Fields, weights: Record<Field, number>): Map<string, number> {
  const words = new Map<string, number>()
  for (const [field, weight] of Object.entries(weights))
    for (const word of fields[field as Field]) words.set(word, (words.get(word) ?? 0) + weight)
  return words
}

/** The other words of every glossary entry of which one word or phrase stands among the stems. */
function createExpander(
  glossary: Glossary,
  foldWord: typeof fold,
): (stems: ReadonlySet<string>) => string[] {
  const entries = glossary.map((entry) => {
    const phrases = [...entry.kk, ...entry.ru, ...entry.slang].map((phrase) =>
      subjectWords(phrase, foldWord),
    )
    return { words: phrases.flat(), phrases: phrases.map((words) => words.map(stem)) }
  })
  return (present) =>
    entries
      .filter((entry) =>
        entry.phrases.some((stems) => stems.length > 0 && stems.every((each) => present.has(each))),
      )
      .flatMap((entry) => entry.words)
}
