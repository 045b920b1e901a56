import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../../src')

/** Runtime imports of a file; those that only types need are erased. */
const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? '')

test('the core reaches neither Telegram, the network, the disk nor the process', () => {
  const allowed = new Set(['minisearch/SearchableMap', 'zod'])
  const queue = readdirSync(join(SRC, 'core')).map((name) => join(SRC, 'core', name))
  const seen = new Set<string>()
  const outside: string[] = []
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const target of importsOf(file)) {
      if (target.startsWith('.')) queue.push(resolve(dirname(file), target))
      else if (!allowed.has(target)) outside.push(`${file.slice(SRC.length)} imports ${target}`)
    }
    expect(readFileSync(file, 'utf8'), file).not.toMatch(
      /\bprocess\.|Date\.now|new Date\(\)|Math\.random/,
    )
  }
  expect(outside).toEqual([])
  expect(seen.size).toBeGreaterThan(8)
})

test('data flows one way: no folder imports one that stands after it', () => {
  const order = ['knowledge', 'core', 'training', 'store', 'telegram', 'http', 'cli']
  const backwards: string[] = []
  for (const [place, folder] of order.entries()) {
    for (const name of readdirSync(join(SRC, folder))) {
      for (const target of importsOf(join(SRC, folder, name))) {
        const other = order.findIndex((each) => target.startsWith(`../${each}/`))
        if (other > place) backwards.push(`${folder}/${name} → ${target}`)
      }
    }
  }
  expect(backwards).toEqual([])
})
