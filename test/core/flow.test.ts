import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advanceFlow, flowProgress, speaksToChild, startFlow } from '../../src/core/flow.ts'
import { AUDIENCES, type Flow } from '../../src/knowledge/schema.ts'
import { knowledge } from '../support/knowledge.ts'
import { waysThrough } from '../support/ways.ts'

const flowOf = (id: string): Flow => {
  const flow = knowledge.flows.get(id)
  if (!flow) throw new Error(`There is no flow "${id}"`)
  return flow
}

describe('who is asking is not asked again', () => {
  const flow = flowOf('teacher-harm')

  test('the step is passed over and does not count', () => {
    const unknown = startFlow(flow)
    const parent = startFlow(flow, 'parent')
    expect(unknown).toMatchObject({ at: 'step', step: 'role' })
    expect(parent).toMatchObject({ at: 'step', step: 'what', known: { role: 'parent' } })
    expect(flowProgress(flow, unknown)).toEqual({ step: 1, of: 4 })
    expect(flowProgress(flow, parent)).toEqual({ step: 1, of: 3 })
    expect(advanceFlow(flow, parent, 'back')).toEqual(parent)
  })

  test('the advice is that of their role', () => {
    const ends = (audience: 'parent' | 'child') =>
      [...waysThrough(flow, audience)].map(({ end }) =>
        end.advice.map(({ when }) => when.role?.[0]),
      )
    expect(ends('parent').every((roles) => roles.includes('parent'))).toBe(true)
    expect(ends('child').every((roles) => !roles.includes('parent'))).toBe(true)
  })

  test('a child is spoken to as a child, by who they are or what they chose', () => {
    const choose = (choose: string) => advanceFlow(flow, startFlow(flow), { choose })
    expect(speaksToChild(flow, startFlow(flow, 'teen'))).toBe(true)
    expect(speaksToChild(flow, choose('child'))).toBe(true)
    expect(speaksToChild(flow, choose('parent'))).toBe(false)
    expect(speaksToChild(flow, startFlow(flow))).toBe(false)
    expect(speaksToChild(flowOf('home-harm'), startFlow(flowOf('home-harm')))).toBe(true)
    expect(speaksToChild(flowOf('alimony'), startFlow(flowOf('alimony')))).toBe(false)
  })

  test('whoever asks, every flow ends within six steps', () => {
    for (const each of knowledge.flows.values()) {
      for (const audience of AUDIENCES) {
        for (const { choices } of waysThrough(each, audience)) {
          expect(choices.length).toBeGreaterThan(0)
          expect(choices.length).toBeLessThanOrEqual(6)
        }
      }
    }
  })
})

describe.each([...knowledge.flows.values()])('flow $id', (flow) => {
  test('every way ends after at most six steps, with advice and a topic that exists', () => {
    let ways = 0
    for (const { end } of waysThrough(flow)) {
      ways++
      expect(Object.keys(end.answers).length).toBeLessThanOrEqual(6)
      expect(end.advice.length).toBeGreaterThan(0)
      expect(end.topics.length).toBeGreaterThan(0)
      for (const topic of end.topics) expect(knowledge.byId.has(topic)).toBe(true)
    }
    expect(ways).toBeGreaterThan(10)
  })

  test('one may always go back to where one was', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 6 }), (picks) => {
        const states = [startFlow(flow)]
        for (const pick of picks) {
          const state = states.at(-1)
          if (state?.at !== 'step') break
          const choices = flow.steps[state.step]?.choices ?? []
          const choice = choices[pick % choices.length]
          states.push(advanceFlow(flow, state, { choose: choice?.id ?? '' }))
        }
        for (let at = states.length - 1; at > 0; at--) {
          const [before, state] = [states[at - 1], states[at]]
          expect(state && advanceFlow(flow, state, 'back')).toEqual(before)
        }
      }),
    )
  })

  test('a choice that the step does not have changes nothing', () => {
    const start = startFlow(flow)
    expect(advanceFlow(flow, start, { choose: 'no-such-choice' })).toBe(start)
    expect(advanceFlow(flow, start, 'back')).toEqual(start)
  })

  test('progress counts up to the end', () => {
    let state = startFlow(flow)
    for (let step = 1; state.at === 'step'; step++) {
      const progress = flowProgress(flow, state)
      expect(progress.step).toBe(step)
      expect(progress.of).toBeGreaterThanOrEqual(step)
      state = advanceFlow(flow, state, { choose: flow.steps[state.step]?.choices[0]?.id ?? '' })
    }
  })
})
