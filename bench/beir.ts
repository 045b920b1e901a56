import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createIndex } from '../src/core/index.ts'
import { rank } from '../src/core/search.ts'
import type { Topic } from '../src/knowledge/schema.ts'
import { toLatin, withoutKazakhLetters, withTypos } from '../src/training/degrade.ts'
import { createRandom } from '../src/training/random.ts'
import { table, timing } from './measure.ts'
import { PEERS, type Peer, type PeerDocument, type PeerSearch } from './peers.ts'

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
 * degraded. With `peers`, other search libraries are asked the same in the same run. Prints one line
 * for each system, language and degradation; `asJson` as JSON lines.
 */
export function benchBeir(folder: string, { asJson = false, peers = false } = {}): void {
  const corpus = readLines(join(folder, 'corpus.jsonl'))
  const relevant = readQrels(join(folder, 'qrels/test.tsv'))
  const queries = readLines(join(folder, 'queries.jsonl')).filter(({ _id }) => relevant.has(_id))
  const documents = corpus.map(({ _id, title = '', text }) => ({ id: _id, title, ask: '', text }))
  const rows = [TIREK, ...(peers ? PEERS : [])].flatMap((peer) => {
    const memoryBefore = process.memoryUsage().heapUsed
    const started = performance.now()
    const search = peer.index(documents)
    const buildMs = Math.round(performance.now() - started)
    const memoryMb = Math.round((process.memoryUsage().heapUsed - memoryBefore) / 1e6)
    // Every system is asked the same misspelt queries.
    const random = createRandom(SEED)
    return degrade(queries, random).map(({ lang, degradation, asked }) => ({
      system: peer.name,
      lang,
      degradation,
      ...ask(search, asked.slice(0, peer.most), relevant),
      'build ms': buildMs,
      'memory MB': memoryMb,
    }))
  })
  console.log(asJson ? rows.map((row) => JSON.stringify(row)).join('\n') : table(rows))
}

/** The product's search over documents, without its model, which knows only its own topics. */
const TIREK: Peer = {
  name: 'Tirek',
  index: (documents) => {
    const index = createIndex({ topics: documents.map(toTopic), glossary: [] }, undefined)
    return (query) => rank(index, query, DEPTH).ranking.map(({ topic }) => topic.id)
  },
}

/** The queries of each language as they are and in the ways that people mistype them. */
function degrade(queries: readonly Line[], random: () => number) {
  const ways: [string, (text: string) => string][] = [
    ['clean', (text) => text],
    ['no special letters', withoutKazakhLetters],
    ['latin', (text) => toLatin(text, random)],
    ['typos', (text) => withTypos(text, random)],
  ]
  const langOf = ({ metadata }: Line) => metadata?.lang ?? 'all'
  return [...new Set(queries.map(langOf))].sort().flatMap((lang) =>
    ways.map(([degradation, change]) => ({
      lang,
      degradation,
      asked: queries
        .filter((query) => langOf(query) === lang)
        .map(({ _id, text }) => ({ id: _id, text: change(text) })),
    })),
  )
}

function ask(
  search: PeerSearch,
  asked: readonly { id: string; text: string }[],
  relevant: ReadonlyMap<string, ReadonlySet<string>>,
) {
  const times: number[] = []
  const scores = asked.map(({ id, text }) => {
    const from = performance.now()
    const found = search(text)
    times.push((performance.now() - from) * 1000)
    return scoresOf(found, relevant.get(id) ?? new Set())
  })
  const mean = (name: keyof Scores) =>
    Math.round((1000 * scores.reduce((sum, each) => sum + each[name], 0)) / scores.length) / 10
  const { p50, p99 } = timing(times)
  return {
    queries: asked.length,
    'R@1': mean('recall1'),
    'R@3': mean('recall3'),
    'R@5': mean('recall5'),
    'MRR@10': mean('mrr'),
    'nDCG@10': mean('ndcg'),
    'p50 µs': p50,
    'p99 µs': p99,
  }
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

function toTopic({ id, title, text }: PeerDocument): Topic {
  const empty = { title: '', short: '', more: '', ask: [] }
  return {
    id,
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
