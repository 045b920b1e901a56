import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createIndex } from '../src/core/index.ts'
import { rank } from '../src/core/search.ts'
import type { Topic } from '../src/knowledge/schema.ts'
import { createRandom, toLatin, withoutKazakhLetters, withTypos } from '../src/training/degrade.ts'
import { table, timing } from './measure.ts'

const SEED = 20_261_124
const DEPTH = 10

interface Line {
  _id: string
  title?: string
  text: string
  metadata?: { lang?: string }
}

/**
 * Indexes the documents of a BEIR-layout folder (corpus.jsonl, queries.jsonl, qrels/test.tsv) with
 * the product's own search, each as a topic without example questions, and asks its queries clean and
 * degraded. Prints one line for each language and degradation; `asJson` as JSON lines.
 */
export function benchBeir(folder: string, asJson: boolean): void {
  const corpus = readLines(join(folder, 'corpus.jsonl'))
  const queries = readLines(join(folder, 'queries.jsonl'))
  const relevant = readQrels(join(folder, 'qrels/test.tsv'))

  const memoryBefore = process.memoryUsage().heapUsed
  const started = performance.now()
  const index = createIndex({ topics: corpus.map(toTopic), glossary: [] }, undefined)
  const buildMs = Math.round(performance.now() - started)
  const memoryMb = Math.round((process.memoryUsage().heapUsed - memoryBefore) / 1e6)

  const random = createRandom(SEED)
  const degradations: [string, (text: string) => string][] = [
    ['clean', (text) => text],
    ['no special letters', withoutKazakhLetters],
    ['latin', (text) => toLatin(text, random)],
    ['typos', (text) => withTypos(text, random)],
  ]
  const langs = [...new Set(queries.map((query) => query.metadata?.lang ?? 'all'))].sort()
  const rows = langs.flatMap((lang) =>
    degradations.map(([degradation, degrade]) => {
      const asked = queries.filter(
        (query) => (query.metadata?.lang ?? 'all') === lang && relevant.has(query._id),
      )
      const times: number[] = []
      const scores = asked.map((query) => {
        const text = degrade(query.text)
        const from = performance.now()
        const { ranking } = rank(index, text, DEPTH)
        times.push((performance.now() - from) * 1000)
        return scoresOf(
          ranking.map(({ topic }) => topic.id),
          relevant.get(query._id) ?? new Set(),
        )
      })
      const mean = (name: keyof Scores) =>
        Math.round((1000 * scores.reduce((sum, each) => sum + each[name], 0)) / scores.length) / 10
      const { p50, p99 } = timing(times)
      return {
        lang,
        queries: asked.length,
        degradation,
        'R@1': mean('recall1'),
        'R@3': mean('recall3'),
        'R@5': mean('recall5'),
        'MRR@10': mean('mrr'),
        'nDCG@10': mean('ndcg'),
        'p50 µs': p50,
        'p99 µs': p99,
        'build ms': buildMs,
        'memory MB': memoryMb,
      }
    }),
  )
  console.log(asJson ? rows.map((row) => JSON.stringify(row)).join('\n') : table(rows))
}

interface Scores {
  recall1: number
  recall3: number
  recall5: number
  mrr: number
  ndcg: number
}

function scoresOf(found: readonly string[], wanted: ReadonlySet<string>): Scores {
  const recall = (depth: number) => (found.slice(0, depth).some((id) => wanted.has(id)) ? 1 : 0)
  const first = found.slice(0, DEPTH).findIndex((id) => wanted.has(id))
  const gain = found
    .slice(0, DEPTH)
    .reduce((sum, id, place) => sum + (wanted.has(id) ? 1 / Math.log2(place + 2) : 0), 0)
  let ideal = 0
  for (let place = 0; place < Math.min(DEPTH, wanted.size); place++)
    ideal += 1 / Math.log2(place + 2)
  return {
    recall1: recall(1),
    recall3: recall(3),
    recall5: recall(5),
    mrr: first < 0 ? 0 : 1 / (first + 1),
    ndcg: ideal === 0 ? 0 : gain / ideal,
  }
}

function toTopic({ _id, title = '', text }: Line): Topic {
  const empty = { title: '', short: '', more: '', ask: [] }
  return {
    id: _id,
    group: 'bench',
    aliases: [],
    audience: ['parent'],
    urgency: 'normal',
    checked: '2026-01-01',
    sources: ['bench'],
    related: ['bench'],
    figures: {},
    kk: { ...empty, title, short: text },
    ru: empty,
  }
}

const readLines = (path: string): Line[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

function readQrels(path: string): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const line of readFileSync(path, 'utf8').trim().split('\n').slice(1)) {
    const [query = '', document = '', score = '0'] = line.split('\t')
    if (Number(score) <= 0) continue
    const documents = wanted.get(query) ?? new Set()
    wanted.set(query, documents.add(document))
  }
  return wanted
}
