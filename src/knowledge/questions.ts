import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Problem } from './lint.ts'
import { KnowledgeError } from './load.ts'
import { type Knowledge, LANGS, type Lang } from './schema.ts'

/** One way in which somebody asks for a topic. */
export interface Question {
  topic: string
  lang: Lang
  text: string
}

/** One question in so many is kept from training, and tests measure with it. */
const WITHHELD_ONE_IN = 10

const lineSchema = z.strictObject({ topic: z.string(), text: z.string().trim().min(1) })

/**
 * Reads knowledge/questions/<group>.<lang>.jsonl: many voices' ways to ask, for training the search.
 * Throws KnowledgeError with every broken line.
 */
export function loadQuestions(folder: string, { byId }: Pick<Knowledge, 'byId'>): Question[] {
  const problems: Problem[] = []
  const questions: Question[] = []
  const seen = new Map<string, string>()
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.jsonl')) continue
    const [, group, lang] = /^([a-z-]+)\.(kk|ru)\.jsonl$/.exec(name) ?? []
    const file = `knowledge/questions/${name}`
    if (!group || !LANGS.includes(lang as Lang)) {
      problems.push({ file, path: '', message: 'expected a name like school.kk.jsonl' })
      continue
    }
    for (const [index, line] of readFileSync(join(folder, name), 'utf8').split('\n').entries()) {
      if (line.trim() === '') continue
      const report = (message: string) =>
        problems.push({ file, path: `line ${index + 1}`, message })
      const parsed = lineSchema.safeParse(parseJson(line))
      if (!parsed.success) {
        report('expected {"topic": "…", "text": "…"}')
        continue
      }
      const topic = byId.get(parsed.data.topic)
      if (topic?.group !== group) {
        report(`expected a topic of ${group}, got "${parsed.data.topic}"`)
        continue
      }
      const { text } = parsed.data
      const key = `${lang} ${text.toLowerCase()}`
      const other = seen.get(key)
      if (other !== undefined) report(`expected a question of its own: ${other} asks it too`)
      seen.set(key, topic.id)
      questions.push({ topic: topic.id, lang: lang as Lang, text })
    }
  }
  if (problems.length > 0) throw new KnowledgeError(problems)
  return questions
}

/** Whether a question is kept from training: by its own words, so that it stays so for ever. */
export const isWithheld = ({ text }: Pick<Question, 'text'>): boolean =>
  fingerprint(text) % WITHHELD_ONE_IN === 0

/** FNV-1a of a text, 32 bits. */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
