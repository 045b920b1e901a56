import { describe, expect, test } from 'vitest'
import { start } from '../support/process.ts'

describe('npm run chat, with piped input', () => {
  test('a question, a numbered button, and the end of the input', async () => {
    const run = start('src/cli/chat.ts', [], {}, 'буллинг үшін айыппұл қанша?\n1\n')
    expect(await run.ended).toBe(0)
    expect(run.out()).toContain('› буллинг үшін айыппұл қанша?')
    expect(run.out()).toContain('[1] Толығырақ')
    expect(run.out()).toContain('[1] Қысқаша')
    expect(run.err()).toBe('')
  })

  test('a whole flow by numbers, then danger', async () => {
    const run = start(
      'src/cli/chat.ts',
      [],
      {},
      '/start bullying\n1\n1\n1\n1\n2\n1\nхочу умереть\n',
    )
    expect(await run.ended).toBe(0)
    expect(run.out()).toContain('6/6')
    expect(run.out()).toContain('Енді не істеуге болады')
    expect(run.out()).toContain('Твоя жизнь важна')
  })
})

describe('npm run ask', () => {
  test('one answer for people', async () => {
    const run = start('src/cli/ask.ts', ['алименты на 2 детей сколько'])
    expect(await run.ended).toBe(0)
    expect(run.out()).toMatch(/1\/3[\s\S]*answer · ru · 0\.\d+ · alimony-amounts/)
  })

  test('JSON lines, in order, one a line', async () => {
    const texts = ['сәлем', 'меня бьёт отчим', '', 'a\nb', 'алименты']
    const input = texts.map((text) => JSON.stringify({ text, lang: 'ru' })).join('\n')
    const run = start('src/cli/ask.ts', ['--jsonl'], {}, `${input}\n`)
    expect(await run.ended).toBe(0)
    const lines = run
      .out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map((line) => line['text'])).toEqual(texts)
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['text', 'lang', 'kind', 'topics', 'confidence'])
      expect(line['lang']).toBe('ru')
    }
    expect(lines[1]?.['kind']).toBe('disclosure')
    expect(lines[1]?.['topics']).not.toHaveLength(0)
  })

  test('a line that is none is said by its number, the others are answered', async () => {
    const run = start(
      'src/cli/ask.ts',
      ['--jsonl'],
      {},
      '{"text":"сәлем"}\nnot json\n{"txt":1}\n{"text":"рахмет"}\n',
    )
    expect(await run.ended).toBe(1)
    expect(run.out().trim().split('\n')).toHaveLength(2)
    expect(run.err()).toMatch(/Line 2: expected[\s\S]*Line 3: expected/)
  })

  test('ten thousand lines take seconds', async () => {
    const line = `${JSON.stringify({ text: 'көршінің баласын ұрады кімге айтамын' })}\n`
    const run = start('src/cli/ask.ts', ['--jsonl'], {}, line.repeat(10_000))
    expect(await run.ended).toBe(0)
    expect(run.out().trim().split('\n')).toHaveLength(10_000)
  })

  test('without a question it says what it expected', async () => {
    const run = start('src/cli/ask.ts')
    expect(await run.ended).toBe(1)
    expect(run.err()).toContain('Expected a question')
  })
})

test('npm run check:knowledge fails on the day after new values were due', async () => {
  const good = start('src/cli/check.ts')
  expect(await good.ended).toBe(0)
  expect(good.out()).toMatch(/\d+ topics in kk and ru/)
  const late = start('src/cli/check.ts', [], { TIREK_NOW: '2027-03-01' })
  expect(await late.ended).toBe(1)
  expect(late.err()).toContain('a new amount was expected by 2027-01-01')
})
