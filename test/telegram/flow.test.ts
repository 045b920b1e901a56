import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { knowledge } from '../support/knowledge.ts'
import { lastingStores } from '../support/stores.ts'
import { createStage, type Person, type Stage } from '../support/story.ts'
import { waysThrough } from '../support/ways.ts'

let stage: Stage
let child: Person
let next = 900
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())
beforeEach(async () => {
  child = stage.person(next++)
})

const RUSSIAN = [
  'Да, сейчас безопасно',
  'В школе или колледже',
  'Бьют, толкают',
  'Старшие ребята',
  'Два раза и больше',
  'Нет, никто',
]
const KAZAKH = [
  'Жоқ, қорқып тұрмын',
  'Интернетте, чатта',
  'Сурет, видео таратады',
  'Кім екенін білмеймін',
  'Бір рет',
  'Айттым, бірақ көмек болмады',
]

describe('«I am being bullied»', () => {
  test('six buttons in one message, then what to do in this case', async () => {
    await child.says('меня травят в школе что делать')
    await child.presses('Меня травят')
    const message = child.last.id
    for (const [step, label] of RUSSIAN.entries()) {
      expect(child.reply).toContain(`${step + 1}/6`)
      await child.presses(label)
    }
    expect(child.last.id).toBe(message)
    expect(child.reply).toContain('Что можно сделать теперь')
    expect(child.reply).toContain('Сегодня скажи одному взрослому')
    expect(child.reply).toContain('Побои — это не игра')
    expect(child.reply).toContain('два раза и больше')
    expect(child.reply).not.toContain('интернете')
    await child.presses('Бить ребёнка — преступление')
    expect(child.reply).toContain('преступление')
  })

  test('in Kazakh, with other choices, other advice', async () => {
    await child.says('/start bullying')
    for (const label of KAZAKH) await child.presses(label)
    expect(child.reply).toContain('102')
    expect(child.reply).toContain('скриншот жаса')
    expect(child.reply).toContain('тіркеу нөмірін')
    expect(child.reply).toMatch(/мұнда сенің атың жоқ/)
  })

  test('back, and out of it', async () => {
    await child.says('/start bullying')
    await child.presses('Иә, қауіпсізбін')
    await child.presses('Мектепте')
    await child.presses('Артқа')
    expect(child.reply).toContain('2/6')
    await child.presses('Шығу')
    expect(child.reply).toContain('тоқтаттық')
  })

  test('danger typed in the middle leaves it at once', async () => {
    await child.says('/start bullying')
    await child.presses('Иә, қауіпсізбін')
    const step = child.last
    expect(await child.says('өлгім келеді')).toContain('Сен маңыздысың')
    await child.pressesData('s:bullying:where:school', step)
    expect(child.notices).toHaveLength(1)
  })

  test('a question in the middle is answered, and the step still waits', async () => {
    await child.says('/start bullying')
    await child.presses('Иә, қауіпсізбін')
    expect(await child.says('буллинг үшін айыппұл қанша')).toContain('айыппұл')
    await child.presses('Мектепте')
    expect(child.messages.some(({ text }) => text.includes('3/6'))).toBe(true)
  })

  test('a command in the middle leaves it', async () => {
    await child.says('/start bullying')
    const step = child.last
    await child.says('/menu')
    await child.pressesData('s:bullying:safe:yes', step)
    expect(child.notices).toHaveLength(1)
  })

  test('a press of an earlier step does no harm', async () => {
    await child.says('/start bullying')
    const step = child.last
    await child.presses('Иә, қауіпсізбін')
    await child.pressesData('s:bullying:safe:no', step)
    expect(child.notices).toHaveLength(1)
    expect(child.reply).toContain('2/6')
  })

  test('to and fro without end comes to an end', async () => {
    await child.says('/start bullying')
    for (let turn = 0; turn < 8; turn++) {
      await child.presses('Иә, қауіпсізбін')
      await child.presses('Артқа')
    }
    expect(child.reply).toContain('қайта бастай аласың')
  })

  test('two children at once do not meet', async () => {
    const other = stage.person(next++)
    await Promise.all([child.says('/start bullying'), other.says('/start bullying')])
    await Promise.all([child.presses('Иә, қауіпсізбін'), other.presses('Жоқ, қорқып тұрмын')])
    await Promise.all([child.presses('Мектепте'), other.presses('Интернетте')])
    for (const label of KAZAKH.slice(2)) await child.presses(label)
    for (const label of KAZAKH.slice(2)) await other.presses(label)
    expect(child.reply).not.toContain('құтқару қызметі')
    expect(other.reply).toContain('құтқару қызметі')
  })
})

