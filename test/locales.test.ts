import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import kk from '../locales/kk.json' with { type: 'json' }
import ru from '../locales/ru.json' with { type: 'json' }

type Tree = { [key: string]: string | Tree }

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : flat(value, `${path}${key}.`),
  )
const words = { kk: new Map(flat(kk)), ru: new Map(flat(ru)) }
const variables = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort()

describe('the two languages say the same', () => {
  test('every key is in both', () => {
    expect([...words.kk.keys()]).toEqual([...words.ru.keys()])
  })

  test.each([...words.kk.keys()])('%s', (key) => {
    const [kazakh = '', russian = ''] = [words.kk.get(key), words.ru.get(key)]
    expect(kazakh.trim()).not.toBe('')
    expect(variables(kazakh)).toEqual(variables(russian))
  })
})

test('Telegram takes the profile: name up to 64, short description 120, description 512', () => {
  for (const { profile } of [kk, ru]) {
    expect(profile.name.length).toBeLessThanOrEqual(64)
    expect(profile.shortDescription.length).toBeLessThanOrEqual(120)
    expect(profile.description.replaceAll('{{hotline}}', '111').length).toBeLessThanOrEqual(512)
    for (const description of Object.values(profile.commands))
      expect(description.length).toBeLessThanOrEqual(256)
  }
})

test('no words are left over: every key is used somewhere in the sources', () => {
  const source = readdirSync(join(import.meta.dirname, '../src'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(import.meta.dirname, '../src', name), 'utf8'))
    .join('\n')
  // Keys of a family are put together: `audience.${audience}`.
  const families = [...source.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1] ?? '')
  const unused = [...words.kk.keys()].filter(
    (key) => !source.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  )
  expect(unused).toEqual([])
})
