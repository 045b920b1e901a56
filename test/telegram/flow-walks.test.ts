import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Flow, LANGS, type Lang } from '../../src/knowledge/schema.ts'
import { renderText } from '../../src/knowledge/template.ts'
import { knowledge } from '../support/knowledge.ts'
import { createStage, type Person, STORY_DAY, type Stage } from '../support/story.ts'
import { type Way, waysThrough } from '../support/ways.ts'

/** Every way of every flow, in both languages, pressed button by button through the real bot. */

/** People who walk at the same time. */
const AT_ONCE = 16

let stage: Stage
let next = 100_000
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())

const shown = (flow: Flow, source: string, lang: Lang): string =>
  renderText(source.trim(), { lang, day: STORY_DAY, registers: knowledge, figures: flow.figures })

async function walk(person: Person, flow: Flow, way: Way, lang: Lang): Promise<void> {
  const message = person.last
  for (const [index, { step, choice }] of way.choices.entries()) {
    const node = flow.steps[step]
    expect(person.reply).toContain(shown(flow, node?.[lang] ?? '?', lang))
    expect(person.reply).toMatch(new RegExp(`${index + 1}/\\d`))
    const label = node?.choices.find(({ id }) => id === choice)?.[lang] ?? '?'
    expect(person.buttons.flat()).toContain(label)
    await person.pressesData(`s:${flow.id}:${step}:${choice}`)
  }
  expect(person.messages).toHaveLength(1)
  expect(person.last.id).toBe(message.id)
}

function checkEnd(person: Person, flow: Flow, { end }: Way, lang: Lang): void {
  const { reply, last } = person
  expect(reply).toContain(flow.outcome.title[lang])
  for (const advice of flow.outcome.advice) {
    const text = shown(flow, advice[lang], lang)
    if (end.advice.includes(advice)) expect(reply).toContain(text)
    else expect(reply).not.toContain(text)
  }
  // One message, that shows neither who asked nor anything that could tell it.
  expect(reply.length).toBeLessThan(2100)
  expect(reply).not.toMatch(/[{}]|undefined|Айым/)
  expect(reply).toMatch(/\b1(?:11|12|02|03)\b/)
  const presses = last.buttons
    .flat()
    .map((button) => ('callback_data' in button ? button.callback_data : ''))
  expect(presses).toEqual([
    ...end.topics.map((id) => `t:${lang}:${knowledge.byId.get(id)?.id}`),
    ...end.letters.map((id) => `e:${id}:${lang}`),
    `f:${flow.id}:${lang}`,
  ])
}

describe.each([...knowledge.flows.values()])('$id', (flow) => {
  test.each(LANGS)('every way, in %s', { timeout: 240_000 }, async (lang) => {
    const ways = [...waysThrough(flow)]
    expect(ways.length).toBeGreaterThan(10)
    for (let from = 0; from < ways.length; from += AT_ONCE) {
      await Promise.all(
        ways.slice(from, from + AT_ONCE).map(async (way) => {
          const person = stage.person(next++, { telegramLanguage: lang })
          await person.says(`/start ${flow.id}`)
          await walk(person, flow, way, lang)
          checkEnd(person, flow, way, lang)
        }),
      )
    }
  })

  test.each(LANGS)('to and fro, by old buttons, in %s', async (lang) => {
    const [way] = [...waysThrough(flow)].sort((a, b) => b.choices.length - a.choices.length)
    if (!way) throw new Error('The flow has no way')
    const person = stage.person(next++, { telegramLanguage: lang })
    await person.says(`/start ${flow.id}`)
    for (const [index, { step, choice }] of way.choices.entries()) {
      await person.pressesData(`s:${flow.id}:${step}:${choice}`)
      if (index === way.choices.length - 1) break
      const following = way.choices[index + 1]?.step
      await person.pressesData(`s:${flow.id}:${following}:<`)
      expect(person.reply).toContain(shown(flow, flow.steps[step]?.[lang] ?? '?', lang))
      await person.pressesData(`s:${flow.id}:${step}:${choice}`)
      // The step that is over is told to be over, and the one at hand stays.
      await person.pressesData(`s:${flow.id}:${step}:${choice}`)
      expect(person.notices).toHaveLength(index + 1)
    }
    checkEnd(person, flow, way, lang)
  })

  test.each(LANGS)('danger and /cancel leave it at any step, in %s', async (lang) => {
    const [way] = [...waysThrough(flow)].sort((a, b) => b.choices.length - a.choices.length)
    for (const [words, shows] of [
      [lang === 'kk' ? 'өлгім келеді' : 'я хочу умереть', '111'],
      ['/cancel', lang === 'kk' ? 'тоқтаттық' : 'остановились'],
    ] as const) {
      for (let at = 0; at < (way?.choices.length ?? 0); at++) {
        const person = stage.person(next++, { telegramLanguage: lang })
        await person.says(`/start ${flow.id}`)
        for (const { step, choice } of way?.choices.slice(0, at) ?? [])
          await person.pressesData(`s:${flow.id}:${step}:${choice}`)
        const waiting = person.last
        expect(await person.says(words)).toContain(shows)
        const { step, choice } = way?.choices[at] ?? { step: '', choice: '' }
        await person.pressesData(`s:${flow.id}:${step}:${choice}`, waiting)
        expect(person.notices).toHaveLength(1)
      }
    }
  })
})
