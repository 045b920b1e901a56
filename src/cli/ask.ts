import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { KNOWLEDGE_FOLDER, loadModel } from '../app.ts'
import type { Explanation } from '../core/explain.ts'
import { createResponder, type Reply } from '../core/reply.ts'
import { wordsOf } from '../i18n.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { LANGS, type Lang } from '../knowledge/schema.ts'
import { renderReply } from '../telegram/render.ts'

/**
 * `npm run --silent ask -- "text"` prints one answer for people.
 * `npm run --silent ask -- --explain "text"` also tells why: folds, concepts, channels, features.
 * `npm run --silent ask -- --jsonl` reads lines `{"text": "…", "lang"?: "kk"|"ru"}` and writes, in
 * order, lines `{"text","lang","kind","topics","confidence"}`.
 */

const { values, positionals } = parseArgs({
  options: {
    jsonl: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
    lang: { type: 'string' },
  },
  allowPositionals: true,
})
const responder = createResponder(loadKnowledge(KNOWLEDGE_FOLDER), loadModel())

if (values.jsonl) await answerLines()
else if (positionals.length > 0) answerOne(positionals.join(' '), toLang(values.lang))
else {
  console.error(
    'Expected a question: npm run --silent ask -- "буллинг үшін айыппұл қанша?" (or --jsonl)',
  )
  process.exitCode = 1
}

function answerOne(text: string, lang: Lang | undefined): void {
  const reply = responder.reply({ text, lang })
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  const day = (process.env.TIREK_NOW ?? new Date().toISOString()).slice(0, 10)
  const message = renderReply(
    reply,
    { knowledge, lang: reply.lang, words: wordsOf(reply.lang), day },
    undefined,
  )
  console.log(message.text.text)
  for (const row of message.keyboard?.inline_keyboard ?? []) {
    console.log(`  ${row.map((button) => `[${button.text}]`).join(' ')}`)
  }
  const { kind, topics, confidence, lang: spoken } = toLine(text, reply)
  console.log(`\n${kind} · ${spoken} · ${confidence} · ${topics.join(', ')}`)
  const why = values.explain ? responder.explain(text) : undefined
  if (why) printExplanation(why)
}

function printExplanation({ words, candidates, ranker, evidence }: Explanation): void {
  const round = (value: number) => value.toFixed(2)
  const list = (values: Record<string, number>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${round(value)}`)
      .join(', ')
  console.log('\nWords: as typed → folded (stem) «concepts»')
  for (const { typed, folded, stem, concepts } of words)
    console.log(
      `  ${typed} → ${folded} (${stem})${concepts.map((concept) => ` «${concept}»`).join('')}`,
    )
  console.log(`\nTopics: score = channels by their weights (${list(ranker)})`)
  for (const { topic, score, signals, features } of candidates) {
    console.log(`  ${topic.id}  ${round(score)}  (${list(signals)})`)
    console.log(
      `    ${features.map(({ feature, logit }) => `${feature} ${logit > 0 ? '+' : ''}${round(logit)}`).join(', ')}`,
    )
  }
  if (evidence) console.log(`\nEvidence for the first: ${list(evidence)}`)
  console.log(
    '\nAnother topic should win? Add this question under its `ask` or to knowledge/questions, then npm run train.',
  )
}

async function answerLines(): Promise<void> {
  let number = 0
  for await (const line of createInterface({ input: process.stdin })) {
    number++
    if (line.trim() === '') continue
    const question = parseLine(line)
    if (!question) {
      console.error(`Line ${number}: expected {"text": "…", "lang"?: "kk"|"ru"}`)
      process.exitCode = 1
      continue
    }
    const output = JSON.stringify(toLine(question.text, responder.reply(question)))
    if (!process.stdout.write(`${output}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
}

function parseLine(line: string): { text: string; lang: Lang | undefined } | undefined {
  try {
    const { text, lang } = JSON.parse(line) as { text?: unknown; lang?: unknown }
    return typeof text === 'string' ? { text, lang: toLang(lang) } : undefined
  } catch {
    return undefined
  }
}

function toLang(lang: unknown): Lang | undefined {
  return LANGS.find((known) => known === lang)
}

function toLine(text: string, reply: Reply) {
  return {
    text,
    lang: reply.lang,
    kind: reply.kind,
    topics: reply.topics.map((topic) => topic.id),
    confidence: Math.round(reply.confidence * 1000) / 1000,
  }
}
