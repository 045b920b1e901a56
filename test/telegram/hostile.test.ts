import { FormattedString } from '@grammyjs/parse-mode'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodePress, encodePress, type Press } from '../../src/telegram/callback.ts'
import { toPayloads } from '../../src/telegram/render.ts'
import { createStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())

const wildText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 4096 }),
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.constantFrom(
    '<b>x</b>',
    '{{hotline}}',
    '{phone:111}',
    '*_`[',
    '/',
    '/start@other_bot x',
    '\u202e111',
    '😀'.repeat(2048),
    'а\u0300'.repeat(2000),
  ),
)
const wildFields = fc.oneof(
  fc.record({ text: wildText }),
  fc.record({ caption: wildText, photo: fc.constant([]) }),
  fc.record({ dice: fc.anything() }),
  fc.record({ new_chat_members: fc.constant([]) }),
  fc.record({ forward_origin: fc.anything(), text: wildText }),
)

describe('whatever is sent', () => {
  test('every message gets an answer, and nothing breaks', async () => {
    let id = 90_000
    await fc.assert(
      fc.asyncProperty(wildFields, async (fields) => {
        const person = stage.person(++id)
        expect(await person.sends(fields)).toBe('done')
        expect(person.messages.length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
    expect(stage.logged()).not.toContain('update-failed')
  })

  test('any callback data is answered', async () => {
    const person = stage.person(80_000)
    await person.says('сәлем')
    const data = fc.oneof(
      fc.string({ maxLength: 64 }),
      fc
        .tuple(
          fc.constantFrom('c:ru', 'c:kk', 'b:ru', 'q:kk'),
          fc.constantFrom(
            'fine',
            'alimony',
            'age',
            'deadline',
            'lines',
            'write',
            'menu',
            'abai',
            '',
          ),
          fc.constantFrom(
            '',
            '0',
            '10',
            '1.5',
            '-1',
            '1e9',
            '300000',
            '2026-02-30',
            '2025-03-01',
            'school',
          ),
          fc.constantFrom('', '2', '99', 'now', 'limits', '2025-03-01', '9999'),
        )
        .map((parts) => parts.join(':')),
      fc
        .tuple(
          fc.constantFrom(...'tvrynomglwhzfscba'),
          fc.string({ maxLength: 30 }),
          fc.string({ maxLength: 30 }),
        )
        .map((parts) => parts.join(':')),
    )
    await fc.assert(
      fc.asyncProperty(data, async (forged) => {
        const answered = () =>
          stage.server.api.calls.filter(({ method }) => method === 'answerCallbackQuery').length
        const before = answered()
        await person.pressesData(forged)
        expect(answered()).toBe(before + 1)
      }),
      { numRuns: 200 },
    )
    expect(stage.logged()).not.toContain('update-failed')
  })

  test('an update of any kind that we did not ask for is let pass', async () => {
    let id = 5_000_000
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'poll',
          'inline_query',
          'channel_post',
          'chat_join_request',
          'message_reaction',
          'my_chat_member',
          'purchased_paid_media',
        ),
        fc.dictionary(fc.string({ maxLength: 8 }), fc.anything({ maxDepth: 1 }), { maxKeys: 4 }),
        async (kind, content) => {
          expect(await stage.deliver({ update_id: ++id, [kind]: content } as never)).toBe('done')
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('everything at once', () => {
  const chat = fc.oneof(
    fc.record({ id: fc.integer({ min: 1, max: 40 }), type: fc.constant('private') }),
    fc.record({
      id: fc.integer({ min: -40, max: -1 }),
      type: fc.constantFrom('group', 'supergroup', 'channel'),
    }),
  )
  const wildUpdate = fc.oneof(
    fc.tuple(fc.constantFrom('message', 'edited_message', 'channel_post'), chat, wildFields),
    fc.tuple(
      fc.constantFrom('message'),
      chat,
      wildText.map((text) => ({ text: `@tirek_bot ${text}` })),
    ),
  )

  test('wild updates from every kind of chat end well, and leave nothing behind', async () => {
    const fresh = await createStage()
    let id = 0
    await fc.assert(
      fc.asyncProperty(wildUpdate, async ([kind, where, fields]) => {
        const { message } = fresh.server.api.messageUpdate({ id: 77 }, fields, where)
        const outcome = await fresh.deliver({ update_id: ++id, [kind]: message } as never)
        expect(outcome).toBe('done')
      }),
      { numRuns: 150 },
    )
    expect(fresh.logged()).not.toContain('update-failed')
    for (const { method, payload } of fresh.server.api.calls) {
      expect(method).not.toBe('getFile')
      if (method === 'sendMessage') expect(String(payload['text']).length).toBeLessThanOrEqual(4096)
    }
    await fresh.close()
  })

  test('a wall of 4,096 signs of any kind costs little and is never repeated back', async () => {
    for (const wall of [
      'ж'.repeat(4096),
      'а '.repeat(2048),
      '🆘'.repeat(2048),
      'ә\u0301'.repeat(2048),
    ]) {
      const person = stage.person(70_000 + wall.charCodeAt(0))
      const started = performance.now()
      await person.sends({ text: wall })
      expect(performance.now() - started).toBeLessThan(1500)
      expect(person.reply).not.toContain(wall.slice(0, 40))
    }
  })

  test.each([
    '{phone:111}',
    '{{hotline}}',
    '<b>x</b>',
    '*x* _y_ `z`',
    '/start@other_bot x',
    '$(id); --',
  ])('markup and templates are words like others: «%s»', async (text) => {
    const person = stage.person(71_000 + text.length)
    await person.says(text)
    expect(person.reply).not.toContain(text)
    expect(person.reply.length).toBeGreaterThan(10)
  })
})

describe('buttons', () => {
  const id = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}$/)
  const lang = fc.constantFrom('kk' as const, 'ru' as const)
  const presses: fc.Arbitrary<Press> = fc.oneof(
    fc.record({ do: fc.constant('open' as const), lang, topic: id }),
    fc.record({
      do: fc.constant('view' as const),
      view: fc.constantFrom('short' as const, 'more' as const),
      lang,
      topic: id,
    }),
    fc.record({
      do: fc.constant('wrong' as const),
      lang,
      codes: fc.array(fc.stringMatching(/^[a-z0-9]{7}$/), { maxLength: 4 }),
    }),
    fc.record({ do: fc.constant('group' as const), group: id, page: fc.nat(99) }),
    fc.record({ do: fc.constant('lang' as const), lang }),
    fc.record({ do: fc.constant('menu' as const) }),
  )

  test('are read back as they were written', () => {
    fc.assert(
      fc.property(presses, (press) => {
        expect(decodePress(encodePress(press))).toEqual(press)
      }),
    )
  })

  test('that would not fit are refused where they are made', () => {
    expect(() => encodePress({ do: 'flow', flow: 'x'.repeat(64) })).toThrow(/at most 64 bytes/)
  })
})

describe('a text that is too long for one message', () => {
  test('goes in parts, cut where people would pause, with the buttons under the last', () => {
    const paragraph = `${'Сөйлем осында. '.repeat(60).trim()}\n\n`
    const parts = toPayloads({ text: new FormattedString(paragraph.repeat(12)) })
    expect(parts.length).toBeGreaterThan(2)
    for (const { text } of parts) {
      expect(text.length).toBeLessThanOrEqual(4096)
      expect(text).toMatch(/^Сөйлем/)
    }
  })

  test('never loses a word or tears a sign apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 4000, maxLength: 9000 }), (text) => {
        const parts = toPayloads({ text: new FormattedString(text) })
        const squeeze = (all: string) => all.replaceAll(/\s/g, '')
        expect(squeeze(parts.map((part) => part.text).join(''))).toBe(squeeze(text))
        for (const part of parts) expect(part.text.isWellFormed()).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})