describe('a flow outlives a restart', () => {
  const stores = lastingStores()

  const firstWays = [...knowledge.flows.values()].map((flow) => {
    // The longest way, so that every depth of a record is read again.
    const [longest] = [...waysThrough(flow)].sort((a, b) => b.choices.length - a.choices.length)
    return { flow, choices: longest?.choices ?? [] }
  })

  describe.each(['sqlite', 'redis'] as const)('on %s', (kind) => {
    test.each(firstWays)('$flow.id, between any two steps', async ({ flow, choices }) => {
      const id = next++
      const store = await stores.fresh(kind)
      let running = await createStage({ store })
      let person = running.person(id)
      await person.says(`/start ${flow.id}`)
      for (const { step, choice } of choices) {
        const { server } = running
        await running.app.close()
        running = await createStage({ store, server })
        person = running.person(id)
        await person.pressesData(`s:${flow.id}:${step}:${choice}`)
      }
      expect(person.notices).toEqual([])
      expect(person.reply).toContain(flow.outcome.title.kk)
      await running.app.close()
      await running.server.close()
    })

    test('a flow that a deploy changed ends politely, and the present message is answered', async () => {
      const store = await stores.fresh(kind)
      const before = await createStage({ store })
      const person = before.person(next++)
      await person.says('/start bullying')
      await person.presses('Иә, қауіпсізбін')
      await before.app.close()
      const flows = new Map(knowledge.flows)
      const flow = flows.get('bullying')
      if (flow) flows.set('bullying', { ...flow, checked: '2026-11-24' })
      const after = await createStage({
        store,
        server: before.server,
        knowledge: { ...knowledge, flows },
      })
      const same = after.person(person.id)
      await same.pressesData('s:bullying:where:school')
      expect(same.notices.join()).toContain('/steps')
      expect(await same.says('буллинг үшін айыппұл қанша')).toContain('айыппұл')
      await same.says('/start bullying')
      await same.presses('Иә, қауіпсізбін')
      expect(same.reply).toContain('2/6')
      await after.app.close()
      await before.server.close()
    })
  })

  test('its record stays small and holds no name and no text', async () => {
    const written: string[] = []
    const inner = openSqliteStore(undefined, Date.now)
    const store: Store = {
      ...inner,
      write: (key, value, seconds) => {
        if (key.startsWith('flow:')) written.push(value)
        return inner.write(key, value, seconds)
      },
    }
    const recorded = await createStage({ port: store })
    const person = recorded.person(4242)
    await person.says('/start bullying')
    for (const label of KAZAKH.slice(0, 5)) await person.presses(label)
    // To and fro, as long as a flow may take.
    for (let turn = 0; turn < 5; turn++) {
      await person.presses('Артқа')
      await person.presses('Бір рет')
    }
    const largest = written.reduce((a, b) => (b.length > a.length ? b : a), '')
    expect(written.length).toBeGreaterThanOrEqual(16)
    expect(largest.length).toBeLessThan(8192)
    expect(largest).not.toMatch(/Айым|Мен|қорқып|first_name|"text"/)
    await recorded.close()
  })
})
