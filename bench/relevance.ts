import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWLEDGE_FOLDER, loadModel } from '../src/app.ts'
import { createResponder, type Reply } from '../src/core/reply.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { fingerprint, isWithheld, loadQuestions } from '../src/knowledge/questions.ts'
import { LANGS, type Lang, type Topic } from '../src/knowledge/schema.ts'
import { withoutPlaceholders } from '../src/knowledge/template.ts'
import { table, timing } from './measure.ts'
import { PEERS, type Peer } from './peers.ts'

/** A message and the topics that answer it, the best first; none where it is not our subject. */
interface Asked {
  text: string
  lang: Lang
  style: string
  topics: readonly string[]
}

/**
 * How well messages are understood that nothing was trained on: the withheld tenth of
 * knowledge/questions, and bench/data/questions.jsonl, written by people who had seen neither the
 * answers nor those questions. Of the latter a third, by hash, is only ever measured, never looked at.
 */
export function benchRelevance(): void {
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  const responder = createResponder(knowledge, loadModel())
  const development = readLines<Asked>('questions.jsonl')
  const sets: [string, Asked[]][] = [
    [
      'withheld tenth',
      loadQuestions(join(KNOWLEDGE_FOLDER, 'questions'), knowledge)
        .filter(isWithheld)
        .map(({ text, lang, topic }) => ({ text, lang, style: 'all', topics: [topic] })),
    ],
    ['development', development.filter((line) => !isUntouched(line))],
    ['untouched third', development.filter(isUntouched)],
    [
      'off-subject',
      readLines<{ text: string; lang: Lang }>('off-subject.jsonl').map((line) => ({
        ...line,
        style: 'all',
        topics: [],
      })),
    ],
  ]
  const rows = sets.flatMap(([set, asked]) => {
    const replies = asked.map((line) => ({ ...line, reply: responder.reply({ text: line.text }) }))
    return LANGS.flatMap((lang) => {
      const own = replies.filter((line) => line.lang === lang)
      const styles = [...new Set(own.map(({ style }) => style))].sort()
      return [
        { set, lang, style: 'all', ...measure(own) },
        ...(styles.length > 1
          ? styles.map((style) => ({
              set,
              lang,
              style,
              ...measure(own.filter((line) => line.style === style)),
            }))
          : []),
      ]
    })
  })
  console.log(table(rows))
}

/**
 * Other search libraries over the same topics, asked what people asked who had seen neither. They get
 * title, example questions and texts of both languages; the many voices only Tirek can learn from.
 */
export function benchPeers(): void {
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  const responder = createResponder(knowledge, loadModel())
  const both = (topic: Topic, field: (texts: Topic['kk']) => string) =>
    LANGS.map((lang) => field(topic[lang])).join('\n')
  const documents = knowledge.topics.map((topic) => ({
    id: topic.id,
    title: both(topic, ({ title }) => title),
    ask: both(topic, ({ ask }) => ask.join('\n')),
    text: withoutPlaceholders(both(topic, ({ short, more }) => `${short}\n${more}`)),
  }))
  const tirek: Peer = {
    name: 'Tirek',
    index: () => (text) => responder.reply({ text }).topics.map(({ id }) => id),
  }
  const development = readLines<Asked>('questions.jsonl')
  const rows = [tirek, ...PEERS].flatMap((peer) => {
    const search = peer.index(documents)
    return LANGS.map((lang) => {
      const asked = development.filter((line) => line.lang === lang).slice(0, peer.most)
      const times: number[] = []
      const found = asked.map(({ text, topics }) => {
        const from = performance.now()
        const ids = search(text)
        times.push((performance.now() - from) * 1000)
        return ids.findIndex((id) => topics.includes(id))
      })
      const share = (holds: (place: number) => boolean) =>
        ((100 * found.filter(holds).length) / found.length).toFixed(1)
      return {
        system: peer.name,
        lang,
        asked: asked.length,
        'first %': share((place) => place === 0),
        'three %': share((place) => place >= 0 && place < 3),
        'p50 µs': timing(times).p50,
      }
    })
  })
  console.log(`\n${table(rows)}`)
}

const isUntouched = ({ text }: Asked): boolean => fingerprint(text) % 3 === 0

type Measured = Asked & { reply: Reply }

function measure(lines: readonly Measured[]) {
  const share = (part: readonly unknown[], whole: readonly unknown[]) =>
    whole.length === 0 ? '–' : ((100 * part.length) / whole.length).toFixed(1)
  const among = (depth: number) =>
    lines.filter(({ topics, reply }) =>
      reply.topics.slice(0, depth).some(({ id }) => topics.includes(id)),
    )
  const answered = lines.filter(({ reply }) => reply.kind === 'answer')
  return {
    asked: lines.length,
    'first %': share(among(1), lines),
    'three %': share(among(3), lines),
    'answered %': share(answered, lines),
    'of them right %': share(
      answered.filter(({ topics, reply }) => topics.includes(reply.topics[0]?.id ?? '')),
      answered,
    ),
    'turned away %': share(
      lines.filter(({ reply }) => reply.kind === 'none' || reply.kind === 'smalltalk'),
      lines,
    ),
    'language %': share(
      lines.filter(({ lang, reply }) => lang === reply.lang),
      lines,
    ),
  }
}

const readLines = <T>(name: string): T[] =>
  readFileSync(join(import.meta.dirname, 'data', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
